// The protocol of the queue: the jobs in Redis, their ids, and what they return.

import { version } from '../../package.json';
import { coded } from '../errors';
import type { FileVersion } from '../files/file-version';
import type { Part } from '../files/part';
import type { EstimateOptions } from '../sample-files/estimate-groups';
import type { PartResult } from '../sample-files/read-part';
import type { SampleColumns } from '../sample-files/sample-columns';

/** The number of this file's types; it grows with each change that another version would read wrongly. */
const PROTOCOL = 3;

/**
 * Who made a job. A worker does only the jobs of its own version: another one might read them wrongly, or give other digits, and a run is to
 * give those of one machine.
 */
export const MADE_BY = `best-of-n ${version}, protocol ${PROTOCOL}`;

/** The start of every message about two versions, by which the merge knows that all of the run is of no use. */
export const OTHER_VERSION = 'the run is of another version: ';

export function otherVersion(madeBy: unknown): string {
  const made = typeof madeBy === 'string' ? madeBy.slice(0, 60) : 'a version that does not say which it is';
  return `${OTHER_VERSION}it was made by ${made}, and this worker is ${MADE_BY}: install the same version everywhere`;
}

/** A part with its file's absolute path, and the version of the file, by which a worker knows that it sees the same. */
export interface SharedPart extends Part {
  version: FileVersion;
  /** The name that the file was given by, for messages and results. */
  name: string;
}

/** What every job carries. */
export interface JobData {
  madeBy: string;
  /** How many times the job is tried if its file cannot be opened. */
  attempts: number;
  /** How many processes were lost over it. */
  lost?: number;
}

/** Reads one part; returns a `SharedResult`, encoded. */
export interface ReadJob extends JobData {
  part: SharedPart;
  columns: SampleColumns;
  skipBad: boolean;
}

/** A part's result, with the version of the file that was read. */
export interface SharedResult {
  version: FileVersion;
  result: PartResult;
}

/** The parent of a run's read jobs, which starts when all have ended; returns an `Estimated`, encoded. */
export interface MergeJob extends JobData {
  /** The id of the run, and of this job. */
  run: string;
  parts: SharedPart[];
  columns: SampleColumns;
  options: EstimateOptions;
  perPrompt: boolean;
}

export const readId = (run: string, part: number) => `${run}-${part}`;

/** The name of the queue if none is given. */
export const DEFAULT_QUEUE = 'best-of-n';

/** @throws TypeError (`WRONG_TYPE`) or RangeError (`OUT_OF_RANGE`) unless it can be the name of a queue. */
export function checkQueue(queue: unknown): asserts queue is string {
  if (typeof queue !== 'string') throw coded(TypeError, 'WRONG_TYPE', `queue is ${typeof queue}, expected a string`);
  // BullMQ keeps colons for itself, and braces say where Redis Cluster keeps a key
  if (!/^[\w.-]{1,100}$/.test(queue)) {
    const expected = 'expected 1 to 100 letters, digits, dots, dashes and underscores';
    throw coded(RangeError, 'OUT_OF_RANGE', `queue is ${JSON.stringify(queue)}, ${expected}`);
  }
}
