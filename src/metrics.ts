// The metrics of best-of-n: their names, which results of an engine each needs, and how it is read off them.

import {
  BLOCK_COLLISION,
  CENTRED_REWARD,
  CENTRED_SQUARE,
  CHI_SQUARED,
  DIVERGENCES,
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
  RESULT_COUNT,
  REVERSE_KL,
  SQUARED_HELLINGER,
  TOP_REWARD,
  TOTAL_VARIATION,
  VARIANCE,
  WIN_RATE,
  WIN_RATE_GAP,
} from '../assembly/layout';
import { winRateBoundOf } from './bounds';
import type { EngineSupport } from './engine/interface';
import { coded } from './errors';
import { show } from './input/show';
import { coefficientsAt } from './numerics/coefficients';
import { infinitiesOf, withInfinite } from './numerics/infinities';

/**
 * Everything known of the best-of-n policy at one n. Divergences are in nats and over blocks of equal reward.
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
  /** KL divergence of the best-of-n policy from the reference: `sum Pi log(Pi/P)`. */
  kl: number;
  /** The literature's formula, `log n - (n-1)/n` (theorem 3.1: `kl <= klBound`). */
  klBound: number;
  /** `klBound - kl`, summed as such: its own digits survive where the difference would lose them. */
  klGap: number;
  /** `2 n (n-1) sum P^2 >= klGap`, over blocks of equal reward (theorem 3.4). */
  klGapBound: number;
  /** The mean of the paper's estimator under the policy (section 4, equation 25). */
  klEstimate: number;
  /** KL divergence of the reference from the policy; Infinity only for n = Infinity. */
  reverseKl: number;
  /** The chance that a best-of-n draw beats a reference draw, a tie counting one half (section 5). */
  winRate: number;
  /** `n/(n+1) >= winRate` (theorem 5.3). */
  winRateBound: number;
  /** `winRateBound - winRate`, summed as such. */
  winRateGap: number;
  /** `(n-1)/2 sum P^2 >= winRateGap`, over blocks of equal reward (theorem 5.4). */
  winRateGapBound: number;
  /** The mean reward under the policy. ±Infinity where an infinite reward has mass, NaN where both have. */
  expectedReward: number;
  /** The variance of the reward under the policy; NaN where an infinite reward has mass. */
  rewardVariance: number;
  /** `1/2 sum |Pi - P|`. */
  totalVariation: number;
  /** `sum Pi^2/P - 1`. */
  chiSquared: number;
  /** `1/2 sum (sqrt Pi - sqrt P)^2`. */
  squaredHellinger: number;
}

/**
 * The name of a metric.
 *
 * @example
 * const names = ['kl', 'winRate'];
 * Object.keys(Support.from({ probs: [1], rewards: [0] }).metrics(4, names)); // → [ 'kl', 'winRate' ]
 */
export type MetricName = keyof Metrics;

interface Definition {
  /** The group of sums that it is one of; 0 for those that are always summed. */
  group: number;
  /** The results that it is read off at a finite n; at n = Infinity these may be any. */
  needs: readonly number[];
  /** Reads it off results and the coefficients of n. */
  at(results: Float64Array, c: Float64Array): number;
}

/** A metric that is one of the engine's sums. */
function sum(result: number, group: number): Definition {
  return { group, needs: [result], at: (results) => results[result] };
}

/** A metric of n alone, or of n and sum P^2 over blocks. */
function bound(at: (n: number, collision: number) => number, needs: readonly number[] = []): Definition {
  return { group: 0, needs, at: (results, c) => at(c[N], results[BLOCK_COLLISION]) };
}

