// Submits a run over sample files to the queue: a read job for each part of the files, and a parent job that merges their results.

import { randomBytes } from 'node:crypto';
import { stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Job, Queue } from 'bullmq';
import { coded } from '../errors';
import type { Part } from '../files/part';
import type { Estimated, EstimateOptions } from '../sample-files/run-files';
import type { SampleColumns } from '../sample-files/sample-columns';
import { decode } from './codec';
import { connectionTo, importBullmq, type MergeJob, QUEUE, readId, type SharedPart } from './protocol';

export interface SubmitOptions extends EstimateOptions {
  redis: string;
  skipBad: boolean;
  /** Whether the result holds every prompt's estimates too. */
  perPrompt: boolean;
  /** How many times a job whose file cannot be opened is tried. */
  attempts?: number;
  signal?: AbortSignal;
  onProgress?: (done: number, all: number) => void;
}

/** Results are fetched and removed as soon as they are there; those of a submitter that died stay in Redis for a day. */
const RESULT_RETENTION_SECONDS = 24 * 3600;

/** The time between two polls: short beside a run, and long enough that Redis does not notice them. */
const POLL_MILLISECONDS = 250;

/** The longest wait for a connection: Redis accepts one within milliseconds, or within seconds while it loads its data. */
const CONNECT_TIMEOUT_MILLISECONDS = 10_000;

/** The default of `attempts`: with the pauses below a file has 15 s to appear. */
const DEFAULT_ATTEMPTS = 5;

/** The pause before the second attempt, doubled with each further one. */
const RETRY_DELAY_MILLISECONDS = 1000;

/**
 * Gives the parts to the workers and waits for the result. If a worker dies, another one takes over its part; a part that is read twice counts once.
 *
 * @throws Error if Redis does not answer (`REDIS_UNREACHABLE`), or the parent job failed or is gone (`JOB_FAILED`); the reason of the signal.
 */
export async function runParts(
  parts: readonly Part[],
  columns: SampleColumns,
  options: SubmitOptions,
  toShared: (part: Part) => Promise<SharedPart> = toSharedPart
): Promise<Estimated> {
  const { FlowProducer, Queue } = await importBullmq();
  const { redis, skipBad, perPrompt, attempts = DEFAULT_ATTEMPTS, ns, confidence, seed, resamples } = options;
  const connection = connectionTo(redis);
  const queue = new Queue(QUEUE, { connection });
  const flows = new FlowProducer({ connection });
  let lastError: Error | undefined;
  const onError = (error: Error) => {
    lastError = error;
  };
  queue.on('error', onError);
  flows.on('error', onError);
  try {
    await withTimeout(queue.waitUntilReady(), CONNECT_TIMEOUT_MILLISECONDS, () => {
      const reason = lastError?.message ?? 'no answer';
      return coded(Error, 'REDIS_UNREACHABLE', `${withoutPassword(redis)} does not answer: ${reason}`);
    });
    const shared = await Promise.all(parts.map(toShared));
    const run = `run-${randomBytes(8).toString('hex')}`;
    const data: MergeJob = { run, parts: shared, options: { ns, confidence, seed, resamples }, perPrompt };
    const age = RESULT_RETENTION_SECONDS;
    const jobOptions = {
      attempts,
      backoff: { type: 'exponential', delay: RETRY_DELAY_MILLISECONDS },
      removeOnComplete: { age },
      removeOnFail: { age },
    };
    const { job } = await flows.add({
      name: 'merge',
      queueName: QUEUE,
      data,
      opts: { jobId: run, ...jobOptions },
      children: shared.map((part, i) => ({
        name: 'read',
        queueName: QUEUE,
        data: { part, columns, skipBad },
        // the parent runs also when a part could not be read, and names its file
        opts: { jobId: readId(run, i), ignoreDependencyOnFailure: true, ...jobOptions },
      })),
    });
    try {
      return decode<Estimated>(await pollResult(queue, job.id as string, shared.length, options));
    } finally {
      // a job that a worker has taken cannot be removed; it expires after it is done
      await job.remove({ removeChildren: true }).catch(() => {});
    }
  } finally {
    await Promise.allSettled([queue.close(), flows.close()]);
  }
}

/** Waits for the result of a job by asking again and again, since an event could be lost while Redis restarts. */
async function pollResult(queue: Queue, id: string, all: number, { signal, onProgress }: SubmitOptions): Promise<string> {
  for (;;) {
    signal?.throwIfAborted();
    const job = (await queue.getJob(id)) as Job | undefined;
    if (!job) throw coded(Error, 'JOB_FAILED', `the job ${id} is gone from Redis`);
    if (job.finishedOn !== undefined) {
      if (job.returnvalue) return job.returnvalue as string;
      throw coded(Error, 'JOB_FAILED', `the results could not be put together: ${job.failedReason}`);
    }
    if (onProgress) {
      const { processed = 0, ignored = 0 } = await job.getDependenciesCount({ processed: true, ignored: true });
      onProgress(processed + ignored, all);
    }
    await new Promise((resolve) => setTimeout(resolve, POLL_MILLISECONDS));
  }
}

async function toSharedPart(part: Part): Promise<SharedPart> {
  const file = resolve(part.file);
  return { ...part, file, size: (await stat(file)).size };
}

async function withTimeout<T>(promise: Promise<T>, milliseconds: number, error: () => Error): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(error()), milliseconds);
  });
  return Promise.race([promise, timeout]).finally(() => clearTimeout(timer));
}

/** A URL without its user and password, which must not reach a log. */
function withoutPassword(url: string): string {
  return url.replace(/\/\/[^@/]*@/, '//');
}
