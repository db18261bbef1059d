// A worker of the queue: takes jobs from Redis and has them done in processes, so that this one is free to renew the locks on them in time, and
// outlives whatever a job does.

import { availableParallelism, totalmem } from 'node:os';
import type { Worker } from 'bullmq';
import { type Coded, coded } from '../errors';
import { inspectedAs } from '../input/inspected';
import { checkWhole } from '../input/numbers';
import { Processes } from '../pool/processes';
import { type Connection, connect, importBullmq } from './connection';
import { DEFAULT_GRACE, DEFAULT_JOB_TIME_LIMIT, DEFAULT_LOCK_SECONDS, MAX_LOST } from './limits';
import { inWords } from './merge';
import { checkQueue, DEFAULT_QUEUE } from './protocol';
import type { RedisAddress } from './redis-address';
import { realRoots } from './roots';
import { describe, doJob } from './work';

/**
 * Options of `createWorker`: where the queue is, and how much of this machine the jobs may use.
 *
 * @example
 * const done = [];
 * const onDone = (what) => done.push(what);
 * const worker = await createWorker({ redis, roots: ['.'], threads: 1, jobTimeLimit: 60, onDone });
 * await submitSamples([file], { redis, seed: 2 });
 * done.length > 0; // → true
 * await worker.close();
 */
export interface WorkerOptions {
  /** Redis or Valkey: a URL such as `redis://host:6379`, options of ioredis, or a connection of ioredis. */
  redis: RedisAddress;
  /**
   * The folders whose files are read; a job that names another file is refused. By default the current folder alone.
   *
   * @default ['.']
   */
  roots?: readonly string[];
  /**
   * The name of the queue, which must be that of the submitter: users of one Redis who take different names do not meet.
   *
   * @default 'best-of-n'
   */
  queue?: string;
  /** The number of jobs done at once, each in a process of its own; by default one for each core, at most 8. */
  threads?: number;
  /**
   * The longest time of a job, in seconds. Then its process is ended, and the job tried again, four times in all.
   *
   * @default 600
   */
  jobTimeLimit?: number;
  /** The size of the JavaScript heap of each process, in MiB; by default half of the memory shared among all, from 512 to 4096. */
  jobMemory?: number;
  /** Node.js options of each process, after those of this one. */
  execArgv?: readonly string[];
  /** The file that each process runs, `best-of-n/pool-process`, as a URL or a path: for a program that was bundled into one file. */
  workerUrl?: string | URL;
  /**
   * A job is given to another worker when this one has not renewed its lock for this many seconds.
   *
   * @default 30
   */
  lockSeconds?: number;
  /**
   * How long `close` waits for the jobs under way, in seconds; then they are given back.
   *
   * @default 5
   */
  grace?: number;
  /** Called with every error: Redis is gone or not there (`REDIS_UNREACHABLE`) or full (`REDIS_FULL`), or a job failed (`JOB_FAILED`). */
  onError?: (error: Error) => void;
  /** Called with a description of each job that is done. */
  onDone?: (what: string) => void;
  /** Called with what the worker waits for, and when that is over. */
  onMessage?: (message: string) => void;
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
  /** The name of the class, in a minified bundle too. */
  static readonly name = 'QueueWorker';
  readonly #worker: Worker;
  readonly #connection: Connection;
  readonly #processes: Processes;
  readonly #stop: AbortController;
  readonly #grace: number;
  #closed: Promise<void> | undefined;

  /** @internal */
  constructor(worker: Worker, connection: Connection, processes: Processes, stop: AbortController, grace: number) {
    inspectedAs(QueueWorker, ({ threads }) => ({ threads }));
    this.#worker = worker;
    this.#connection = connection;
    this.#processes = processes;
    this.#stop = stop;
    this.#grace = grace;
  }

  /** The number of jobs done at once, at most. */
  get threads(): number {
    return this.#processes.size;
  }

