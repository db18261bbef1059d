// A whole reference policy as a view: every value is exact.

import { count, grouped, short } from '../../src/format/number';
import { Support } from '../../src/index';
import { exp } from '../../src/numerics/exp-log';
import { EXPLORER_METRICS, NOT_OF_SUPPORTS, SUPPORT_METRICS } from '../explorer-metrics';
import { GOALS } from '../goals';
import { curveGrid, maxNOf, wholeSteps } from './grid';
import { type Bins, binsOf, supportOf } from './rank-bins';
import type { SupportSource } from './support-source';
import { tradeOff } from './trade-off';
import type { SupportSummary, View } from './view-types';

/** The metrics that are fast enough to have a curve at once. */
const FAST_METRICS = SUPPORT_METRICS.filter((name) => !EXPLORER_METRICS[name].slow);

/**
 * Beyond this share of the largest KL divergence best-of-n is the best outcome alone but for a billionth, and so is the tilted policy: there is
 * nothing left to compare.
 */
const MAX_MATCHED_SHARE = 1 - 1e-9;

export function supportView({ title, input, labels }: SupportSource): View {
  const support = Support.from(input);
  const bins = binsOf(support, input.rewards, labels);
  const [byRank, byReward] = [supportOf(bins.byRank), supportOf(bins.byReward)];
  const summary = summaryOf(support, input.rewards, bins.byRank);
  const valuesAt = (n: number) => ({ ...support.metrics(n, SUPPORT_METRICS), ...NOT_OF_SUPPORTS });
  const curvesAt = (ns: Float64Array) => support.curve(ns, ['n', ...FAST_METRICS]);
  return {
    overview(reach) {
      const maxN = maxNOf(support, reach);
      return {
        title,
        facts: [
          ['outcomes', grouped(support.size)],
          ['distinct rewards', grouped(support.blocks)],
          ['collision probability', short(support.collisionProbability)],
          ['mean reward', meanReward(support.referenceReward, summary)],
        ],
        steps: wholeSteps(maxN),
        sampled: false,
        curves: curvesAt(curveGrid(maxN, maxNOf(support))),
        bands: {},
        counts: {},
        support: summary,
        bins,
      };
    },
    at: (n) => ({ values: valuesAt(n), masses: { byRank: byRank.policy(n), byReward: byReward.policy(n) } }),
    curves: curvesAt,
    rows: (ns) => ns.map((n) => ({ n, ...valuesAt(n) })),
    tradeOff: (goal) => tradeOff(support, bins.byRank.reward, goal),
    bestAt(n, goal) {
      const { kl } = support.metrics(n, ['kl']);
      const { kl: maxKl } = support.metrics(Number.POSITIVE_INFINITY, ['kl']);
      return kl < maxKl * MAX_MATCHED_SHARE ? support.matchKl(kl, GOALS[goal].tilt)[goal] : null;
    },
    smallestN: (targets) => ({ n: support.smallestN(targets) }),
    dispose() {
      support.dispose();
      byRank.dispose();
      byReward.dispose();
    },
  };
}

function summaryOf(support: Support, rewards: ArrayLike<number>, { last }: Bins): SupportSummary {
  const { kl: maxKl } = support.metrics(Number.POSITIVE_INFINITY, ['kl']);
  const infinite = { low: 0, high: 0 };
  const places = [...placesOfInfinite(rewards)];
  const probs = places.length > 0 ? support.policy(1) : [];
  for (const i of places) if (probs[i] > 0) infinite[rewards[i] > 0 ? 'high' : 'low']++;
  return { outcomes: last[last.length - 1], blocks: support.blocks, best: exp(-maxKl), maxKl, infinite };
}

function* placesOfInfinite(rewards: ArrayLike<number>): Generator<number> {
  for (let i = 0; i < rewards.length; i++) if (!Number.isFinite(rewards[i])) yield i;
}

/** The mean reward, or why there is none. */
function meanReward(mean: number, { infinite: { low, high } }: SupportSummary): string {
  if (!Number.isNaN(mean)) return short(mean);
  return `undefined: ${count(low, 'reward')} of −∞ and ${grouped(high)} of ∞`;
}
