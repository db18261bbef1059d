// Best-of-n across prompts: the unbiased estimates of every prompt, their means over prompts, and how sure those means are.

import { type AggregateState, readState, writeNumber } from './aggregate-state';
import { lengthsOf } from './batch-input';
import { CONFIDENCE, RESAMPLES, SEED } from './defaults';
import { coded } from './errors';
import { byField, SINGLE_FIELDS } from './estimate-fields';
import {
  checkColumns,
  checkEstimated,
  defaultEstimates,
  type Estimate,
  type EstimateName,
  estimateRow,
  estimatesOfNames,
} from './estimates';
import { inspectedAs } from './input/inspected';
import { fieldsOf, type Numbers, reading } from './input/numbers';
import { show } from './input/show';
import { mapValues } from './map-values';
import { powersOfTwo } from './numerics/grids';
import { COLUMN_VERSION, type ColumnState, checkColumnState, PromptTable } from './prompt-columns';
import { checkIntervals, clustersOf, type IntervalMethod, NO_MEAN, type PromptMean, promptMeans } from './prompt-means';
import { evaluateChecked } from './sample-batch';
import { checkSampleBatch, type SampleBatch, wholeNs } from './sample-batch-input';
import { Samples } from './samples';

/**
 * Which numbers of samples `aggregate` and `Aggregate` estimate for, and how the intervals are made.
 *
 * @example
 * const prompts = [Samples.from({ rewards: [1, 0] }), Samples.from({ rewards: [1, 1] })];
 * aggregate(prompts, { ns: [2], confidence: 0.9, seed: 7, resamples: 500 }).confidence; // → 0.9
 */
export interface AggregateOptions {
  /** The numbers of samples, whole numbers >= 1; by default the powers of two up to the smallest number of samples of any prompt. */
  ns?: Numbers;
  /**
   * The names of the estimates that are kept, as for `evaluateSamples`, for all of which every prompt must have the columns; by default `expectedReward`, `winRate`,
   * and for each prompt that has such columns `klEstimate` and `score.NAME`.
   */
  estimates?: readonly EstimateName[];
  /** Confidence level of the intervals, strictly between 0 and 1. @default 0.95 */
  confidence?: number;
  /** How the intervals are made; `auto` chooses by what the estimates are. @default 'auto' */
  interval?: IntervalMethod;
  /** For each prompt, in their order, the name of the group it belongs to, where prompts of a group depend on each other, as questions on one passage do. */
  clusters?: readonly (string | number)[];
  /** Seed of the bootstrap, a whole number: the same seed and the same order of prompts give the same intervals. @default 1 */
  seed?: number;
  /** How many times the bootstrap draws fewer than 1,000 prompts anew, a whole number >= 1; for more, moments tell its limit. @default 1000 */
  resamples?: number;
}

/**
 * The means over prompts at one n.
 *
 * @example
 * const prompts = [Samples.from({ rewards: [1, 0, 0] }), Samples.from({ rewards: [1, 1] })];
 * const [row] = aggregate(prompts, { ns: [3] }).rows;
 * row.answered; // → 1
 * row.expectedReward.mean; // → 1
 */
export interface AggregateRow {
  /** The number of samples. */
  n: number;
  /** How many prompts have at least n samples. */
  answered: number;
  /** The expected highest reward of n samples, over the prompts with at least n samples. */
  expectedReward: PromptMean;
  /** The chance that the best of n samples beats one more, a tie counting one half; over the prompts with more than n samples. */
  winRate: PromptMean;
  /** The paper's estimate of the KL divergence, in nats; over the prompts with `logProbs` and at least n samples. */
  klEstimate: PromptMean;
  /** For each score, by its name, the expected value of that score at the sample with the highest reward of n. */
  scores: Record<string, PromptMean>;
  /** Estimates that were asked for by name and have no field above, such as `passHat` or `topOf(2).gold`, by that name. */
  estimates: Record<string, PromptMean>;
}

/**
 * The means over prompts at every n. `JSON.stringify` writes infinite means as text, `"Infinity"` or `"-Infinity"`.
 *
 * @example
 * const prompts = [Samples.from({ rewards: [1, 0] }), Samples.from({ rewards: [1, 1] })];
 * const result = aggregate(prompts);
 * result.rows.map(({ n }) => n); // → [1, 2]
 * result.rows.map(({ expectedReward }) => expectedReward.mean); // → [0.75, 1]
 */
