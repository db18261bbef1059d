/**
 * The library's work spread over worker threads of Node.js. Results are the same to the bit for any number of threads.
 *
 * @module best-of-n/pool
 */

import pMap, { pMapIterable } from 'p-map';
import { type Batch, type CheckedBatch, checkValues, type DEFAULT_METRICS, readBatch } from '../batch-input';
import type { Coded, ErrorCode } from '../errors';
import type { Curve, MetricName, Metrics, Numbers, SupportInput } from '../index';
import { inspectedAs } from '../input/inspected';
import { checkOptional } from '../node/optional-packages';
import { buffersOf } from '../node/transfer';
import { type Slice, sliceBatch } from './slices';
import type { RunOptions } from './thread';
import { QueueFullError, type ThreadOptions, Threads } from './threads';

export { QueueFullError, type ThreadOptions as PoolOptions };

/**
 * Options of one call of a pool.
 *
 * @example
 * const pool = createPool({ threads: 1 });
 * const input = { rewards: Float64Array.of(0, 1), probs: Float64Array.of(0.5, 0.5) };
 * await pool.policy(input, 2, { transfer: true, signal: AbortSignal.timeout(60_000) }); // → [0.25, 0.75]
 * input.rewards.length; // → 0
 * await pool.close();
 */
export interface CallOptions {
  /** Aborts this call alone: it rejects with the signal's reason. */
  signal?: AbortSignal;
  /**
   * Hands the memory of the arrays to a thread instead of copying it; they are empty afterwards.
   *
   * @default false
   */
  transfer?: boolean;
}

/** The codes of what is wrong with a value. */
const FAULTS = new Set<string>(['NOT_A_NUMBER', 'OUT_OF_RANGE', 'NO_MASS'] satisfies ErrorCode[]);

/**
 * Worker threads that evaluate supports and batches, made by `createPool`. Every method rejects with the errors of the function that it names,
 * with QueueFullError if too many calls wait, and with an Error (`POOL_CLOSED`) once the pool is closed.
 *
 * @example
 * const pool = createPool({ threads: 2 });
 * const input = { rewards: [0, 1], probs: [0.5, 0.5] };
 * (await pool.metrics(input, 2, ['winRate'])).winRate; // → 0.625
 * (await pool.curve(input, [1, 2], ['expectedReward'])).expectedReward; // → [0.5, 0.75]
 * await pool.close();
 */
export class Pool {
  /** The name of the class, in a minified bundle too. */
  static readonly name = 'Pool';
  readonly #threads: Threads;

  /** @internal */
  constructor(options: ThreadOptions = {}) {
    inspectedAs(Pool, ({ threads, calls }) => ({ threads, calls }));
    this.#threads = new Threads(options);
  }

  /** The number of threads at most; each starts when it is first needed. */
  get threads(): number {
    return this.#threads.size;
  }

  /** The number of calls that wait or run. */
  get calls(): number {
    return this.#threads.calls;
  }

