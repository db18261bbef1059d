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
  | 'NO_ANSWERS' // a vote is asked for, and the samples have no answers
  | 'NO_ESTIMATE' // there are too few samples for the estimate
  | 'OUT_OF_MEMORY' // the support or batch does not fit into memory
  | 'DISPOSED' // a support or its buffers were used or disposed of
  | 'DIFFERENT_NS' // two partial results were made for different numbers of samples
  | 'DIFFERENT_ESTIMATES' // two partial results were made for different estimates
  | 'MERGED_WITH_ITSELF' // a partial result is merged with itself
  | 'NO_ID' // a prompt of an aggregate that is compared has no id
  | 'DUPLICATE_PROMPT' // a run has two prompts of one id
  | 'NO_COMMON_PROMPT' // two runs have no prompt in common
  | 'DIFFERENT_CLUSTERS' // a prompt belongs to one cluster in one run and to another in the other
  | 'BAD_STATE' // a partial result is not one that the library wrote
  | 'NO_KERNEL' // the WebAssembly kernel cannot be used here
  | 'KERNEL_FAILED' // the WebAssembly kernel broke off, and the supports that it held are lost
  | NodeErrorCode
  | ServiceErrorCode;

/** The codes of what only Node.js runs: pool, queue and command. */
export type NodeErrorCode =
  | 'MISSING_PACKAGE' // an optional package is not installed
  | 'WRONG_VERSION' // an optional package is installed in a version that does not fit
  | 'QUEUE_FULL' // too many calls wait
  | 'POOL_CLOSED' // the pool was closed
  | 'THREAD_FAILED' // a worker thread did not start, or crashed
  | 'BAD_RECORD' // a record of a file cannot be read
  | 'BAD_FILE' // a file as a whole cannot be read
  | 'RECORD_TOO_LONG' // a record of a file is longer than what is held in memory
  | 'UNKNOWN_FORMAT' // the format of a file, or of standard input, is not known
  | 'UNKNOWN_COLUMNS' // the columns of a sample file are not known, or one that is named is not there
  | 'DUPLICATE_FILE' // a file is given twice
  | 'DUPLICATE_SAMPLE' // two samples of a prompt have the same id
  | 'NO_FILE' // no file matches
  | 'NO_RECORDS' // a file holds no record or sample
  | 'NOT_WRITTEN' // a result could not be written
  | 'BAD_USAGE' // the command was used incorrectly
  | 'REDIS_UNREACHABLE' // Redis does not answer
  | 'REDIS_FULL' // Redis has no memory left
  | 'PROCESS_LOST' // a process that did a job died, or took too long
  | 'JOB_FAILED'; // a job of the queue failed or is gone

/** The codes that only the problem documents of the service have, beside those of the library and QUEUE_FULL. */
export type ServiceErrorCode =
  | 'BAD_REQUEST' // a request is not what its route takes
  | 'UNAUTHORIZED' // the bearer token is missing or wrong
  | 'UNKNOWN_ROUTE' // the service has no such path, or not for this method
  | 'UNKNOWN_METHOD' // the service has the path, but not for this method
  | 'UNKNOWN_HOST' // the request is for another host
  | 'BODY_TOO_LARGE' // the body is larger than the service allows
  | 'HEAD_TOO_LARGE' // the head of a request is larger than the service allows
  | 'REQUEST_TOO_LARGE' // a request has more of something than a single request may have
  | 'TOO_SLOW' // a client took too long to send its request
  | 'UNKNOWN_ENCODING' // the body is compressed
  | 'MEMORY_FULL' // the bodies and answers of other requests take all memory
  | 'STOPPING' // the service is about to end
  | 'UNKNOWN_MEDIA_TYPE' // the body is neither JSON nor Arrow
  | 'NOT_ACCEPTABLE' // the answer cannot be of the type that the client accepts
  | 'TIME_LIMIT' // a request took longer than the service allows
  | 'INTERNAL'; // an error inside the service

export interface Coded {
  /** Stable; see docs/errors.md. */
  readonly code: ErrorCode;
  /** The index of the value that is wrong, where it stands in an array. */
  readonly index?: number;
}

type Constructor<E extends Error> = new (message: string, options?: ErrorOptions) => E;

/** An error with its code, and with the index of the wrong value where there is one. */
export function coded<E extends Error>(
  type: Constructor<E>,
  code: ErrorCode,
  message: string,
  index?: number,
  options?: ErrorOptions
): E & Coded {
  return withCode(new type(message, options), code, index);
}

/** Gives an error its code and index. Neither is enumerable, so that two errors compare and print as their class and message say. */
export function withCode<E extends Error>(error: E, code: ErrorCode, index?: number): E & Coded {
  return Object.defineProperties(error, { code: { value: code }, index: { value: index } }) as E & Coded;
}

/** What a caught error says; anything can be thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** Whether the error is one that JavaScript runtimes throw when the memory for an array cannot be had. */
export function isOutOfMemory(error: unknown): boolean {
  return error instanceof RangeError && /allocation|array length|memory/i.test(error.message);
}