export interface AggregateResult {
  /** How many prompts there were. */
  prompts: number;
  /** The smallest and the largest number of samples of any prompt. Where they differ, rows of larger n are means over fewer prompts. */
  samples: {
    /** The number of samples of the prompt that has the fewest. */
    least: number;
    /** The number of samples of the prompt that has the most. */
    most: number;
  };
  /** The confidence level of the intervals. */
  confidence: number;
  /** A row for every n, in the order of `ns`. */
  rows: AggregateRow[];
}

/**
 * Collects prompts one by one and keeps only their estimates. A partial result can be written as JSON, read back, and merged with
 * another. The result of the two is, to the bit, that of one pass over the prompts of the first and then those of the second.
 *
 * @example
 * const half = new Aggregate().add(Samples.from({ rewards: [1, 0] }));
 * const text = JSON.stringify(new Aggregate().add(Samples.from({ rewards: [1, 1] })));
 * const whole = Aggregate.fromJSON(JSON.parse(text)).merge(half);
 * whole.result().rows[0].expectedReward.mean; // → 0.75
 */
export class Aggregate {
  /** The name of the class, in a minified bundle too. */
  static readonly name = 'Aggregate';
  readonly #ns: number[] | null;
  /** null where each prompt keeps what its columns allow. */
  readonly #estimates: Estimate[] | null;
  readonly #prompts: PromptTable;
  /** The ids of the prompts that have one, by their places. */
  readonly #ids: string[] = [];

