// Worker threads behind a bounded queue, which stands before Piscina because Piscina's own does not count tasks that can be aborted.

import { availableParallelism } from 'node:os';
import PQueue from 'p-queue';
import { coded } from '../errors';
import { checkWhole } from '../input/numbers';
import { importOptional } from '../node/optional-packages';
import { type TaskOutcome, unpackError } from '../node/transfer';
import { pathOf } from '../node/worker-file';
import { type RunOptions, Thread } from './thread';

/**
 * The number of threads of a pool, how many calls may wait, and how each thread is started.
 *
 * @example
 * const pool = createPool({ threads: 2, maxQueue: 100, resourceLimits: { maxOldGenerationSizeMb: 512 } });
 * pool.threads; // → 2
 * await pool.close();
 */
export interface ThreadOptions {
  /** The number of threads; by default one for each core, at most 8. */
  threads?: number;
  /**
   * The number of calls that may wait for a thread; further ones are rejected with QueueFullError.
   *
   * @default 1000
   */
  maxQueue?: number;
  /** Node.js options of each thread, as `new Worker` takes them. */
  execArgv?: string[];
  /** Limits of each thread in MiB, as `new Worker` takes them. */
  resourceLimits?: {
    /** The size of the heap's main part. */
    maxOldGenerationSizeMb?: number;
    /** The size of the heap's part for young objects. */
    maxYoungGenerationSizeMb?: number;
    /** The size of the stack. */
    stackSizeMb?: number;
  };
  /**
   * The file that each thread runs, `best-of-n/pool-worker`, as a URL or a path; by default the one beside the package's other files. A program that was
   * bundled into one file has to say where it is.
   */
  workerUrl?: string | URL;
}

/**
 * Too many calls wait for a thread; the call can be made again later.
 *
 * @example
 * const pool = createPool({ threads: 1, maxQueue: 0 });
 * const ask = () => pool.policy({ rewards: [0, 1], probs: [0.5, 0.5] }, 2);
 * const [first, second] = await Promise.allSettled([ask(), ask()]);
 * first.status; // → 'fulfilled'
 * second.reason instanceof QueueFullError; // → true
 * await pool.close();
 */
export class QueueFullError extends Error {
  /** The name of the class. */
  override readonly name = 'QueueFullError';
  /** The same for every such error, for code that does not import the class. */
  readonly code = 'QUEUE_FULL';
}

/** A task that waits or runs. */
interface Task {
  ended: AbortController;
}

/** More threads than this gain little, since they share the memory's bandwidth, and each costs memory of its own. */
const MAX_DEFAULT_THREADS = 8;

/** One thread for each core, but not too many. */
export function defaultThreads(): number {
  return Math.min(availableParallelism(), MAX_DEFAULT_THREADS);
}

/** The default of `maxQueue`: every call that waits holds its input in memory, so there must be a limit. */
const DEFAULT_MAX_QUEUE = 1000;

export class Threads {
  readonly size: number;
  readonly #maxQueue: number;
  readonly #options: ThreadOptions;
  readonly #queue: PQueue;
  readonly #tasks = new Set<Task>();
  readonly #idle: Thread[] = [];
  #piscina: Promise<typeof import('piscina')> | undefined;
  #calls = 0;
  #closed = false;

  /** @throws TypeError or RangeError if `threads` or `maxQueue` is not a whole number, or `workerUrl` neither a URL nor a path. */
  constructor(options: ThreadOptions = {}) {
    this.size = options.threads ?? defaultThreads();
    this.#maxQueue = options.maxQueue ?? DEFAULT_MAX_QUEUE;
    checkCount('threads', this.size, 1);
    checkCount('maxQueue', this.#maxQueue, 0);
    if (options.workerUrl !== undefined) pathOf(options.workerUrl);
    this.#options = options;
    this.#queue = new PQueue({ concurrency: this.size });
  }

  /** The number of calls that wait or run. */
  get calls(): number {
    return this.#calls;
  }

  /**
   * Admits a call, whose `work` may run several tasks.
   *
   * @throws QueueFullError if too many calls wait; Error (`POOL_CLOSED`) if the pool is closed.
   */
  async call<T>(work: () => Promise<T>): Promise<T> {
    if (this.#closed) throw coded(Error, 'POOL_CLOSED', 'the pool is closed');
    if (this.#calls >= this.size + this.#maxQueue)
      throw new QueueFullError(`${this.#calls} calls wait or run, and maxQueue is ${this.#maxQueue}`);
    this.#calls++;
    try {
      return await work();
    } finally {
      this.#calls--;
    }
  }

  /**
   * Runs one task of an admitted call.
   *
   * @throws the task's error; Error (`THREAD_FAILED`, or a code of Node.js) if its thread crashed or did not start; the reason of the
   *   signal. No other task is rejected for it.
   */
  async run<T>(name: string, input: unknown, { signal, transfer = [] }: RunOptions = {}): Promise<T> {
    if (signal?.aborted) throw signal.reason;
    const task: Task = { ended: new AbortController() };
    const abort = () => task.ended.abort(signal?.reason);
    signal?.addEventListener('abort', abort, { once: true });
    this.#tasks.add(task);
    try {
      return await this.#queue.add(() => this.#start<T>(task, { task: name, input }, transfer), { signal: task.ended.signal });
    } catch (error) {
      // Piscina throws an AbortError of its own, without the reason
      throw task.ended.signal.aborted ? task.ended.signal.reason : error;
    } finally {
      this.#tasks.delete(task);
      signal?.removeEventListener('abort', abort);
    }
  }

  async #start<T>(task: Task, message: { task: string; input: unknown }, transfer: ArrayBuffer[]): Promise<T> {
    const thread = await this.#thread();
    try {
      task.ended.signal.throwIfAborted();
      const outcome = await thread.run<TaskOutcome<T>>(message, { signal: task.ended.signal, transfer });
      if ('error' in outcome) throw unpackError(outcome);
      return outcome.value;
    } finally {
      if (thread.isAlive) this.#idle.push(thread);
    }
  }

  /** A thread that is idle, or a new one: the queue lets no more tasks through than there may be threads. */
  async #thread(): Promise<Thread> {
    for (let thread = this.#idle.pop(); thread !== undefined; thread = this.#idle.pop()) if (thread.isAlive) return thread;
    const { Piscina } = await (this.#piscina ??= importOptional('best-of-n/pool', 'piscina', () => import('piscina')));
    return new Thread(Piscina, this.#options);
  }

  /** Lets the tasks that wait or run finish, or with `force` rejects them; then ends the threads. Calls made later are rejected. */
  async close({ force = false }: { force?: boolean } = {}): Promise<void> {
    this.#closed = true;
    if (force) {
      for (const { ended } of this.#tasks) ended.abort(coded(Error, 'POOL_CLOSED', 'the pool was closed'));
    }
    await this.#queue.onIdle();
    await Promise.all(this.#idle.splice(0).map((thread) => thread.end()));
  }
}

function checkCount(name: string, value: unknown, least: number): void {
  if (typeof value !== 'number') throw coded(TypeError, 'WRONG_TYPE', `${name} must be a number, got ${typeof value}`);
  checkWhole(name, value, least, Infinity);
}
