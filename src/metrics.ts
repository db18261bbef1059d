// The metrics of best-of-n: their names, which results of an engine each one needs, and how it is read off those.

import {
  BELOW_TOP,
  BLOCK_COLLISION,
  CHI_SQUARED,
  CHI_SQUARED_BOUND,
  DEVIATION,
  DISTINCT_OUTCOMES,
  DIVERGENCES,
  ENTROPY_OF_OTHERS,
  ESTIMATE_DEVIATION,
  ESTIMATES,
  EXPECTED_REWARD,
  GAPS,
  HIGH_INFINITE,
  KL,
  KL_BOUND,
  KL_ESTIMATE,
  KL_GAP,
  LOW_INFINITE,
  N,
  OTHER_OUTCOMES,
  OUTCOMES,
  RESULT_COUNT,
  REVERSE_KL,
  REVERSE_KL_BOUND,
  REWARD_VARIANCE,
  SQUARED_HELLINGER,
  SQUARED_HELLINGER_BOUND,
  SUM_COUNT,
  TOP_MASS,
  TOP_REWARD,
  TOTAL_VARIATION,
  TOTAL_VARIATION_BOUND,
  VARIANCE,
  WIN_RATE,
  WIN_RATE_GAP,
} from '../assembly/layout';
import { winRateBoundOf } from './bounds';
import type { EngineSupport } from './engine/interface';
import { coded } from './errors';
import { reading } from './input/numbers';
import { show } from './input/show';
import { coefficientsAt } from './numerics/coefficients';
import { log1p } from './numerics/exp-log';
import { infinitiesOf, withInfinite } from './numerics/infinities';
import { klEstimateOf, surprisal } from './numerics/kl-estimator';
import { maxLogRatioOf } from './numerics/top-ratio';

/**
 * All metrics of the best-of-n policy at one n. KL divergences and their gaps and bounds are in nats. Divergences are taken over blocks of equal
 * reward, of which each has the mass `P` under the reference and `Pi` under the policy.
 *
 * @example
 * const { kl, klBound, klGap, winRate, winRateBound } = Support.from({ probs: [0.5, 0.5], rewards: [0, 1] }).metrics(2);
 * kl; // → 0.13081204
 * klBound; // → 0.19314718
 * klGap; // → 0.06233514
 * winRate; // → 0.625
 * winRateBound; // → 0.66666667
 */
export interface Metrics {
  /** The number of samples. */
  n: number;
  /** The KL divergence of the policy from the reference, `sum Pi log(Pi/P)`. */
  kl: number;
  /** The upper bound on `kl`, `log n - (n-1)/n` (theorem 3.1), which the literature reports as the KL divergence itself. */
  klBound: number;
  /** `klBound - kl`, summed as such, so that it keeps the digits that the difference would lose. */
  klGap: number;
  /** The upper bound on `klGap`, `2 n (n-1) sum P^2` (theorem 3.4). */
  klGapBound: number;
  /** The mean of the paper's estimator under the policy (section 4, equation 25). */
  klEstimate: number;
  /** The KL divergence of the reference from the policy, `sum P log(P/Pi)`. Infinity where it is above the largest double, and at n = Infinity
   *  unless there is one block only. */
  reverseKl: number;
  /** The chance that a best-of-n draw beats one reference draw, a tie counting one half (section 5). */
  winRate: number;
  /** The upper bound on `winRate`, `n/(n+1)` (theorem 5.3). */
  winRateBound: number;
  /** `winRateBound - winRate`, summed as such, as `klGap` is. */
  winRateGap: number;
  /** The upper bound on `winRateGap`, `(n-1)/2 sum P^2` (theorem 5.4). */
  winRateGapBound: number;
  /** The mean reward under the policy; ±Infinity where an infinite reward has mass, NaN where both have. */
  expectedReward: number;
  /** The variance of the reward under the policy; NaN where an infinite reward has mass. */
  rewardVariance: number;
  /** The total variation distance between policy and reference, `1/2 sum |Pi - P|`. */
  totalVariation: number;
  /** The chi-squared divergence of the policy from the reference, `sum Pi^2/P - 1`. */
  chiSquared: number;
  /** The squared Hellinger distance between policy and reference, `1/2 sum (sqrt Pi - sqrt P)^2`. */
  squaredHellinger: number;
  /** The upper bound on `kl` from the mass `P` of the top block alone, the paper's estimator at `P`; it is at most `klBound`. */
  klTopBound: number;
  /** The standard deviation of the paper's estimator under the policy, in nats; its mean is `klEstimate`. */
  klEstimateDeviation: number;
  /** The largest `log(Pi/P)`, in nats, which is that of the top block: the Rényi divergence of infinite order. */
  maxLogRatio: number;
  /** The entropy of the policy over outcomes, in nats. */
  entropy: number;
  /** The expected number of distinct outcomes among n reference draws, `sum (1 - (1-p)^n)`; at n = Infinity, how many have positive probability. */
  distinctOutcomes: number;
}

