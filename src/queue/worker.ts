// A worker of the queue: takes jobs from Redis and does them in threads, so that this thread is free to renew the locks on them in time.

import { stat } from 'node:fs/promises';
import type { Job, Worker } from 'bullmq';
import { coded } from '../errors';
import { Threads } from '../pool/threads';
import type { ReadAnswer } from '../sample-files/task';
import { encode } from './codec';
import { DEFAULT_LOCK_SECONDS } from './limits';
import { connectionTo, importBullmq, type MergeJob, QUEUE, type ReadJob } from './protocol';

/** A job whose worker dies this often is given up when the next one dies too: it is then probably what kills them. */
const MAX_WORKERS_LOST = 3;

/**
 * Options of `createWorker`: where the queue is, and how much of this machine the jobs may use.
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
  /** The number of threads, which is that of jobs done at once; by default one for each core, at most 8. */
  threads?: number;
  /**
   * A job is given to another worker when this one has not renewed its lock for this many seconds.
   *
   * @default 30
   */
  lockSeconds?: number;
  /** Called with every error: a lost connection, or a job that failed (`JOB_FAILED`). */
  onError?: (error: Error) => void;
  /** Called with a description of each job that is done. */
  onDone?: (what: string) => void;
}

/**
 * A worker of the queue, made by `createWorker`.
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

  /** The number of jobs done at once, at most. */
  get threads(): number {
    return this.#threads.size;
  }

  /** Takes no more jobs, finishes those it has, and ends the threads. */
  async close(): Promise<void> {
    await this.#worker.close();
    await this.#threads.close();
  }

  /** Calls `close`, for `await using worker = await createWorker(options)`. */
  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }
}

/**
 * Starts a worker, which does the jobs of `submitSamples` until it is closed. It must see the files at the same paths as the machine that submitted
 * them. Needs the packages `bullmq`, `ioredis` and `piscina`.
 *
 * @example
 * const worker = await createWorker({ redis, threads: 1, onError: console.error });
 * (await submitSamples([file], { redis, seed: 3 })).groups.length; // → 1
 * await worker.close();
 */
export async function createWorker({
  redis,
  threads,
  lockSeconds = DEFAULT_LOCK_SECONDS,
  onError,
  onDone,
}: WorkerOptions): Promise<QueueWorker> {
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
    const { part, columns, skipBad } = job.data as ReadJob;
    await checkVersion(part);
    const result = await pool.run<ReadAnswer>('readPart', { part, columns, skipBad });
    // reading the same bytes again would fail again, so the job is not tried again
    if ('dataError' in result) throw new UnrecoverableError(result.dataError);
    return encode(result);
  };

  const worker = new Worker(QUEUE, work, {
    connection: connectionTo(redis),
    concurrency: pool.size,
    lockDuration: lockSeconds * 1000,
    stalledInterval: lockSeconds * 1000,
    maxStalledCount: MAX_WORKERS_LOST,
  });
  worker.on('error', (error) => onError?.(error));
  worker.on('failed', (job, error) =>
    onError?.(coded(Error, 'JOB_FAILED', `${job ? describe(job) : 'a job'}: ${error.message}`))
  );
  worker.on('completed', (job) => onDone?.(describe(job)));
  return new QueueWorker(worker, pool);
}

async function checkVersion({ file, size }: ReadJob['part']): Promise<void> {
  const here = await stat(file);
  if (here.size !== size)
    throw coded(Error, 'BAD_FILE', `${file} has ${here.size} bytes here and had ${size} where the job was made`);
}

function describe(job: Job): string {
  if (job.name === 'merge') return `merge ${job.id}`;
  const { file, range } = (job.data as ReadJob).part;
  return range ? `${file} ${range.from} to ${range.to}` : file;
}
