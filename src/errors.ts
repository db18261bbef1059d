// The package's errors. Each is a plain TypeError, RangeError or Error whose `code` stays the same from release to release, so that
// a program can tell errors apart without reading messages; docs/errors.md lists the codes.

/** The codes of the library's errors; the entries for Node.js add their own. */
export type ErrorCode =
  | 'WRONG_TYPE' // an argument, or an entry of one, is not of the type it must have
  | 'WRONG_LENGTH' // an array has another length than it must have
  | 'UNKNOWN_NAME' // a name (of a metric, a score, a tilt) is none of those there are
  | 'NO_REFERENCE' // no reference policy is given
  | 'SEVERAL_REFERENCES' // more than one reference policy is given
  | 'NOT_A_NUMBER' // a value is NaN
  | 'OUT_OF_RANGE' // a number is outside the range it must lie in
  | 'EMPTY' // there is no outcome, sample, prompt or target
  | 'NO_MASS' // no outcome has a positive probability
  | 'NOT_NORMALISED' // probabilities do not sum to 1
  | 'INFINITE_REWARD' // an infinite reward cannot be used here
  | 'UNREACHABLE' // no policy has the reward or the KL divergence asked for
  | 'NO_LOG_PROBS' // an estimate needs log-probabilities, and the samples have none
  | 'NO_ESTIMATE' // there are too few samples for the estimate
  | 'OUT_OF_MEMORY' // the support or batch does not fit into memory
  | 'DISPOSED' // a support or its buffers were used or disposed of
  | 'DIFFERENT_NS' // two partial results were made for different numbers of samples
  | 'BAD_STATE' // a partial result is not one that the library wrote
  | 'NO_KERNEL' // the WebAssembly kernel cannot be used here
  | NodeErrorCode;

/** The codes of what only Node.js runs: pool, server, queue and command. */
export type NodeErrorCode =
  | 'MISSING_PACKAGE' // an optional package is not installed
  | 'QUEUE_FULL' // too many calls wait
  | 'POOL_CLOSED' // the pool was closed
  | 'THREAD_FAILED' // a worker thread did not start
  | 'BAD_RECORD' // a record of a file cannot be read
  | 'BAD_FILE' // a file as a whole cannot be read
  | 'UNKNOWN_FORMAT' // the format of a file, or of standard input, is not known
  | 'UNKNOWN_COLUMNS' // the columns of a sample file are not known, or one that is named is not there
  | 'DUPLICATE_FILE' // a file is given twice
  | 'NO_FILE' // no file matches
  | 'NO_RECORDS' // a file holds no record or sample
  | 'NOT_WRITTEN' // a result could not be written
  | 'BAD_USAGE' // the command was used incorrectly
  | 'BAD_REQUEST' // a request does not fit its schema
  | 'TIME_LIMIT' // a request took longer than the service allows
  | 'REDIS_UNREACHABLE' // Redis does not answer
  | 'JOB_FAILED'; // a job of the queue failed or is gone

export interface Coded {
  /** Stable; see docs/errors.md. */
  readonly code: ErrorCode;
  /** The index of the value that is wrong, where it stands in an array. */
  readonly index?: number;
}

type Constructor<E extends Error> = new (message: string, options?: ErrorOptions) => E;

/**
 * An error with its code, and with the index of the wrong value where there is one. Neither is enumerable, so that two errors compare and print as
 * their class and message say.
 */
export function coded<E extends Error>(
  type: Constructor<E>,
  code: ErrorCode,
  message: string,
  index?: number,
  options?: ErrorOptions
): E & Coded {
  const error = new type(message, options);
  return Object.defineProperties(error, { code: { value: code }, index: { value: index } }) as E & Coded;
}

/** What a caught error says; anything can be thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