/** Every metric. In this order they are listed and written. */
const METRIC: Record<MetricName, Definition> = {
  n: bound((n) => n),
  // the two bounds hold to the last bit: a sum may round just past what its exact value cannot exceed
  kl: { group: 0, needs: [KL], at: (results, c) => Math.min(results[KL], c[KL_BOUND]) },
  klBound: { group: 0, needs: [], at: (_, c) => c[KL_BOUND] },
  klGap: sum(KL_GAP, GAPS),
  klGapBound: bound((n, collision) => (n === 1 ? 0 : 2 * n * (n - 1) * collision), [BLOCK_COLLISION]),
  klEstimate: sum(KL_ESTIMATE, ESTIMATES),
  reverseKl: sum(REVERSE_KL, DIVERGENCES),
  winRate: { group: 0, needs: [WIN_RATE], at: (results, c) => Math.min(results[WIN_RATE], winRateBoundOf(c[N])) },
  winRateBound: bound(winRateBoundOf),
  winRateGap: sum(WIN_RATE_GAP, GAPS),
  winRateGapBound: bound((n, collision) => ((n - 1) / 2) * collision, [BLOCK_COLLISION]),
  expectedReward: { group: 0, needs: [EXPECTED_REWARD, LOW_INFINITE, HIGH_INFINITE], at: expectedReward },
  rewardVariance: {
    group: VARIANCE,
    needs: [CENTRED_REWARD, CENTRED_SQUARE, LOW_INFINITE, HIGH_INFINITE],
    at: rewardVariance,
  },
  totalVariation: sum(TOTAL_VARIATION, DIVERGENCES),
  chiSquared: sum(CHI_SQUARED, DIVERGENCES),
  squaredHellinger: sum(SQUARED_HELLINGER, DIVERGENCES),
};

/** The names of all metrics. */
export const METRICS = Object.keys(METRIC) as MetricName[];

/** Checks the names of metrics; without any, all are meant. */
export function checkFields(fields: readonly MetricName[] | undefined, argument = 'fields'): readonly MetricName[] {
  if (fields === undefined) return METRICS;
  if (!Array.isArray(fields)) {
    throw coded(TypeError, 'WRONG_TYPE', `${argument} must be an array of metric names, got ${show(fields)}`);
  }
  fields.forEach((field, i) => {
    if (Object.hasOwn(METRIC, field)) return;
    throw coded(RangeError, 'UNKNOWN_NAME', `${argument}[${i}] is ${show(field)}, expected one of ${METRICS.join(', ')}`, i);
  });
  return fields;
}

/** The groups of sums that the metrics are among, as bits. */
export function groupsOf(fields: readonly MetricName[]): number {
  return fields.reduce((groups, field) => groups | METRIC[field].group, 0);
}

/** The results that the metrics are read off, at any of these n. */
export function resultsFor(fields: readonly MetricName[], ns: ArrayLike<number>): number[] {
  if (Array.prototype.includes.call(ns, Infinity)) return Array.from({ length: RESULT_COUNT }, (_, k) => k);
  return [...new Set(fields.flatMap((field) => METRIC[field].needs))];
}

/** The metrics asked for at one n; `isOneOfMany` if others follow, and the support may be made ready for them. */
export function metricsAt<F extends MetricName>(
  support: EngineSupport,
  n: number,
  fields: readonly F[],
  isOneOfMany = false
): Pick<Metrics, F> {
  const c = coefficientsAt(n);
  const groups = groupsOf(fields);
  const byMoments = isOneOfMany && n < Infinity && (groups & ~GAPS) === 0;
  const results = byMoments ? support.curve(c, groups) : support.metrics(c, groups);
  const metrics = {} as Record<F, number>;
  for (const field of fields) metrics[field] = readerOf(field)(results, c);
  return metrics;
}

/** What reads a metric off results. */
export function readerOf(field: MetricName): Definition['at'] {
  return METRIC[field].at;
}

function expectedReward(results: Float64Array, c: Float64Array): number {
  if (c[N] === Infinity) return results[TOP_REWARD];
  return withInfinite(results[EXPECTED_REWARD], infinitiesOf(results));
}

function rewardVariance(results: Float64Array, c: Float64Array): number {
  if (c[N] === Infinity) return Number.isFinite(results[TOP_REWARD]) ? 0 : Number.NaN;
  if (infinitiesOf(results) !== 0) return Number.NaN;
  return results[CENTRED_SQUARE] - results[CENTRED_REWARD] * results[CENTRED_REWARD];
}
