// A whole reference policy as a view: every value is exact.

import { grouped, short } from '../../src/format/number';
import { Support } from '../../src/index';
import { EXPLORER_METRICS, NOT_OF_SUPPORTS, SUPPORT_METRICS } from '../explorer-metrics';
import { GOALS } from '../goals';
import { curveGrid, maxNOf, wholeSteps } from './grid';
import { binsOf, supportOf } from './rank-bins';
import type { SupportSource } from './support-source';
import { tradeOff } from './trade-off';
import type { View } from './view-types';

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
  const binned = supportOf(bins);
  const valuesAt = (n: number) => ({ ...support.metrics(n, SUPPORT_METRICS), ...NOT_OF_SUPPORTS });
  return {
    overview() {
      const maxN = maxNOf(support);
      return {
        title,
        facts: [
          ['outcomes', grouped(support.size)],
          ['distinct rewards', grouped(support.blocks)],
          ['collision probability', short(support.collisionProbability)],
          ['mean reward', short(support.referenceReward)],
        ],
        steps: wholeSteps(maxN),
        sampled: false,
        curves: support.curve(curveGrid(maxN), ['n', ...FAST_METRICS]),
        bands: {},
        bins,
      };
    },
    at: (n) => ({ values: valuesAt(n), masses: binned.policy(n) }),
    rows: (ns) => ns.map((n) => ({ n, ...valuesAt(n) })),
    tradeOff: (goal) => tradeOff(support, bins.reward, goal),
    bestAt(n, goal) {
      const { kl } = support.metrics(n, ['kl']);
      const { kl: maxKl } = support.metrics(Number.POSITIVE_INFINITY, ['kl']);
      return kl < maxKl * MAX_MATCHED_SHARE ? support.matchKl(kl, GOALS[goal].tilt)[goal] : null;
    },
    smallestN: (targets) => support.smallestN(targets),
    dispose() {
      support.dispose();
      binned.dispose();
    },
  };
}