  /**
   * Takes no more jobs and finishes those it has; what is not done after `grace` seconds, or at once with `force`, is given back to the queue,
   * where another worker takes it.
   */
  async close({ force = false }: { force?: boolean } = {}): Promise<void> {
    // a second call, with force, ends the wait of the first
    if (force) this.#giveBack();
    await (this.#closed ??= this.#close());
  }

  async #close(): Promise<void> {
    // without Redis no job can be finished or given back: the others see from its lock that it is free
    if (!this.#connection.isUp) this.#giveBack();
    const finished = this.#connection.isUp ? this.#worker.close() : this.#worker.close(true);
    const late = setTimeout(() => this.#giveBack(), this.#grace * 1000);
    // Redis can be lost while the jobs are finished, and then the wait would have no end
    const given = new Promise<void>((resolve) => {
      const begin = () => setTimeout(resolve, GIVE_BACK_MILLISECONDS).unref();
      if (this.#stop.signal.aborted) begin();
      else this.#stop.signal.addEventListener('abort', begin, { once: true });
    });
    await Promise.race([finished, given]);
    clearTimeout(late);
    await this.#processes.close();
    await closeConnections(this.#worker);
    this.#connection.close();
  }

  #giveBack(): void {
    this.#stop.abort(coded(Error, 'POOL_CLOSED', 'the worker was told to stop'));
  }

  /** Calls `close`, for `await using worker = await createWorker(options)`. */
  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }
}

/** Closes the connections that BullMQ made itself, also where the jobs under way did not end. */
async function closeConnections(worker: Worker): Promise<void> {
  // BullMQ 5 has no backend, but one connection of its own
  if (worker.getBackend) await worker.getBackend().close(true);
  else
    await (worker as unknown as { blockingConnection: { close(force: boolean): Promise<void> } }).blockingConnection.close(true);
}

/** Time for giving jobs back: each takes Redis a few milliseconds. */
const GIVE_BACK_MILLISECONDS = 500;

/** More processes than this gain little, since they share the disk and the memory's bandwidth. */
const MAX_DEFAULT_PROCESSES = 8;

const MEBIBYTE = 2 ** 20;

/**
 * Starts a worker, which does the jobs of `submitSamples` until it is closed. It must see the files at the same paths as the machine that submitted
 * them, and reads only those below its `roots`. Needs the packages `bullmq` and `ioredis`.
 *
 * @example
 * const worker = await createWorker({ redis, roots: ['.'], threads: 1, onError: console.error });
 * (await submitSamples([file], { redis, seed: 3 })).groups.length; // → 1
 * await worker.close();
 *
 * @throws TypeError (`WRONG_TYPE`), RangeError (`OUT_OF_RANGE`) or Error (`NO_FILE`) if an option is not what it must be.
 */
export async function createWorker(options: WorkerOptions): Promise<QueueWorker> {
  const {
    queue = DEFAULT_QUEUE,
    threads = Math.min(availableParallelism(), MAX_DEFAULT_PROCESSES),
    jobTimeLimit = DEFAULT_JOB_TIME_LIMIT,
    jobMemory = defaultMemory(threads),
    lockSeconds = DEFAULT_LOCK_SECONDS,
    grace = DEFAULT_GRACE,
  } = options;
  checkQueue(queue);
  checkWhole('threads', threads, 1, 1024);
  checkWhole('jobTimeLimit', jobTimeLimit, 1, MAX_SECONDS);
  checkWhole('jobMemory', jobMemory, 32, 2 ** 20);
  checkWhole('lockSeconds', lockSeconds, 1, 3600);
  checkWhole('grace', grace, 0, MAX_SECONDS);
  const roots = await realRoots(options.roots ?? ['.']);
  const bullmq = await importBullmq();
  const processes = new Processes({
    size: threads,
    execArgv: [`--max-old-space-size=${jobMemory}`, ...(options.execArgv ?? [])],
    workerUrl: options.workerUrl,
  });
  const connection = await connect(options.redis);
  const stop = new AbortController();
  const work = doJob({ processes, roots, milliseconds: jobTimeLimit * 1000, stop: stop.signal, bullmq });
  const worker = new bullmq.Worker(queue, work, {
    connection: connection.client,
    prefix: connection.prefix,
    concurrency: threads,
    lockDuration: lockSeconds * 1000,
    stalledInterval: lockSeconds * 1000,
    // the loss of one more worker then fails the job
    maxStalledCount: MAX_LOST - 1,
  });
  report(worker, connection, options);
  return new QueueWorker(worker, connection, processes, stop, grace);
}

/** A timer of Node.js counts milliseconds in 31 bits. */
const MAX_SECONDS = 2_000_000;

function defaultMemory(threads: number): number {
  const all = Math.min(totalmem(), process.constrainedMemory?.() || Number.POSITIVE_INFINITY) / MEBIBYTE;
  return Math.round(Math.max(512, Math.min(4096, all / 2 / threads)));
}

/** Passes on what happens. While Redis is gone or full, every connection complains at every attempt: once is enough. */
function report(worker: Worker, connection: Connection, { onError, onDone, onMessage }: WorkerOptions): void {
  const said = new Set<string>();
  const say = (error: Error & Coded) => {
    // one address, however many ways there are not to reach it
    const what = error.code === 'REDIS_UNREACHABLE' && !connection.isUp ? error.code : error.message;
    if (said.has(what)) return;
    said.add(what);
    onError?.(error);
  };
  worker.on('error', (error) => say(connection.errorOf(error)));
  connection.watch({
    onGone: (message) => say(coded(Error, 'REDIS_UNREACHABLE', message)),
    onBack: (message) => onMessage?.(message),
  });
  connection.client.on('ready', () => said.clear());
  worker.on('failed', (job, error) => {
    const what = job ? describe(job) : 'a job';
    onError?.(coded(Error, 'JOB_FAILED', `${what}: ${inWords(error.message)}`));
  });
  worker.on('completed', (job) => onDone?.(describe(job)));
}
