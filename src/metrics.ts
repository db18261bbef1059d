// The metrics of best-of-n: their names, which facts an engine must tell for them, and how they are read off those facts.

import { winRateBoundOf } from './bounds';
import { DIVERGENCES, type EngineSupport, ESTIMATE, FACT, FACTS, type Fact, GAPS, VARIANCE } from './engine/engine';
import { surprisal } from './engine/js/estimate';
import { KL_BOUND, N, planOf } from './engine/plan';
import { show } from './input';

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
  /** The group of sums that it is one of. */
  group: number;
  /** What it is read off at a finite n; at n = Infinity it may be any fact. */
  facts: readonly Fact[];
  at(facts: Float64Array, plan: Float64Array): number;
}

/** A metric that is one of the engine's sums. */
function sum(fact: Fact, group = 0): Definition {
  const i = FACT[fact];
  return { group, facts: [fact], at: (facts) => facts[i] };
}

/** A metric of n and perhaps the collision probability of the blocks. */
function bound(at: (n: number, collision: number) => number, facts: readonly Fact[] = []): Definition {
  return { group: 0, facts, at: (known, plan) => at(plan[N], known[FACT.blockCollision]) };
}

const METRIC: Record<MetricName, Definition> = {
  n: bound((n) => n),
  // rounding may carry a sum past the bound that it cannot exceed
  kl: { group: 0, facts: ['kl'], at: (facts, plan) => Math.min(facts[FACT.kl], plan[KL_BOUND]) },
  klBound: { group: 0, facts: [], at: (_, plan) => plan[KL_BOUND] },
  klGap: sum('klGap', GAPS),
  klGapBound: bound((n, collision) => (n === 1 ? 0 : 2 * n * (n - 1) * collision), ['blockCollision']),
  klEstimate: sum('klEstimate', ESTIMATE),
  reverseKl: sum('reverseKl', DIVERGENCES),
  winRate: { group: 0, facts: ['winRate'], at: (facts, plan) => Math.min(facts[FACT.winRate], winRateBoundOf(plan[N])) },
  winRateBound: bound(winRateBoundOf),
  winRateGap: sum('winRateGap', GAPS),
  winRateGapBound: bound((n, collision) => ((n - 1) / 2) * collision, ['blockCollision']),
  expectedReward: { group: 0, facts: ['expectedReward', 'lowInfinite', 'highInfinite'], at: expectedReward },
  rewardVariance: {
    group: VARIANCE,
    facts: ['centredReward', 'centredSquare', 'lowInfinite', 'highInfinite'],
    at: rewardVariance,
  },
  totalVariation: sum('totalVariation', DIVERGENCES),
  chiSquared: sum('chiSquared', DIVERGENCES),
  squaredHellinger: sum('squaredHellinger', DIVERGENCES),
};

export const METRICS = Object.keys(METRIC) as MetricName[];

/** Checks the names of metrics; without any, all are meant. */
export function checkFields(fields: readonly MetricName[] | undefined, argument = 'fields'): readonly MetricName[] {
  if (fields === undefined) return METRICS;
  if (!Array.isArray(fields)) throw new TypeError(`${argument} must be an array of metric names, got ${show(fields)}`);
  fields.forEach((field, i) => {
    if (!Object.hasOwn(METRIC, field))
      throw new RangeError(`${argument}[${i}] is ${show(field)}, expected one of ${METRICS.join(', ')}`);
  });
  return fields;
}

export function groupsOf(fields: readonly MetricName[]): number {
  return fields.reduce((groups, field) => groups | METRIC[field].group, 0);
}

/** Indices of the facts that the metrics are read off, at any of these n. */
export function factsOf(fields: readonly MetricName[], ns: ArrayLike<number>): number[] {
  if (Array.prototype.includes.call(ns, Infinity)) return FACTS.map((_, i) => i);
  return [...new Set(fields.flatMap((field) => METRIC[field].facts))].map((fact) => FACT[fact]);
}

/** The metrics asked for at one n; `isOneOfMany` if others follow, and the support may be made ready for them. */
export function metricsAt<F extends MetricName>(
  support: EngineSupport,
  n: number,
  fields: readonly F[],
  isOneOfMany = false
): Pick<Metrics, F> {
  const plan = planOf(n);
  const groups = groupsOf(fields);
  if (isOneOfMany && n < Infinity && (groups & ~GAPS) === 0) support.curve(plan, groups);
  else support.metrics(plan, groups);
  settle(support.facts, n);
  const metrics = {} as Record<F, number>;
  for (const field of fields) metrics[field] = readerOf(field)(support.facts, plan);
  return metrics;
}

/** What reads a metric off facts that were settled. */
export function readerOf(field: MetricName): Definition['at'] {
  return METRIC[field].at;
}

/** Mends, in place, the facts of one n that a sum could not give. */
export function settle(facts: Float64Array, n: number): void {
  if (n === Infinity) {
    toLimit(facts);
    return;
  }
  // a sum that overflowed is NaN: of the reverse KL past n = 1e300, of squares where rewards reach 1e154
  if (Number.isNaN(facts[FACT.reverseKl])) facts[FACT.reverseKl] = Infinity;
  if (!Number.isFinite(facts[FACT.centredSquare])) {
    facts[FACT.centredReward] = 0;
    facts[FACT.centredSquare] = Infinity;
  }
  // best of one is the reference itself
  if (n === 1) facts[FACT.winRate] = 0.5;
}

/** n = Infinity: all mass on the top block. */
function toLimit(facts: Float64Array): void {
  const topMass = facts[FACT.topMass];
  const belowTop = facts[FACT.belowTop];
  facts[FACT.kl] = surprisal(topMass, belowTop);
  facts[FACT.winRate] = 1 - topMass / 2;
  facts[FACT.klGap] = Infinity;
  facts[FACT.winRateGap] = topMass / 2;
  facts[FACT.reverseKl] = facts[FACT.blocks] === 1 ? 0 : Infinity;
  facts[FACT.totalVariation] = belowTop;
  facts[FACT.chiSquared] = belowTop / topMass;
  facts[FACT.squaredHellinger] = belowTop / (1 + Math.sqrt(topMass));
}

function expectedReward(facts: Float64Array, plan: Float64Array): number {
  if (plan[N] === Infinity) return facts[FACT.topReward];
  return withInfinite(facts[FACT.expectedReward], infinitiesOf(facts));
}

function rewardVariance(facts: Float64Array, plan: Float64Array): number {
  if (plan[N] === Infinity) return Number.isFinite(facts[FACT.topReward]) ? 0 : Number.NaN;
  if (infinitiesOf(facts) !== 0) return Number.NaN;
  return facts[FACT.centredSquare] - facts[FACT.centredReward] * facts[FACT.centredReward];
}

/** Which infinite rewards have mass: bit 0 for -Infinity, bit 1 for Infinity. */
export function infinitiesOf(facts: Float64Array): number {
  return (facts[FACT.lowInfinite] > 0 ? 1 : 0) + (facts[FACT.highInfinite] > 0 ? 2 : 0);
}

/** A mean whose infinite values were left out, of the signs that `infinitiesOf` tells. */
export function withInfinite(mean: number, infinite: number): number {
  return [mean, -Infinity, Infinity, Number.NaN][infinite];
}