  /** @throws TypeError if `ns` is not an array of numbers; RangeError if one of them is not a whole number >= 1, or an estimate is not known. */
  constructor(options: Pick<AggregateOptions, 'ns' | 'estimates'> = {}) {
    inspectedAs(Aggregate, (all) => ({ prompts: all.#prompts.count, ns: all.#ns }));
    const { ns, estimates } = fieldsOf('options', options, ['ns', 'estimates']);
    this.#ns = ns === undefined ? null : wholeNs(ns);
    this.#estimates = estimates === undefined ? null : estimatesOfNames(estimates);
    this.#prompts = new PromptTable(this.#ns);
  }

  /**
   * Adds a prompt, of which only the estimates are kept.
   *
   * @param id - by which `compare` finds the prompt in another run.
   * @returns this aggregate.
   * @throws TypeError if the prompt is not `Samples`, or lacks a column of an estimate that was asked for; RangeError if an estimate is not defined for its values.
   */
  add(samples: Samples, id?: string): this {
    if (!Samples.has(samples))
      throw coded(
        TypeError,
        'WRONG_TYPE',
        `prompt ${this.#prompts.count} is ${show(samples)}, expected Samples`,
        this.#prompts.count
      );
    if (id !== undefined && typeof id !== 'string')
      throw coded(
        TypeError,
        'WRONG_TYPE',
        `id of prompt ${this.#prompts.count} is ${show(id)}, expected a text`,
        this.#prompts.count
      );
    const estimates = this.#estimatesOf(samples);
    if (id !== undefined) this.#ids[this.#prompts.count] = id;
    this.#prompts.append([samples.size], estimates);
    return this;
  }

  /**
   * Adds many prompts at once, in the order of the rows: the same as `add` of each row, to the bit, in a fraction of the time.
   *
   * @param batch - rows packed end to end, as for `evaluateSamples`.
   * @returns this aggregate.
   * @throws as `evaluateSamples`; nothing is then added.
   *
   * @example
   * const rewards = Float64Array.of(0, 1, 2, 3, 4, 5);
   * new Aggregate().addBatch({ rewards, rows: 2 }).result().rows[1].expectedReward.mean; // → 3
   */
  addBatch(batch: Omit<SampleBatch, 'ns' | 'estimates'>): this {
    const given = fieldsOf('batch', batch, ['rewards', 'rows', 'logProbs', 'scores', 'answers']);
    const names = this.#names();
    const checked = checkSampleBatch({ ...given, ns: this.#ns ?? [], ...(names && { estimates: names }) });
    const { starts } = checked;
    const sizes = lengthsOf(starts);
    if (this.#ns === null) checked.ns = powersOfTwo(sizes.reduce((most, size) => Math.max(most, size), 0));
    const results = evaluateChecked(checked);
    const width = checked.ns.length;
    // by default a prompt has entries for the powers of two up to its own number of samples only
    const own = (values: Float64Array) => values.filter((_, i) => checked.ns[i % width] <= sizes[Math.floor(i / width)]);
    const estimates = checked.estimates.map(({ key }, e) => [key, this.#ns === null ? own(results[e]) : results[e]] as const);
    this.#prompts.append(sizes, estimates);
    return this;
  }

  /**
   * Adds the prompts of another partial result after those of this one.
   *
   * @returns this aggregate.
   * @throws TypeError if the other is no `Aggregate`, is this one itself, or was made for other `ns` or `estimates`.
   */
  merge(other: Aggregate): this {
    if (typeof other !== 'object' || other === null || !(#prompts in other))
      throw coded(TypeError, 'WRONG_TYPE', `other is ${show(other)}, expected an Aggregate`);
    if (other === this)
      throw coded(TypeError, 'MERGED_WITH_ITSELF', 'an Aggregate cannot be merged with itself: its prompts would count twice');
    if (String(this.#ns) !== String(other.#ns)) {
      throw coded(
        TypeError,
        'DIFFERENT_NS',
        `ns is [${this.#ns ?? 'the default'}] in one and [${other.#ns ?? 'the default'}] in the other; they must be equal`
      );
    }
    const [own, others] = [this.#names(), other.#names()];
    if (JSON.stringify(own) !== JSON.stringify(others)) {
      const shown = [own, others].map((names) => names?.join(', ') ?? 'the default');
      const message = `estimates are [${shown[0]}] in one and [${shown[1]}] in the other; they must be equal`;
      throw coded(TypeError, 'DIFFERENT_ESTIMATES', message);
    }
    other.#ids.forEach((id, i) => {
      this.#ids[this.#prompts.count + i] = id;
    });
    this.#prompts.appendTable(other.#prompts);
    return this;
  }

  /** The names of the estimates that were asked for. */
  #names(): EstimateName[] | undefined {
    return this.#estimates?.map(({ name }) => name);
  }

  /** The estimates of a prompt by key, with an entry for every n. */
  #estimatesOf(samples: Samples): [key: string, values: number[]][] {
    const ns = this.#prompts.nsOf(samples.size);
    const { scores, logProbs, ...columns } = Samples.columnsOf(samples);
    const place = `prompt ${this.#prompts.count}`;
    return (this.#estimates ?? defaultEstimates(samples)).map((estimate) => {
      const { name, of, score = '', key } = estimate;
      if (this.#estimates !== null) checkColumns(estimate, samples, `${place}: estimates has ${show(name)}`);
      const values = of === 'score' ? scores.get(score) : of === 'logProbs' ? logProbs : columns.rewards;
      const row = { ...columns, values: values as Float64Array };
      checkEstimated(estimate, row.rewards, row.values, (column, i) => `${place}: ${column}[${i}]`);
      return [key, estimateRow(estimate, row, ns)];
    });
  }

  /**
   * The partial result as columns, for another thread of this version.
   *
   * @internal
   */
  toColumns(): ColumnState {
    return { version: COLUMN_VERSION, ns: this.#ns, parts: this.#prompts.parts() };
  }

  /**
   * What a comparison needs of an aggregate; undefined if the value is none.
   *
   * @internal
   */
  static contentsOf(
    value: unknown
  ): { ids: readonly (string | undefined)[]; sizes: Float64Array; columns: ColumnState } | undefined {
    if (typeof value !== 'object' || value === null || !(#prompts in value)) return undefined;
    return { ids: value.#ids, sizes: value.#prompts.samples(), columns: value.toColumns() };
  }

  /**
   * Adds the prompts that another thread of this version made columns of, for the same `ns`.
   *
   * @internal
   */
  mergeColumns(state: ColumnState): this {
    checkColumnState(state);
    for (const { samples, estimates } of state.parts) this.#prompts.append(samples, Object.entries(estimates));
    return this;
  }

  /** Returns what has been collected as plain JSON: `JSON.stringify` calls this, and `fromJSON` reads it. */
  toJSON(): AggregateState {
    const prompts = Array.from(this.#prompts.prompts(), ({ samples, estimates }, i) => ({
      ...(this.#ids[i] === undefined ? {} : { id: this.#ids[i] }),
      samples,
      estimates: Object.fromEntries(estimates.map(([key, values]) => [key, Array.from(values, writeNumber)])),
    }));
    const names = this.#names();
    return { version: 1, ns: this.#ns && [...this.#ns], ...(names && { estimates: names }), prompts };
  }

  /**
   * Restores the partial result that `toJSON` wrote; more prompts can be added to it. The whole state is checked before anything is taken.
   *
   * @throws TypeError if the state is not one that `toJSON` wrote; the message names the part that is not, such as
   *   `state.prompts[3].estimates.winRate[2]`.
   */
  static fromJSON(state: AggregateState): Aggregate {
    const { ns, estimates, prompts } = readState(state);
    const aggregate = new Aggregate({ ...(ns && { ns }), ...(estimates && { estimates }) });
    for (const { id, samples, estimates } of prompts) {
      if (id !== undefined) aggregate.#ids[aggregate.#prompts.count] = id;
      aggregate.#prompts.append([samples], Object.entries(estimates));
    }
    return aggregate;
  }

  /**
   * The means over prompts, with standard errors and intervals.
   *
   * @throws TypeError if an option has the wrong type, or `clusters` not a name for each prompt; RangeError if there is no prompt, an option is out of
   *   range, or there are fewer than two clusters.
   */
  result(options: Omit<AggregateOptions, 'ns' | 'estimates'> = {}): AggregateResult {
    const given = fieldsOf('options', options, ['confidence', 'seed', 'resamples', 'interval', 'clusters']);
    const { confidence = CONFIDENCE, seed = SEED, resamples = RESAMPLES, interval = 'auto' } = given;
    checkIntervals({ confidence, seed, resamples, interval });
    const { count } = this.#prompts;
    if (count === 0) throw coded(RangeError, 'EMPTY', 'there is no prompt to aggregate');
    const clusters = given.clusters === undefined ? undefined : clustersOf(given.clusters, count);

    const sizes = this.#prompts.samples();
    const least = sizes.reduce((a, b) => Math.min(a, b));
    const most = sizes.reduce((a, b) => Math.max(a, b));
    const ns = this.#ns ?? powersOfTwo(least);
    const keys = this.#estimates?.map(({ key }) => key) ?? [...new Set([...SINGLE_FIELDS, ...this.#prompts.keys()])];
    const means = promptMeans(this.#prompts, keys, ns, { confidence, seed, resamples, interval }, clusters);
    const rows = ns.map((n, i): AggregateRow => {
      let answered = 0;
      for (const size of sizes) if (size >= n) answered++;
      const meanOf = (key: string) => (keys.includes(key) ? means[i * keys.length + keys.indexOf(key)] : { ...NO_MEAN });
      return { n, answered, ...byField(keys, meanOf) };
    });
    const result = { prompts: count, samples: { least, most }, confidence, rows };
    // not enumerable: only JSON.stringify is to find it
    return Object.defineProperty(result, 'toJSON', { value: () => mapNumbers({ ...result }, writeNumber) });
  }
}

/** A copy of plain data in which every number is mapped. */
function mapNumbers(data: unknown, map: (x: number) => unknown): unknown {
  if (typeof data === 'number') return map(data);
  if (Array.isArray(data)) return data.map((entry) => mapNumbers(entry, map));
  if (typeof data !== 'object' || data === null) return data;
  return mapValues(data as Record<string, unknown>, (entry) => mapNumbers(entry, map));
}

/**
 * Best-of-n across prompts: for every n the mean over prompts of reward, win rate, KL estimate and scores, with standard errors and
 * intervals. Prompts are taken one at a time, and only their estimates are kept.
 *
 * @param prompts - the samples of each prompt; for an async iterable the result is a promise.
 * @throws TypeError if `prompts` cannot be iterated over; otherwise as the methods of `Aggregate`.
 *
 * @example
 * const prompts = [Samples.from({ rewards: [1, 0] }), Samples.from({ rewards: [1, 1] })];
 * const { rows } = aggregate(prompts, { ns: [1, 2] });
 * rows[1].expectedReward.mean; // → 1
 */
export function aggregate(prompts: Iterable<Samples>, options?: AggregateOptions): AggregateResult;
/** The same for prompts that arrive one after another. */
export function aggregate(prompts: AsyncIterable<Samples>, options?: AggregateOptions): Promise<AggregateResult>;
export function aggregate(
  prompts: Iterable<Samples> | AsyncIterable<Samples>,
  options: AggregateOptions = {}
): AggregateResult | Promise<AggregateResult> {
  const all = new Aggregate(options);
  const isObject = typeof prompts === 'object' && prompts !== null;
  const has = (symbol: symbol) => isObject && reading('prompts', () => symbol in prompts);
  if (has(Symbol.asyncIterator)) return addAll(all, prompts as AsyncIterable<Samples>, options);
  if (!has(Symbol.iterator)) throw coded(TypeError, 'WRONG_TYPE', `prompts must be iterable, got ${show(prompts)}`);
  // what the caller's iterator throws later is the caller's own
  const iterator = reading('prompts', () => (prompts as Iterable<Samples>)[Symbol.iterator]());
  for (const samples of { [Symbol.iterator]: () => iterator }) all.add(samples);
  return all.result(options);
}

async function addAll(all: Aggregate, prompts: AsyncIterable<Samples>, options: AggregateOptions): Promise<AggregateResult> {
  for await (const samples of prompts) all.add(samples);
  return all.result(options);
}
