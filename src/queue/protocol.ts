// The protocol of the queue: the jobs in Redis, their ids, and what they return.

import type { Part } from '../files/part';
import { importOptional } from '../node/optional-packages';
import type { EstimateOptions } from '../sample-files/run-files';
import type { SampleColumns } from '../sample-files/sample-columns';

export const QUEUE = 'best-of-n';

/** A part with its file's absolute path and size in bytes, by which a worker knows that it sees the same version of the file. */
export type SharedPart = Part & { size: number };

/** Reads one part; returns a `PartResult`, encoded. */
export interface ReadJob {
  part: SharedPart;
  columns: SampleColumns;
  skipBad: boolean;
}

/** The parent of a run's read jobs, which starts when all have ended; returns an `Estimated`, encoded. */
export interface MergeJob {
  /** The id of the run, and of this job. */
  run: string;
  parts: SharedPart[];
  options: EstimateOptions;
  perPrompt: boolean;
}

export const readId = (run: string, part: number) => `${run}-${part}`;

/** The key under which BullMQ gives a parent the result of a child. */
export const readKey = (run: string, part: number) => `bull:${QUEUE}:${readId(run, part)}`;

/** A connection that waits for Redis as long as it takes; BullMQ demands that of its workers. */
export const connectionTo = (url: string) => ({ url, maxRetriesPerRequest: null });

/**
 * Imports BullMQ, and the Redis client that it needs.
 *
 * @throws Error (`MISSING_PACKAGE`) if either is not installed.
 */
export async function importBullmq(): Promise<typeof import('bullmq')> {
  const bullmq = await importOptional('best-of-n/queue', 'bullmq', () => import('bullmq'));
  await importOptional('best-of-n/queue', 'ioredis', () => import('ioredis'));
  return bullmq;
}
