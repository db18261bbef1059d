/**
 * The library's work spread over worker threads of Node.js. The same bits for any number of threads.
 *
 * @module best-of-n/pool
 */

import pMap, { pMapIterable } from 'p-map';
import { buffersOf } from '../answer';
import { type Batch, type BY_DEFAULT, checkBatch } from '../batch-input';
import type { Curve, MetricName, Metrics, Numbers, SupportInput } from '../index';
import { type Slice, sliceBatch } from './slices';
import { QueueFullError, type RunOptions, type ThreadOptions, Threads } from './threads';

export { QueueFullError, type ThreadOptions as PoolOptions };

/**
 * How one call of a pool is made.
 *
 * @example
 * const pool = createPool({ threads: 1 });
 * const input = { rewards: Float64Array.of(0, 1), probs: Float64Array.of(0.5, 0.5) };
 * await pool.policy(input, 2, { transfer: true, signal: AbortSignal.timeout(60_000) }); // → [0.25, 0.75]
 * input.rewards.length; // → 0
 * await pool.close();
 */
export interface CallOptions {
  /** Ends the call: it rejects with the signal's reason, and no other call does. */
  signal?: AbortSignal;
  /** Hands the memory of the arrays to a thread instead of copying it; they are empty afterwards. */
  transfer?: boolean;
}

/**
 * Worker threads that evaluate supports and batches, made by `createPool`. Every method throws as what it names does, before a thread is asked,
 * and rejects with QueueFullError where too many calls wait.
 *
 * @example
 * const pool = createPool({ threads: 2 });
 * const input = { rewards: [0, 1], probs: [0.5, 0.5] };
 * (await pool.metrics(input, 2, ['winRate'])).winRate; // → 0.625
 * (await pool.curve(input, [1, 2], ['expectedReward'])).expectedReward; // → [0.5, 0.75]
 * await pool.close();
 */
export class Pool {
  readonly #threads: Threads;

  /** @internal */
  constructor(options: ThreadOptions = {}) {
    this.#threads = new Threads(options);
  }

  /** How many threads there are at most; each starts when it is first needed. */
  get threads(): number {
    return this.#threads.size;
  }

  /** How many calls wait or run. */
  get calls(): number {
    return this.#threads.calls;
  }

  /**
   * `evaluateBatch`, its rows spread over all threads. The arrays must stay as they are until it has answered; those over a
   * SharedArrayBuffer are not copied.
   *
   * @throws as `evaluateBatch`, before any thread is asked; QueueFullError if too many calls wait.
   */
  async evaluateBatch<F extends MetricName = (typeof BY_DEFAULT)[number]>(
    batch: Batch<F>,
    { signal }: Pick<CallOptions, 'signal'> = {}
  ): Promise<Record<F, Float64Array>> {
    const checked = checkBatch(batch);
    const { names, starts, ns } = checked;
    return this.#threads.call(async () => {
      const entries = (starts.length - 1) * ns.length;
      const all = Object.fromEntries(names.map((name) => [name, new Float64Array(entries)])) as Record<F, Float64Array>;
      const run = async ({ firstRow, batch }: Slice<F>) => {
        const transfer = buffersOf([batch.rewards, ...(batch.weights ? [batch.weights] : [])]);
        const part = await this.#threads.run<Record<F, Float64Array>>('batch', batch, { signal, transfer });
        for (const name of names) all[name].set(part[name], firstRow * ns.length);
      };
      // twice as many as threads: the next slice is cut while they work
      await pMap(sliceBatch(checked, this.threads), run, { concurrency: 2 * this.threads, signal });
      return all;
    });
  }

  /**
   * `evaluateBatch` of one batch after another: results come in the order of the batches. A batch is taken only when a thread will soon be free,
   * so that a source of any length is read no faster than it is worked off.
   */
  evaluateBatches<F extends MetricName = (typeof BY_DEFAULT)[number]>(
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
    const [names, rest] = isFields(fields) ? [fields, options] : [undefined, fields];
    return this.#support('metrics', { input, n, fields: names }, rest) as Promise<Metrics>;
  }

  /** `Support.from(input).curve(ns, fields)` in a thread. */
  curve<F extends MetricName>(input: SupportInput, ns: Numbers, fields: readonly F[], options?: CallOptions): Promise<Curve<F>> {
    return this.#support('curve', { input, ns, fields }, options);
  }

  /** `Support.from(input).policy(n)` in a thread. */
  policy(input: SupportInput, n: number, options?: CallOptions): Promise<Float64Array> {
    return this.#support('policy', { input, n }, options);
  }

  /**
   * Waits for the calls that wait or run, or with `force` rejects them; then ends the threads. Further calls are refused.
   */
  close(options: { force?: boolean } = {}): Promise<void> {
    return this.#threads.close(options);
  }

  /** `close`, for `await using pool = createPool()`. */
  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  #support<T>(
    task: 'metrics' | 'curve' | 'policy',
    asked: { input: SupportInput; [rest: string]: unknown },
    options: CallOptions = {}
  ) {
    const run: RunOptions = { signal: options.signal };
    if (options.transfer) {
      const arrays = Object.values(asked.input ?? {}).filter((value): value is Float64Array<ArrayBuffer> =>
        ArrayBuffer.isView(value)
      );
      run.transfer = buffersOf(arrays);
    }
    return this.#threads.call(() => this.#threads.run<T>(task, asked, run));
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
 * @throws TypeError or RangeError if `threads` or `maxQueue` is not a whole number.
 */
export function createPool(options: ThreadOptions = {}): Pool {
  return new Pool(options);
}

function isFields(fields: unknown): fields is readonly MetricName[] {
  return Array.isArray(fields);
}