/**
 * The name of a metric.
 *
 * @example
 * const names = ['kl', 'winRate'];
 * Object.keys(Support.from({ probs: [1], rewards: [0] }).metrics(4, names)); // → [ 'kl', 'winRate' ]
 */
export type MetricName = keyof Metrics;

/** How one metric comes from the results of an engine. */
interface Definition {
  /** The bit of the group of sums that the metric needs; 0 if it needs only what is always summed. */
  group: number;
  /** The results that the metric is read off at a finite n; at n = Infinity it may use any result. */
  needs: readonly number[];
  /** Reads the metric off results and the coefficients of n. */
  at(results: Float64Array, c: Float64Array): number;
}

/** The outcomes of at most half of the mass have less than this in all where there is one of more, and all of it elsewhere. */
const MAX_OTHERS = 0.75;

/** A metric that is one of the engine's sums. */
function sum(result: number, group: number): Definition {
  return { group, needs: [result], at: (results) => results[result] };
}

/** A divergence that rises with n to a limit, and with finer supports to a bound, which a sum may round just past. */
function rising(result: number, bound: number, limit: (topMass: number, belowTop: number) => number): Definition {
  return {
    group: DIVERGENCES,
    needs: [result, TOP_MASS, BELOW_TOP],
    at: (results, c) => Math.min(results[result], c[bound], limit(results[TOP_MASS], results[BELOW_TOP])),
  };
}

/** A metric of n alone, or of n and sum P^2 over blocks. */
function bound(at: (n: number, collision: number) => number, needs: readonly number[] = []): Definition {
  return { group: 0, needs, at: (results, c) => at(c[N], results[BLOCK_COLLISION]) };
}

/** Every metric, in the order in which they are listed and written. */
const METRIC: Record<MetricName, Definition> = /* @__PURE__ */ tableOfMetrics();

/** The table is made by a function, so that a bundler may drop it. */
function tableOfMetrics(): Record<MetricName, Definition> {
  return {
    n: bound((n) => n),
    // `kl` and `winRate` are clipped to their bounds, since a sum may round just past what its exact value cannot exceed
    kl: { group: 0, needs: [KL], at: (results, c) => Math.min(results[KL], c[KL_BOUND]) },
    klBound: { group: 0, needs: [], at: (_, c) => c[KL_BOUND] },
    klGap: sum(KL_GAP, GAPS),
    klGapBound: bound(klGapBoundOf, [BLOCK_COLLISION]),
    klEstimate: sum(KL_ESTIMATE, ESTIMATES),
    reverseKl: {
      group: DIVERGENCES,
      needs: [REVERSE_KL],
      // a sum that overflowed must not become a number that is wrong
      at: (results, c) => (results[REVERSE_KL] === Infinity ? Infinity : Math.min(results[REVERSE_KL], c[REVERSE_KL_BOUND])),
    },
    winRate: { group: 0, needs: [WIN_RATE], at: (results, c) => Math.min(results[WIN_RATE], winRateBoundOf(c[N])) },
    winRateBound: bound(winRateBoundOf),
    winRateGap: sum(WIN_RATE_GAP, GAPS),
    winRateGapBound: bound((n, collision) => ((n - 1) / 2) * collision, [BLOCK_COLLISION]),
    expectedReward: { group: 0, needs: [EXPECTED_REWARD, LOW_INFINITE, HIGH_INFINITE], at: expectedReward },
    rewardVariance: {
      group: VARIANCE,
      needs: [REWARD_VARIANCE, LOW_INFINITE, HIGH_INFINITE],
      at: rewardVariance,
    },
    totalVariation: rising(TOTAL_VARIATION, TOTAL_VARIATION_BOUND, (_, belowTop) => belowTop),
    chiSquared: rising(CHI_SQUARED, CHI_SQUARED_BOUND, (topMass, belowTop) => belowTop / topMass),
    squaredHellinger: rising(
      SQUARED_HELLINGER,
      SQUARED_HELLINGER_BOUND,
      (topMass, belowTop) => belowTop / (1 + Math.sqrt(topMass))
    ),
    klTopBound: { group: 0, needs: [KL, TOP_MASS, BELOW_TOP], at: klTopBound },
    klEstimateDeviation: sum(ESTIMATE_DEVIATION, DEVIATION),
    maxLogRatio: {
      group: 0,
      needs: [TOP_MASS, BELOW_TOP],
      at: (results, c) => maxLogRatioOf(c[N], results[TOP_MASS], results[BELOW_TOP]),
    },
    entropy: { group: OUTCOMES, needs: [ENTROPY_OF_OTHERS, OTHER_OUTCOMES], at: entropy },
    distinctOutcomes: {
      group: OUTCOMES,
      needs: [DISTINCT_OUTCOMES],
      // the first draw is one, and no draw is more than one
      at: (results, c) => Math.max(1, Math.min(results[DISTINCT_OUTCOMES], c[N])),
    },
  };
}

