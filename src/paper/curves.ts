// The curves of the paper's experiments as data.

import { type Numbers, Support } from '../index';
import { inputOf, type Reference } from './references';

/** `count` numbers from 1 to `most`, evenly spaced in their logarithm. */
export function logGrid(most: number, count: number): Float64Array {
  return Float64Array.from({ length: count }, (_, i) => most ** (i / (count - 1)));
}

/** KL divergence against n: the formula, the exact value, and the mean of the paper's estimator (sections 3 and 4), in nats. */
export function klCurve(reference: Reference, ns: Numbers) {
  const support = Support.from(inputOf(reference));
  const { n, klBound: formula, kl: exact, klEstimate: estimator } = support.curve(ns, ['n', 'klBound', 'kl', 'klEstimate']);
  support.dispose();
  return { n, formula, exact, estimator };
}

/** Win rate against n, beside its bound n/(n+1) (section 5). */
export function winRateCurve(reference: Reference, ns: Numbers) {
  const support = Support.from(inputOf(reference));
  const { n, winRateBound: bound, winRate: exact } = support.curve(ns, ['n', 'winRateBound', 'winRate']);
  support.dispose();
  return { n, bound, exact };
}

/**
 * Win rate against KL of three policies (sections 6 and 7), each a list of points: best-of-n for real n, the threshold policy at every
 * reward, and the policy tilted by win rate, which no other can beat. `shortfall` is what a point lacks to the tilted policy of its KL.
 */
export function tradeOff(reference: Reference, ns: Numbers, steps = 60) {
  const support = Support.from(inputOf(reference));
  const most = support.metrics(Infinity, ['kl']).kl;
  const reach = most * 0.98;
  const best = (kl: number) => support.matchKl(kl, 'winRate').winRate;
  const point = <P extends { kl: number; winRate: number }>(at: P) => ({ ...at, shortfall: best(at.kl) - at.winRate });
  const within = ({ kl }: { kl: number }) => kl > 0 && kl <= reach;

  const bestOfN = [...ns]
    .map((n) => support.metrics(n, ['n', 'kl', 'winRate']))
    .filter(within)
    .map(point);
  const rewards = [...new Set(Array.from(logGrid(reference.probs.length, 40), Math.round))].map(
    (rank) => reference.probs.length - rank
  );
  const threshold = rewards
    .map((reward) => ({ ...support.threshold(reward), reward }))
    .filter(within)
    .map(point);
  const kls = Array.from({ length: steps }, (_, i) => (reach * (i + 1)) / steps);
  const tilted = kls.map((kl) => ({ kl, winRate: best(kl), shortfall: 0 }));
  support.dispose();
  return { bestOfN, threshold: threshold.sort((a, b) => a.kl - b.kl), tilted };
}
