// The curves of the paper's experiments as numbers.

import { type Numbers, Support } from '../index';
import { inputOf, type Reference } from './references';

/** `count` numbers from 1 to `max`, evenly spaced in their logarithm. */
export function logGrid(max: number, count: number): Float64Array {
  return Float64Array.from({ length: count }, (_, i) => max ** (i / (count - 1)));
}

/** KL divergence in nats against n: the formula, the exact value, and the mean of the paper's estimator (sections 3 and 4). */
export function klCurve(reference: Reference, ns: Numbers) {
  const support = Support.from(inputOf(reference));
  const { n, klBound: formula, kl: exact, klEstimate: estimator } = support.curve(ns, ['n', 'klBound', 'kl', 'klEstimate']);
  support.dispose();
  return { n, formula, exact, estimator };
}

/** Win rate against n, with its bound n/(n+1) (section 5). */
export function winRateCurve(reference: Reference, ns: Numbers) {
  const support = Support.from(inputOf(reference));
  const { n, winRateBound: bound, winRate: exact } = support.curve(ns, ['n', 'winRateBound', 'winRate']);
  support.dispose();
  return { n, bound, exact };
}

/** A policy as a point of the trade-off. */
export interface PolicyPoint {
  /** The KL divergence from the reference, in nats. */
  kl: number;
  winRate: number;
  /** How far its win rate is below that of the tilted policy with the same KL divergence. */
  shortfall: number;
}

/** Beyond this share of the largest KL divergence the policies are nearly the best outcome alone, and hardly differ. */
const MAX_KL_SHARE = 0.98;
/** The threshold policies of a reference have at most this many thresholds, evenly spaced in the logarithm of the rank from the top. */
const MAX_THRESHOLDS = 40;

/**
 * Win rate against KL divergence of three policies (sections 6 and 7): best-of-n for real n, the threshold policy at every reward or at some of
 * them, and the policy tilted by win rate, which no other policy beats. Each is a list of points.
 *
 * @param steps - the number of tilted policies, evenly spaced in their KL divergence.
 */
export function tradeOff(reference: Reference, ns: Numbers, steps = 60) {
  const support = Support.from(inputOf(reference));
  const maxKl = support.metrics(Infinity, ['kl']).kl * MAX_KL_SHARE;
  const bestAt = (kl: number) => support.matchKl(kl, 'winRate').winRate;
  const pointsOf = <P extends { kl: number; winRate: number }>(policies: P[]): (P & PolicyPoint)[] =>
    policies
      .filter(({ kl }) => kl > 0 && kl <= maxKl)
      .map((policy) => ({ ...policy, shortfall: bestAt(policy.kl) - policy.winRate }));

  const size = reference.probs.length;
  const ranks = [...new Set(Array.from(logGrid(size, MAX_THRESHOLDS), Math.round))];
  const rewards = ranks.map((rank) => size - rank);
  const bestOfN = pointsOf([...ns].map((n) => support.metrics(n, ['n', 'kl', 'winRate'])));
  const threshold = pointsOf(rewards.map((reward) => ({ ...support.threshold(reward), reward })));
  const kls = Array.from({ length: steps }, (_, i) => (maxKl * (i + 1)) / steps);
  const tilted: PolicyPoint[] = kls.map((kl) => ({ kl, winRate: bestAt(kl), shortfall: 0 }));
  support.dispose();
  return { bestOfN, threshold: threshold.sort((a, b) => a.kl - b.kl), tilted };
}
