/**
 * Estimates from sample files, spread over many machines by BullMQ with Redis or Valkey. In the examples `redis` is the URL of one, and `file` the
 * path of a file of four samples, two of each prompt.
 *
 * @module best-of-n/queue
 */

import type { FileRead } from '../sample-files/part-merger';
import { type Estimated, type GroupResult, openFiles } from '../sample-files/run-files';
import type { ColumnOptions, SampleColumns } from '../sample-files/sample-columns';
import { runParts } from './submit';

export { createWorker, QueueWorker, type WorkerOptions } from './worker';
export type { Estimated as SamplesResult, FileRead, GroupResult, SampleColumns as Shape };

/**
 * Where the queue is, how the files are read, and how the estimates are made.
 *
 * @example
 * const options = { redis, ns: [1, 2], prompt: ['task_id'], reward: 'passed', confidence: 0.9, seed: 1 };
 * const worker = await createWorker({ redis, threads: 1 });
 * const { groups } = await submitSamples([file], options);
 * groups[0].result.confidence; // → 0.9
 * await worker.close();
 */
export interface SamplesJobOptions extends ColumnOptions {
  /** The URL of Redis or Valkey. */
  redis: string;
  /** Numbers of samples, whole; by default the powers of two up to the most samples that a prompt has. */
  ns?: number[];
  /** Of the bootstrap intervals; 0.95 by default. */
  confidence?: number;
  /** Of the bootstrap; 1 by default. */
  seed?: number;
  /** Of the bootstrap; 1000 by default. */
  resamples?: number;
  /** Leave out records that cannot be read. */
  skipBad?: boolean;
  /** Give every prompt's estimates too. */
  perPrompt?: boolean;
  /** How much of a file is a job, in bytes; 16 MiB by default. */
  partBytes?: number;
  /** How often a part is tried whose file cannot be opened, with growing pauses; 5 by default. */
  attempts?: number;
  /** Gives up waiting: the call rejects with the signal's reason. */
  signal?: AbortSignal;
  /** Called with how many jobs are done, of how many. */
  onProgress?: (done: number, all: number) => void;
}

/**
 * What `best-of-n samples FILES… --redis URL` does: cuts the files into jobs, waits until the workers have done them, and gives the curves. The
 * numbers are those of one machine, to the bit. Files that could not be read are named in `files`, with `failed`. Needs the packages `bullmq` and
 * `ioredis`.
 *
 * @example
 * const worker = await createWorker({ redis, threads: 1 });
 * const { files, groups } = await submitSamples([file], { redis });
 * files[0].samples; // → 4
 * groups[0].result.rows.map(({ expectedReward }) => expectedReward.mean); // → [0.75, 1]
 * await worker.close();
 *
 * @throws Error if a file is not there, its fields are not known, or Redis does not answer.
 */
export async function submitSamples(files: readonly string[], options: SamplesJobOptions): Promise<Estimated> {
  const { parts, columns } = await openFiles(files, options, { partBytes: options.partBytes });
  const {
    redis,
    ns,
    confidence = 0.95,
    seed = 1,
    resamples = 1000,
    skipBad = false,
    perPrompt = false,
    attempts,
    signal,
    onProgress,
  } = options;
  return runParts(parts, columns, {
    redis,
    confidence,
    seed,
    resamples,
    skipBad,
    perPrompt,
    ...(ns ? { ns } : {}),
    ...(attempts ? { attempts } : {}),
    ...(signal ? { signal } : {}),
    ...(onProgress ? { onProgress } : {}),
  });
}
