// A machine of the cluster: takes jobs from Redis and does them in threads, so that the locks on them are renewed in time.

import { stat } from 'node:fs/promises';
import type { Job, Worker } from 'bullmq';
import { Threads } from '../pool/threads';
import type { ReadAnswer } from '../sample-files/task';
import { connectionTo, importBullmq, type MergeJob, QUEUE, type ReadJob } from './jobs';
import { encode } from './wire';

/**
 * Where the queue is, and how much of this machine the jobs may have.
 *
 * @example
 * const done = [];
 * const worker = await createWorker({ redis, threads: 1, lockSeconds: 30, onDone: (what) => done.push(what) });
 * await submitSamples([file], { redis, seed: 2 });
 * done.length > 0; // → true
 * await worker.close();
 */
export interface WorkerOptions {
  /** The URL of Redis or Valkey: `redis://host:6379`. */
  redis: string;
  /** Threads, and so jobs under way at once; by default one for each core, at most 8. */
  threads?: number;
  /** After so many seconds without a sign of life another worker takes over a job; 30 by default. */
  lockSeconds?: number;
  /** Called with what goes wrong: a lost connection, a job that failed. */
  onError?: (error: Error) => void;
  /** Called with each job that is done. */
  onDone?: (what: string) => void;
}

/**
 * A machine of the cluster, made by `createWorker`.
 *
 * @example
 * const worker = await createWorker({ redis, threads: 2 });
 * worker.threads; // → 2
 * await worker.close();
 */
export class QueueWorker {
  readonly #worker: Worker;
  readonly #threads: Threads;

  /** @internal */
  constructor(worker: Worker, threads: Threads) {
    this.#worker = worker;
    this.#threads = threads;
  }

  /** How many jobs are under way at most. */
  get threads(): number {
    return this.#threads.size;
  }

  /** Finishes the jobs under way and takes no more. */
  async close(): Promise<void> {
    await this.#worker.close();
    await this.#threads.close();
  }

  /** `close`, for `await using worker = await createWorker(options)`. */
  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }
}

/**
 * Takes jobs of `submitSamples` until it is closed. It must see the files at the same paths as the machine that submitted them. Needs the packages
 * `bullmq`, `ioredis` and `piscina`.
 *
 * @example
 * const worker = await createWorker({ redis, threads: 1, onError: console.error });
 * (await submitSamples([file], { redis, seed: 3 })).groups.length; // → 1
 * await worker.close();
 */
export async function createWorker({ redis, threads, lockSeconds = 30, onError, onDone }: WorkerOptions): Promise<QueueWorker> {
  const { Worker, UnrecoverableError } = await importBullmq();
  const pool = new Threads(threads === undefined ? {} : { threads });

  const work = async (job: Job): Promise<string> => {
    if (job.name === 'merge') {
      const task = {
        job: job.data as MergeJob,
        values: await job.getChildrenValues<string>(),
        failures: await job.getIgnoredChildrenFailures(),
      };
      return pool.run<string>('merge', task);
    }
    const { part, shape, skipBad } = job.data as ReadJob;
    await checkVersion(part);
    const answer = await pool.run<ReadAnswer>('readPart', { part, columns: shape, skipBad });
    // to read the same bytes again is no use
    if ('dataError' in answer) throw new UnrecoverableError(answer.dataError);
    return encode(answer);
  };

  const worker = new Worker(QUEUE, work, {
    connection: connectionTo(redis),
    concurrency: pool.size,
    lockDuration: lockSeconds * 1000,
    stalledInterval: lockSeconds * 1000,
    // a job whose worker dies again and again is the cause of it
    maxStalledCount: 3,
  });
  worker.on('error', (error) => onError?.(error));
  worker.on('failed', (job, error) => onError?.(new Error(`${job ? describe(job) : 'a job'}: ${error.message}`)));
  worker.on('completed', (job) => onDone?.(describe(job)));
  return new QueueWorker(worker, pool);
}

async function checkVersion({ file, size }: ReadJob['part']): Promise<void> {
  const here = await stat(file);
  if (here.size !== size) throw new Error(`${file} has ${here.size} bytes here and had ${size} where the job was made`);
}

function describe(job: Job): string {
  if (job.name === 'merge') return `merge ${job.id}`;
  const { file, range } = (job.data as ReadJob).part;
  return range ? `${file} ${range.from} to ${range.to}` : file;
}
