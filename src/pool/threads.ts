// Worker threads behind a bounded queue. Piscina runs the threads; the queue stands before it, because Piscina's own queue does not count tasks
// that can be aborted, and keeps a task waiting for ever if the thread that should take it failed to start.

import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import PQueue from 'p-queue';
import type { Piscina } from 'piscina';
import { coded, withCode } from '../errors';
import { checkWhole } from '../input/numbers';
import { importOptional } from '../node/optional-packages';
import { type TaskOutcome, unpackError } from '../node/transfer';

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
}

export interface RunOptions {
  signal?: AbortSignal;
  /** Buffers of the input that are handed to the thread instead of copied. */
  transfer?: ArrayBuffer[];
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
  started: boolean;
}

/** More threads than this gain little, since they share the memory's bandwidth, and each costs memory of its own. */
const MAX_DEFAULT_THREADS = 8;

/** The default of `maxQueue`: every call that waits holds its input in memory, so there must be a limit. */
const DEFAULT_MAX_QUEUE = 1000;

/** Threads that wait stay, for the 25 days that a timer can wait: the first versions of Piscina 4 take Infinity for no time at all. */
const MAX_IDLE_MILLISECONDS = 2 ** 31 - 1;

/** The built `src/pool-worker/worker.ts`, which stands beside every entry that holds this module. */
const WORKER_FILE = fileURLToPath(new URL('./pool-worker.js', import.meta.url));

export class Threads {
  readonly size: number;
  readonly #maxQueue: number;
  readonly #options: ThreadOptions;
  readonly #queue: PQueue;
  readonly #tasks = new Set<Task>();
  #piscina: Promise<Piscina> | undefined;
  #calls = 0;
  #closed = false;

  /** @throws TypeError or RangeError if `threads` or `maxQueue` is not a whole number. */
  constructor(options: ThreadOptions = {}) {
    this.size = options.threads ?? Math.min(availableParallelism(), MAX_DEFAULT_THREADS);
    this.#maxQueue = options.maxQueue ?? DEFAULT_MAX_QUEUE;
    checkCount('threads', this.size, 1);
    checkCount('maxQueue', this.#maxQueue, 0);
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
    const task: Task = { ended: new AbortController(), started: false };
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

  async #start<T>(task: Task, message: { task: string; input: unknown }, transferList: ArrayBuffer[]): Promise<T> {
    const piscina = await (this.#piscina ??= this.#open());
    task.ended.signal.throwIfAborted();
    task.started = true;
    const outcome: TaskOutcome<T> = await piscina.run(message, { signal: task.ended.signal, transferList }).catch(lostThread);
    if ('error' in outcome) throw unpackError(outcome);
    return outcome.value;
  }

  async #open(): Promise<Piscina> {
    const { Piscina } = await importOptional<typeof import('piscina')>('best-of-n/pool', 'piscina', () => import('piscina'));
    const { execArgv, resourceLimits } = this.#options;
    const piscina = new Piscina({
      filename: WORKER_FILE,
      minThreads: 0,
      maxThreads: this.size,
      idleTimeout: MAX_IDLE_MILLISECONDS,
      recordTiming: false,
      ...(execArgv ? { execArgv } : {}),
      ...(resourceLimits ? { resourceLimits } : {}),
    });
    let reason = new Error('a worker thread exited while it started');
    piscina.on('error', (error: Error) => {
      reason = error;
    });
    // when no thread is left, the tasks that were started wait for a thread that failed to start
    piscina.on('workerDestroy', () =>
      setImmediate(() => {
        if (piscina.threads.length > 0) return;
        const message = `a worker thread did not start: ${reason.message}`;
        const error = coded(Error, 'THREAD_FAILED', message, undefined, { cause: reason });
        for (const { ended, started } of this.#tasks) if (started) ended.abort(error);
      })
    );
    return piscina;
  }

  /** Lets the tasks that wait or run finish, or with `force` rejects them; then ends the threads. Calls made later are rejected. */
  async close({ force = false }: { force?: boolean } = {}): Promise<void> {
    this.#closed = true;
    if (force) {
      for (const { ended } of this.#tasks) ended.abort(coded(Error, 'POOL_CLOSED', 'the pool was closed'));
    }
    await this.#queue.onIdle();
    const piscina = await this.#piscina?.catch(() => undefined);
    await piscina?.destroy();
  }
}

/** Rethrows what a task was lost by; where Node.js has a code of its own for it, as for a thread that ran out of memory, that one says more. */
function lostThread(error: Error): never {
  throw 'code' in error ? error : withCode(error, 'THREAD_FAILED');
}

function checkCount(name: string, value: unknown, least: number): void {
  if (typeof value !== 'number') throw coded(TypeError, 'WRONG_TYPE', `${name} must be a number, got ${typeof value}`);
  checkWhole(name, value, least, Infinity);
}
