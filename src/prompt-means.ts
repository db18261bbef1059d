// The means over prompts of every column of estimates, with their standard errors and intervals.

import { MAX_RESAMPLES } from './defaults';
import { errorFromSamples } from './error-from-samples';
import { coded } from './errors';
import { nameOfKey } from './estimate-fields';
import { estimateOf, rangeOf } from './estimates';
import { checkConfidence, checkWhole, reading } from './input/numbers';
import { show } from './input/show';
import { singleCluster } from './input/single-cluster';
import { bootstrapIntervals } from './numerics/bootstrap';
import { intervalMaker, type Range } from './numerics/mean-interval';
import { type Clusters, type Column, spreadOf } from './numerics/spread';
import type { PromptTable } from './prompt-columns';

/**
 * How the intervals of means over prompts are made: `auto` chooses by what the estimates are, `t` is Student's interval, `wilson` the score interval with
 * the effective number of prompts, for estimates between 0 and 1, and `bootstrap` the percentile bootstrap over prompts.
 *
 * @example
 * const prompts = [Samples.from({ rewards: [0.2] }), Samples.from({ rewards: [1.4] })];
 * aggregate(prompts, { interval: 't' }).rows[0].expectedReward.interval; // → [-6.823722842, 8.423722842]
 */
export type IntervalMethod = 'auto' | 't' | 'wilson' | 'bootstrap';

/**
 * A mean over the prompts that have an estimate. Each prompt counts once, however many samples it has.
 *
 * @example
 * const prompts = [Samples.from({ rewards: [1, 0] }), Samples.from({ rewards: [1, 1] })];
 * const { mean, standardError } = aggregate(prompts).rows[0].expectedReward;
 * mean; // → 0.75
 * standardError; // → 0.25
 */
export interface PromptMean {
  /** The mean of the prompts' estimates, in their unit; null where no prompt has an estimate. */
  mean: number | null;
  /**
   * The standard deviation of the prompts' estimates divided by the square root of their number; with clusters, the root of the sum of squares of the sums
   * of each cluster's residuals, divided by the number of prompts. Null where fewer than two prompts, or clusters, have an estimate.
   */
  standardError: number | null;
  /** The two ends of the interval; null where `noInterval` says why. */
  interval: [number, number] | null;
  /** What made the interval; `definition` where the estimate is the same for every prompt by its definition. Null where there is none. */
  intervalMethod: 'clopper-pearson' | 'agresti-coull' | 'hall' | 't' | 'wilson' | 'bootstrap' | 'definition' | null;
  /** Why there is no interval, in words; absent where there is one. */
  noInterval?: string;
  /** How many prompts have an estimate. */
  prompts: number;
  /**
   * The part of the standard error that comes from the samples, and that more of them for each prompt would take away; its square and that of the rest, which
   * only more prompts take away, add up to the square of the standard error. Of the expected reward of pass flags, which is pass@n, where n = 1 is among
   * the numbers of samples and every prompt has at least 2n; absent where it cannot be told.
   */
  errorFromSamples?: number;
  /** How many clusters they are of, where clusters were given; the standard error is then that of clusters. */
  clusters?: number;
}

/** The mean of an estimate that no prompt has. */
export const NO_MEAN: PromptMean = {
  mean: null,
  standardError: null,
  interval: null,
  intervalMethod: null,
  noInterval: 'no prompt has an estimate',
  prompts: 0,
};

/** How intervals are made, checked by `checkIntervals`. */
export interface Intervals {
  confidence: number;
  seed: number;
  resamples: number;
  interval: IntervalMethod;
}

export const INTERVAL_METHODS: readonly string[] = ['auto', 't', 'wilson', 'bootstrap'] satisfies IntervalMethod[];

/** @throws TypeError if an option has the wrong type, or there is no such method; RangeError if one is out of range. */
export function checkIntervals({ confidence, seed, resamples, interval }: Intervals): void {
  checkConfidence(confidence);
  checkWhole('seed', seed, Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER);
  checkWhole('resamples', resamples, 1, MAX_RESAMPLES.library);
  if (!INTERVAL_METHODS.includes(interval))
    throw coded(TypeError, 'UNKNOWN_NAME', `interval is ${show(interval)}, expected "auto", "t", "wilson" or "bootstrap"`);
}

/**
 * The number of each prompt's cluster, from the names.
 *
 * @throws TypeError if the names are not an array of texts or numbers, one for each prompt; RangeError if there are fewer than two clusters.
 */
export function clustersOf(names: unknown, prompts: number): Clusters {
  if (!Array.isArray(names))
    throw coded(TypeError, 'WRONG_TYPE', `clusters must be an array with a name for each prompt, got ${show(names)}`);
  const given = reading('clusters', () => Array.from(names as unknown[]));
  if (given.length !== prompts)
    throw coded(
      TypeError,
      'WRONG_LENGTH',
      `clusters has length ${given.length} and there are ${prompts} prompts; they must be equal`
    );
  const numbers = new Map<unknown, number>();
  const of = Uint32Array.from(given, (name, i) => {
    if (typeof name !== 'string' && !Number.isFinite(name))
      throw coded(TypeError, 'WRONG_TYPE', `clusters[${i}] is ${show(name)}, expected a text or a number`, i);
    const number = numbers.get(name) ?? numbers.size;
    numbers.set(name, number);
    return number;
  });
  if (numbers.size < 2) throw singleCluster(given[0]);
  return { of, count: numbers.size };
}

