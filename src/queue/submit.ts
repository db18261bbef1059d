// The `samples` job over many machines: a job for each part of the files, and a parent that waits for all and merges.

import { randomBytes } from 'node:crypto';
import { stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Job, Queue } from 'bullmq';
import type { Part } from '../files/part';
import type { Estimated, EstimateOptions } from '../sample-files/run-files';
import type { SampleColumns } from '../sample-files/sample-columns';
import { connectionTo, importBullmq, type MergeJob, QUEUE, readId, type SharedPart } from './jobs';
import { decode } from './wire';

export interface SubmitOptions extends EstimateOptions {
  redis: string;
  skipBad: boolean;
  /** Whether every prompt's estimates are wanted. */
  perPrompt: boolean;
  /** How often a part is tried where its file cannot be read. */
  attempts?: number;
  signal?: AbortSignal;
  onProgress?: (done: number, all: number) => void;
}

/** Answers are fetched at once; these are for those that no one fetched. */
const KEPT_SECONDS = 24 * 3600;
const POLL = 250;
const CONNECT = 10_000;

/**
 * Gives the parts to the workers and waits for the result. A part whose worker dies is taken over; a part that is read twice counts once.
 *
 * @throws Error if Redis does not answer, or the parent fails.
 */
export async function runParts(
  parts: readonly Part[],
  columns: SampleColumns,
  options: SubmitOptions,
  share: (part: Part) => Promise<SharedPart> = sharedOf
): Promise<Estimated> {
  const { FlowProducer, Queue } = await importBullmq();
  const { redis, skipBad, perPrompt, attempts = 5, ns, confidence, seed, resamples } = options;
  const connection = connectionTo(redis);
  const queue = new Queue(QUEUE, { connection });
  const flows = new FlowProducer({ connection });
  let last: Error | undefined;
  const note = (error: Error) => {
    last = error;
  };
  queue.on('error', note);
  flows.on('error', note);
  try {
    await within(
      CONNECT,
      queue.waitUntilReady(),
      () => new Error(`${hidden(redis)} does not answer: ${last?.message ?? 'no answer'}`)
    );
    const shared = await Promise.all(parts.map(share));
    const run = `run-${randomBytes(8).toString('hex')}`;
    const data: MergeJob = { run, parts: shared, options: { ns, confidence, seed, resamples }, perPrompt };
    const kept = { removeOnComplete: { age: KEPT_SECONDS }, removeOnFail: { age: KEPT_SECONDS } };
    const { job } = await flows.add({
      name: 'merge',
      queueName: QUEUE,
      data,
      opts: { jobId: run, attempts, backoff: { type: 'exponential', delay: 1000 }, ...kept },
      children: shared.map((part, i) => ({
        name: 'read',
        queueName: QUEUE,
        data: { part, shape: columns, skipBad },
        opts: {
          jobId: readId(run, i),
          attempts,
          backoff: { type: 'exponential', delay: 1000 },
          // a part that cannot be read is named by the parent
          ignoreDependencyOnFailure: true,
          ...kept,
        },
      })),
    });
    try {
      const answer = await resultOf(queue, job.id as string, shared.length, options);
      return decode<Estimated>(answer);
    } finally {
      // those that a worker has in hand stay until it is done, and expire
      await job.remove({ removeChildren: true }).catch(() => {});
    }
  } finally {
    await Promise.allSettled([queue.close(), flows.close()]);
  }
}

/** Asks again and again: an event could be lost while Redis restarts. */
async function resultOf(queue: Queue, id: string, all: number, { signal, onProgress }: SubmitOptions): Promise<string> {
  for (;;) {
    signal?.throwIfAborted();
    const job = (await queue.getJob(id)) as Job | undefined;
    if (!job) throw new Error(`the job ${id} is gone from Redis`);
    if (job.finishedOn !== undefined) {
      if (job.returnvalue) return job.returnvalue as string;
      throw new Error(`the results could not be put together: ${job.failedReason}`);
    }
    if (onProgress) {
      const { processed = 0, ignored = 0 } = await job.getDependenciesCount({ processed: true, ignored: true });
      onProgress(processed + ignored, all);
    }
    await new Promise((resolve) => setTimeout(resolve, POLL));
  }
}

async function sharedOf(part: Part): Promise<SharedPart> {
  const file = resolve(part.file);
  return { ...part, file, size: (await stat(file)).size };
}

async function within<T>(milliseconds: number, promise: Promise<T>, error: () => Error): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(error()), milliseconds);
  });
  return Promise.race([promise, late]).finally(() => clearTimeout(timer));
}

/** A URL without its password. */
function hidden(url: string): string {
  return url.replace(/\/\/[^@/]*@/, '//');
}