/** The names of all metrics. */
export const METRICS = /* @__PURE__ */ Object.keys(METRIC) as MetricName[];

/** Checks the names of metrics; undefined stands for all of them. */
export function checkFields(fields: readonly MetricName[] | undefined, argument = 'fields'): readonly MetricName[] {
  if (fields === undefined) return METRICS;
  return reading(argument, () => {
    if (!Array.isArray(fields)) {
      throw coded(TypeError, 'WRONG_TYPE', `${argument} must be an array of metric names, got ${show(fields)}`);
    }
    return Array.from({ length: fields.length }, (_, i) => {
      const field: unknown = fields[i];
      if (typeof field === 'string' && Object.hasOwn(METRIC, field)) return field as MetricName;
      const message = `${argument}[${i}] is ${show(field)}, expected one of ${METRICS.join(', ')}`;
      throw coded(RangeError, 'UNKNOWN_NAME', message, i);
    });
  });
}

/** The groups of sums that the metrics need, as bits. */
export function groupsOf(fields: readonly MetricName[]): number {
  return fields.reduce((groups, field) => groups | METRIC[field].group, 0);
}

/** The results that the metrics are read off, at any of these n. */
export function resultsFor(fields: readonly MetricName[], ns: ArrayLike<number>): number[] {
  if (Array.prototype.includes.call(ns, Infinity)) return Array.from({ length: RESULT_COUNT }, (_, k) => k);
  return [...new Set(fields.flatMap((field) => METRIC[field].needs))];
}

/** The metrics asked for at one n. With `isOneOfMany` the support may first make the moments that the calls for other n then share. */
export function metricsAt<F extends MetricName>(
  support: EngineSupport,
  n: number,
  fields: readonly F[],
  isOneOfMany = false
): Pick<Metrics, F> {
  const c = coefficientsAt(n);
  const groups = groupsOf(fields);
  const byMoments = isOneOfMany && n < Infinity && (groups & ~GAPS) === 0;
  const results = needsNoSums(fields, n) ? support.results : byMoments ? support.curve(c, groups) : support.metrics(c, groups);
  const metrics = {} as Record<F, number>;
  for (const field of fields) metrics[field] = readerOf(field)(results, c);
  return metrics;
}

/** Whether all that these metrics are read off is known of a support before any n is asked for. */
function needsNoSums(fields: readonly MetricName[], n: number): boolean {
  return n < Infinity && fields.every((field) => METRIC[field].group === 0 && METRIC[field].needs.every((k) => k >= SUM_COUNT));
}

/** The function that reads a metric off results and coefficients. */
export function readerOf(field: MetricName): Definition['at'] {
  return METRIC[field].at;
}

function klGapBoundOf(n: number, collision: number): number {
  if (n === 1) return 0;
  const value = 2 * n * (n - 1) * collision;
  // n (n - 1) may overflow where its product with a small sum does not
  return value < Infinity ? value : 2 * (n * collision) * (n - 1);
}

function expectedReward(results: Float64Array, c: Float64Array): number {
  if (c[N] === Infinity) return results[TOP_REWARD];
  return withInfinite(results[EXPECTED_REWARD], infinitiesOf(results));
}

function rewardVariance(results: Float64Array, c: Float64Array): number {
  if (c[N] === Infinity) return Number.isFinite(results[TOP_REWARD]) ? 0 : Number.NaN;
  if (infinitiesOf(results) !== 0) return Number.NaN;
  return results[REWARD_VARIANCE];
}

/** The estimator at the mass of the top block, which rounding must bring neither below `kl` nor above the bound. */
function klTopBound(results: Float64Array, c: Float64Array): number {
  const topMass = results[TOP_MASS];
  const belowTop = results[BELOW_TOP];
  const value = c[N] === Infinity ? surprisal(topMass, belowTop) : klEstimateOf(c, topMass, belowTop);
  return Math.min(Math.max(value, results[KL]), c[KL_BOUND]);
}

/** Where one outcome has more than half of the mass, the others tell its part with all digits. */
function entropy(results: Float64Array): number {
  const others = results[OTHER_OUTCOMES];
  const most = others < MAX_OTHERS ? (1 - others) * log1p(-others) : 0;
  return results[ENTROPY_OF_OTHERS] - most;
}