  /**
   * `evaluateBatch`, its rows spread over all threads. The arrays must not change until the promise is settled; those over a
   * SharedArrayBuffer are not sent: each thread copies its rows.
   *
   * @throws as `evaluateBatch`; QueueFullError if too many calls wait.
   */
  async evaluateBatch<F extends MetricName = (typeof DEFAULT_METRICS)[number]>(
    batch: Batch<F>,
    { signal }: Pick<CallOptions, 'signal'> = {}
  ): Promise<Record<F, Float64Array>> {
    const read = readBatch(batch, true);
    // each thread checks the values of its rows, and cannot see this
    if (read.weights && read.weights.length !== read.rewards.length) checkValues(read);
    return this.#threads.call(async () => {
      try {
        return await this.#runSlices(read, signal);
      } catch (error) {
        // a slice names places of its own, and another may have a value that comes first
        if (isFaultOfInput(error)) checkValues(read);
        throw error;
      }
    });
  }

  /**
   * `evaluateBatch` of one batch after another; results come in the order of the batches. The next batch is taken from the source only when a
   * thread will soon be free, so a source of any length needs little memory.
   */
  evaluateBatches<F extends MetricName = (typeof DEFAULT_METRICS)[number]>(
    batches: Iterable<Batch<F>> | AsyncIterable<Batch<F>>,
    options: Pick<CallOptions, 'signal'> = {}
  ): AsyncIterable<Record<F, Float64Array>> {
    return pMapIterable(batches, (batch) => this.evaluateBatch(batch, options), {
      concurrency: this.threads,
      backpressure: this.threads * 2,
    });
  }

  /** `Support.from(input).metrics(n, fields)` in a thread. */
  metrics(input: SupportInput, n: number, options?: CallOptions): Promise<Metrics>;
  metrics<F extends MetricName>(
    input: SupportInput,
    n: number,
    fields: readonly F[],
    options?: CallOptions
  ): Promise<Pick<Metrics, F>>;
  metrics(input: SupportInput, n: number, fields?: readonly MetricName[] | CallOptions, options?: CallOptions) {
    const [names, callOptions] = isFields(fields) ? [fields, options] : [undefined, fields];
    return this.#runOnSupport('metrics', { input, n, fields: names }, callOptions) as Promise<Metrics>;
  }

  /** `Support.from(input).curve(ns, fields)` in a thread. */
  curve<F extends MetricName>(input: SupportInput, ns: Numbers, fields: readonly F[], options?: CallOptions): Promise<Curve<F>> {
    return this.#runOnSupport('curve', { input, ns, fields }, options);
  }

  /** `Support.from(input).policy(n)` in a thread. */
  policy(input: SupportInput, n: number, options?: CallOptions): Promise<Float64Array> {
    return this.#runOnSupport('policy', { input, n }, options);
  }

  /**
   * Lets the calls that wait or run finish, or with `force` rejects them; then ends the threads. Calls made later are rejected.
   */
  close(options: { force?: boolean } = {}): Promise<void> {
    return this.#threads.close(options);
  }

  /** Calls `close`, for `await using pool = createPool()`. */
  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  async #runSlices<F extends MetricName>(read: CheckedBatch<F>, signal: AbortSignal | undefined) {
    const { names, starts, ns } = read;
    const entries = (starts.length - 1) * ns.length;
    const all = Object.fromEntries(names.map((name) => [name, new Float64Array(entries)])) as Record<F, Float64Array>;
    const run = async ({ firstRow, batch }: Slice<F>) => {
      const transfer = buffersOf([batch.rewards, ...(batch.weights ? [batch.weights] : [])]);
      const part = await this.#threads.run<Record<F, Float64Array>>('batch', batch, { signal, transfer });
      for (const name of names) all[name].set(part[name], firstRow * ns.length);
    };
    // twice as many as there are threads, so that the next slice is ready when a thread becomes free
    await pMap(sliceBatch(read, this.threads), run, { concurrency: 2 * this.threads, signal });
    return all;
  }

  #runOnSupport<T>(
    task: 'metrics' | 'curve' | 'policy',
    taskInput: { input: SupportInput; [rest: string]: unknown },
    options: CallOptions = {}
  ) {
    const run: RunOptions = { signal: options.signal };
    if (options.transfer) {
      const arrays = Object.values(taskInput.input ?? {}).filter((value): value is Float64Array<ArrayBuffer> =>
        ArrayBuffer.isView(value)
      );
      run.transfer = buffersOf(arrays);
    }
    return this.#threads.call(() => this.#threads.run<T>(task, taskInput, run));
  }
}

/**
 * A pool of worker threads, for Node.js. Needs the package `piscina`.
 *
 * @example
 * const pool = createPool({ threads: 4 });
 * const { winRate } = await pool.evaluateBatch({ rewards: new Float64Array(128), rows: 64, ns: [1, 4, 16] });
 * winRate; // → [0.5, 0.5, 0.5, 0.5, 0.5, 0.5]
 * await pool.close();
 *
 * @throws Error (`MISSING_PACKAGE`) if `piscina` is not installed; TypeError (`WRONG_TYPE`) or RangeError (`OUT_OF_RANGE`) if `threads` or `maxQueue` is
 *   not a whole number, or `workerUrl` neither a URL nor a path.
 */
export function createPool(options: ThreadOptions = {}): Pool {
  checkOptional('best-of-n/pool', 'piscina');
  return new Pool(options);
}

function isFields(fields: unknown): fields is readonly MetricName[] {
  return Array.isArray(fields);
}

/** Whether a thread says that a value is not allowed. */
function isFaultOfInput(error: unknown): boolean {
  return error instanceof RangeError && FAULTS.has(String((error as Partial<Coded>).code));
}
