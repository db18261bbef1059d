// Worker threads behind a bounded queue. Piscina runs them; the queue stands before it, because Piscina's own does not count tasks that can be
// aborted, and keeps a task waiting for ever whose thread failed to start.

import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import PQueue from 'p-queue';
import type { Piscina } from 'piscina';
import { importPeer } from '../peer';

/**
 * How many threads a pool has, how many calls may wait, and what each thread is given.
 *
 * @example
 * const pool = createPool({ threads: 2, maxQueue: 100, resourceLimits: { maxOldGenerationSizeMb: 512 } });
 * pool.threads; // → 2
 * await pool.close();
 */
export interface ThreadOptions {
  /** How many threads; by default one for each core, at most 8. */
  threads?: number;
  /** How many calls may wait for a thread before further ones are refused; 1000 by default. */
  maxQueue?: number;
  /** Of each thread, as `new Worker` takes them. */
  execArgv?: string[];
  /** Of each thread, as `new Worker` takes them. */
  resourceLimits?: {
    /** Of the heap's main part. */
    maxOldGenerationSizeMb?: number;
    /** Of the part for young objects. */
    maxYoungGenerationSizeMb?: number;
    /** Of the stack. */
    stackSizeMb?: number;
  };
}

export interface RunOptions {
  signal?: AbortSignal;
  /** Memory that is handed over instead of copied. */
  transfer?: ArrayBuffer[];
}

/**
 * The queue is full: try again later.
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
  /** What kind of error it is, as text. */
  override readonly name = 'QueueFullError';
  /** To be told from other errors where the class is not at hand. */
  readonly code = 'QUEUE_FULL';
}

/** A task that waits or runs. */
interface Task {
  ended: AbortController;
  started: boolean;
}

/** More threads than this gain little and cost memory each. */
const MOST_BY_DEFAULT = 8;

const WORKER = fileURLToPath(new URL('./pool-worker.js', import.meta.url));

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
    this.size = whole('threads', options.threads ?? Math.min(availableParallelism(), MOST_BY_DEFAULT), 1);
    this.#maxQueue = whole('maxQueue', options.maxQueue ?? 1000, 0);
    this.#options = options;
    this.#queue = new PQueue({ concurrency: this.size });
  }

  /** How many calls wait or run. */
  get calls(): number {
    return this.#calls;
  }

  /**
   * Admits a call, which may run several tasks.
   *
   * @throws QueueFullError if too many wait; Error if the pool is closed.
   */
  async call<T>(work: () => Promise<T>): Promise<T> {
    if (this.#closed) throw new Error('the pool is closed');
    if (this.#calls >= this.size + this.#maxQueue)
      throw new QueueFullError(`${this.#calls} calls wait or run, and maxQueue is ${this.#maxQueue}`);
    this.#calls++;
    try {
      return await work();
    } finally {
      this.#calls--;
    }
  }

  /** Runs one task of an admitted call; a failure, a crash of its thread or an abort rejects it and no other. */
  async run<T>(task: string, input: unknown, { signal, transfer = [] }: RunOptions = {}): Promise<T> {
    const own: Task = { ended: new AbortController(), started: false };
    const abort = () => own.ended.abort(signal?.reason);
    if (signal?.aborted) throw signal.reason;
    signal?.addEventListener('abort', abort, { once: true });
    this.#tasks.add(own);
    try {
      return await this.#queue.add(() => this.#start<T>(own, { task, input }, transfer), { signal: own.ended.signal });
    } catch (error) {
      // Piscina's AbortError hides the reason
      throw own.ended.signal.aborted ? own.ended.signal.reason : error;
    } finally {
      this.#tasks.delete(own);
      signal?.removeEventListener('abort', abort);
    }
  }

  async #start<T>(own: Task, message: { task: string; input: unknown }, transferList: ArrayBuffer[]): Promise<T> {
    const piscina = await (this.#piscina ??= this.#open());
    own.ended.signal.throwIfAborted();
    own.started = true;
    return piscina.run(message, { signal: own.ended.signal, transferList });
  }

  async #open(): Promise<Piscina> {
    const { Piscina } = await importPeer<typeof import('piscina')>('best-of-n/pool', 'piscina', () => import('piscina'));
    const { execArgv, resourceLimits } = this.#options;
    const piscina = new Piscina({
      filename: WORKER,
      minThreads: 0,
      maxThreads: this.size,
      idleTimeout: Number.POSITIVE_INFINITY,
      recordTiming: false,
      ...(execArgv ? { execArgv } : {}),
      ...(resourceLimits ? { resourceLimits } : {}),
    });
    let reason = new Error('a worker thread exited while it started');
    piscina.on('error', (error: Error) => {
      reason = error;
    });
    // when no thread is left, what has not been answered waits for one that failed to start
    piscina.on('workerDestroy', () =>
      setImmediate(() => {
        if (piscina.threads.length > 0) return;
        const error = new Error(`a worker thread did not start: ${reason.message}`, { cause: reason });
        for (const { ended, started } of this.#tasks) if (started) ended.abort(error);
      })
    );
    return piscina;
  }

  /** Waits for the tasks that are queued or running, or ends them if `force`; then ends the threads. Further calls are refused. */
  async close({ force = false }: { force?: boolean } = {}): Promise<void> {
    this.#closed = true;
    if (force) {
      for (const { ended } of this.#tasks) ended.abort(new Error('the pool was closed'));
    }
    await this.#queue.onIdle();
    const piscina = await this.#piscina?.catch(() => undefined);
    await piscina?.destroy();
  }
}

function whole(name: string, value: unknown, least: number): number {
  if (typeof value !== 'number') throw new TypeError(`${name} must be a number, got ${typeof value}`);
  if (!Number.isInteger(value) || value < least) throw new RangeError(`${name} is ${value}, expected a whole number >= ${least}`);
  return value;
}