/** The key of the estimate that is pass@n where rewards are flags. */
const REWARD = 'expectedReward';

/** The estimates that are the same for every prompt at n = 1: a sample against another wins one half, and best of 1 is the reference. */
const DEFINED_AT_ONE: readonly string[] = ['winRate', 'klEstimate'];

/** What the means of all columns share. */
interface Shared {
  prompts: PromptTable;
  ns: readonly number[];
  clusters: Clusters | undefined;
  isBootstrap: boolean;
  makeInterval: ReturnType<typeof intervalMaker>;
  /** By key, whether the estimates are scores. */
  scores: ReadonlyMap<string, ReturnType<typeof scoresIn>>;
  /** The number of samples of each prompt, and the share of 1s among them where rewards are flags. */
  sizes: Float64Array;
  shares: Column | undefined;
}

/** The means of each key at each n, n after n. */
export function promptMeans(
  prompts: PromptTable,
  keys: readonly string[],
  ns: readonly number[],
  options: Intervals,
  clusters?: Clusters
): PromptMean[] {
  const { interval: method, confidence } = options;
  const isBootstrap = method === 'bootstrap';
  const scores = new Map(keys.map((key) => [key, scoresIn(prompts, key)] as const));
  const one = ns.indexOf(1);
  const shared: Shared = {
    prompts,
    ns,
    clusters,
    isBootstrap,
    makeInterval: intervalMaker(isBootstrap ? 'auto' : method, confidence),
    scores,
    sizes: prompts.samples(),
    shares: one >= 0 && scores.get(REWARD) ? prompts.column(REWARD, one) : undefined,
  };
  const means: PromptMean[] = [];
  for (let i = 0; i < ns.length; i++) for (const key of keys) means.push(meanOf(shared, key, i));
  if (!isBootstrap) return means;
  const intervals = bootstrapIntervals(columnsOf(prompts, keys, ns.length), prompts.count, { ...options, clusters });
  return means.map(({ noInterval = '', ...mean }, c) =>
    intervals[c]
      ? { ...mean, interval: intervals[c], intervalMethod: 'bootstrap' }
      : { ...mean, interval: null, intervalMethod: null, noInterval }
  );
}

/** One column after another, since all of them together are large. A generator of its own: one inside of another function is made anew with each call. */
function* columnsOf(prompts: PromptTable, keys: readonly string[], count: number): Generator<Column> {
  for (let i = 0; i < count; i++) for (const key of keys) yield prompts.column(key, i);
}

/** The mean of a key at the n of an index. */
function meanOf(shared: Shared, key: string, i: number): PromptMean {
  const { prompts, ns, clusters, isBootstrap, makeInterval, scores, sizes, shares } = shared;
  const n = ns[i];
  const column = prompts.column(key, i);
  const spread = spreadOf(column, clusters);
  const { mean, standardError, prompts: answered, units, low, high } = spread;
  // fields one by one: spreading objects takes longer than what is computed of a few prompts
  const found: PromptMean = { mean, standardError, prompts: answered, interval: null, intervalMethod: null };
  if (key === REWARD && shares && standardError !== null) {
    const fromSamples = errorFromSamples(sizes, shares, column, n, standardError);
    if (fromSamples !== undefined) found.errorFromSamples = fromSamples;
  }
  if (clusters) found.clusters = units;
  if (n === 1 && DEFINED_AT_ONE.includes(key) && low === high && standardError !== null && !isBootstrap) {
    found.interval = [low, high];
    found.intervalMethod = 'definition';
    return found;
  }
  const score = scores.get(key);
  const made = makeInterval(spread, score && rangeAt(key, n), score?.isSure);
  if (made.interval === null) found.noInterval = made.reason;
  else {
    found.interval = made.interval;
    found.intervalMethod = made.method;
  }
  return found;
}

/** What the estimates that lie between 0 and 1 cannot be below or above: where all samples tie, or none do, best of n wins as often as this. */
function rangeAt(key: string, n: number): Range {
  return key === 'winRate' ? [0.5, n / (n + 1)] : [0, 1];
}

/**
 * Whether the estimates lie between 0 and 1: by what they are, or as scores do of which one is 0 or 1 (sure), or as far as these prompts show (not sure).
 */
function scoresIn(prompts: PromptTable, key: string): { isSure: boolean } | undefined {
  const [low, high] = rangeOf(estimateOf(nameOfKey(key), key));
  if (low === 0 && high === 1) return { isSure: true };
  if (low !== -Infinity || !prompts.every(key, (x) => !(x < 0 || x > 1))) return undefined;
  return { isSure: !prompts.every(key, (x) => x !== 0 && x !== 1) };
}
