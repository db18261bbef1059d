// The metrics of best-of-n: their names, which sums an engine must make for them, and how they are read off those sums.

import { surprisal, winRateBoundOf } from './bounds';
import { DIVERGENCES, type EngineSupport, ESTIMATE, GAPS, SUMS, type Summary, VARIANCE } from './engine/engine';
import { klBoundOf, planOf } from './engine/plan';
import { show } from './input';

/** Everything known of the best-of-n policy at one n. Divergences are in nats and over blocks of equal reward. */
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

export type MetricName = keyof Metrics;

/** Each metric, with the group of sums that it needs of an engine. */
const GROUP_OF: Record<MetricName, number> = {
  n: 0,
  kl: 0,
  klBound: 0,
  klGap: GAPS,
  klGapBound: 0,
  klEstimate: ESTIMATE,
  reverseKl: DIVERGENCES,
  winRate: 0,
  winRateBound: 0,
  winRateGap: GAPS,
  winRateGapBound: 0,
  expectedReward: 0,
  rewardVariance: VARIANCE,
  totalVariation: DIVERGENCES,
  chiSquared: DIVERGENCES,
  squaredHellinger: DIVERGENCES,
};

export const METRICS = Object.keys(GROUP_OF) as MetricName[];

/** Checks the names of metrics; without any, all are meant. */
export function checkFields(fields: readonly MetricName[] | undefined): readonly MetricName[] {
  if (fields === undefined) return METRICS;
  if (!Array.isArray(fields)) throw new TypeError(`fields must be an array of metric names, got ${show(fields)}`);
  fields.forEach((field, i) => {
    if (!Object.hasOwn(GROUP_OF, field))
      throw new RangeError(`fields[${i}] is ${show(field)}, expected one of ${METRICS.join(', ')}`);
  });
  return fields;
}

export function groupsOf(fields: readonly MetricName[]): number {
  return fields.reduce((groups, field) => groups | GROUP_OF[field], 0);
}

/** The value of every metric at one n, of which those of `groups` are right. */
export function metricsAt(support: EngineSupport, n: number, groups: number): Metrics {
  const collision = support.summary.blockCollision;
  const sums = n === Infinity ? limitSums(support) : finiteSums(support, n, groups);
  const klBound = klBoundOf(n);
  const winRateBound = winRateBoundOf(n);
  return {
    n,
    // rounding may carry a sum past the bound that it cannot exceed
    kl: Math.min(sums.kl, klBound),
    klBound,
    klGap: sums.klGap,
    klGapBound: n === 1 ? 0 : 2 * n * (n - 1) * collision,
    klEstimate: sums.klEstimate,
    reverseKl: sums.reverseKl,
    winRate: Math.min(sums.winRate, winRateBound),
    winRateBound,
    winRateGap: sums.winRateGap,
    winRateGapBound: ((n - 1) / 2) * collision,
    expectedReward: n === Infinity ? support.summary.topReward : withInfinite(sums.expectedReward, infinitiesOf(support.summary)),
    rewardVariance: varianceIsNaN(support, n) ? Number.NaN : sums.centredSquare - sums.centredReward * sums.centredReward,
    totalVariation: sums.totalVariation,
    chiSquared: sums.chiSquared,
    squaredHellinger: sums.squaredHellinger,
  };
}

type Sums = Record<(typeof SUMS)[number], number>;

const results = /* @__PURE__ */ new Float64Array(SUMS.length);

function finiteSums(support: EngineSupport, n: number, groups: number): Sums {
  support.metrics(planOf(n), groups, results);
  const sums = {} as Sums;
  for (let i = 0; i < SUMS.length; i++) sums[SUMS[i]] = results[i];
  // a sum that overflowed is NaN: of the reverse KL past n = 1e300, of squares where rewards reach 1e154
  if (Number.isNaN(sums.reverseKl)) sums.reverseKl = Infinity;
  if (!Number.isFinite(sums.centredSquare)) Object.assign(sums, { centredReward: 0, centredSquare: Infinity });
  if (n === 1) {
    // best of one is the reference itself
    sums.winRate = 0.5;
    sums.expectedReward = support.summary.referenceReward;
  }
  return sums;
}

/** n = Infinity: all mass on the top block. */
function limitSums(support: EngineSupport): Sums {
  const { topMass, belowTop, blocks, rest } = support.summary;
  const estimates = Array.from(support.topMasses(), (p) => (p / topMass) * surprisal(p, rest));
  return {
    kl: surprisal(topMass, belowTop),
    winRate: 1 - topMass / 2,
    expectedReward: support.summary.topReward,
    klGap: Infinity,
    winRateGap: topMass / 2,
    reverseKl: blocks === 1 ? 0 : Infinity,
    totalVariation: belowTop,
    chiSquared: belowTop / topMass,
    squaredHellinger: belowTop / (1 + Math.sqrt(topMass)),
    centredReward: 0,
    centredSquare: 0,
    klEstimate: estimates.reduce((sum, x) => sum + x, 0),
  };
}

/** Which infinite rewards have mass: bit 0 for -Infinity, bit 1 for Infinity. */
export function infinitiesOf({ lowInfinite, highInfinite }: Summary): number {
  return (lowInfinite > 0 ? 1 : 0) + (highInfinite > 0 ? 2 : 0);
}

/** A mean whose infinite values were left out, of the signs that `infinitiesOf` tells. */
export function withInfinite(mean: number, infinite: number): number {
  return [mean, -Infinity, Infinity, Number.NaN][infinite];
}

function varianceIsNaN(support: EngineSupport, n: number): boolean {
  return n === Infinity ? !Number.isFinite(support.summary.topReward) : infinitiesOf(support.summary) !== 0;
}
