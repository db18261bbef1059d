// A whole reference policy: everything exact.

import { short } from '../../src/format/number';
import { type MetricName, Support } from '../../src/index';
import { FIELDS, type Values } from '../fields';
import { curveGrid, mostN, wholeSteps } from './grid';
import { binsOf, supportOf } from './ranks';
import type { Source } from './source';
import { tiltFor, tradeOff } from './trade-off';
import type { View } from './view';

/** The estimator takes a walk over the support for every n, so its curve is drawn from the rows of the table. */
const CURVES = ['n', ...FIELDS.filter((field) => field !== 'klEstimate')] as const;

export function supportView({ title, input, labels }: Source): View {
  const support = Support.from(input);
  const bins = binsOf(support, input.rewards, labels);
  const binned = supportOf(bins);
  const valuesAt = (n: number) => support.metrics(n, FIELDS satisfies readonly MetricName[]) as Values;
  return {
    overview() {
      const most = mostN(support);
      return {
        title,
        facts: [
          ['outcomes', support.size.toLocaleString('en-US')],
          ['distinct rewards', support.blocks.toLocaleString('en-US')],
          ['collision probability', short(support.collisionProbability)],
          ['mean reward', short(support.referenceReward)],
        ],
        steps: wholeSteps(most),
        sampled: false,
        curves: support.curve(curveGrid(most), CURVES),
        bands: {},
        bins,
      };
    },
    at: (n) => ({ values: valuesAt(n), masses: binned.policy(n) }),
    rows: (ns) => ns.map((n) => ({ n, ...valuesAt(n) })),
    tradeOff: (value) => tradeOff(support, bins.reward, value),
    bestAt(n, value) {
      const [{ kl }, { kl: most }] = [support.metrics(n, ['kl']), support.metrics(Number.POSITIVE_INFINITY, ['kl'])];
      // where best-of-n has all but become the best outcome, so has the tilted policy
      return kl < most * (1 - 1e-9) ? support.matchKl(kl, tiltFor(value))[value] : null;
    },
    smallestN: (target) => support.smallestN(target),
    dispose() {
      support.dispose();
      binned.dispose();
    },
  };
}
