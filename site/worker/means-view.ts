// Sampled answers to many prompts: unbiased estimates, averaged over prompts.

import { type AggregateRow, aggregate, klBound, type PromptMean, winRateBound } from '../../src/index';
import { samplesOf } from '../../src/sample-files/estimate';
import type { Group } from '../../src/sample-files/table';
import type { Bands, Curves, Targets, Values } from '../fields';
import { wholeSteps } from './grid';
import type { View } from './view';

/** Each n has an estimate of every prompt and a bootstrap over them. */
const NS_MOST = 40;

export function meansView(title: string, group: Group): View {
  const prompts = [...samplesOf(group)];
  const most = Math.max(...prompts.map(({ size }) => size));
  const steps = wholeSteps(most, NS_MOST);
  const { rows, samples } = aggregate(prompts, { ns: steps });
  const byN = new Map(rows.map((row) => [row.n, row]));
  /** Between the steps the means alone: no interval is drawn there. */
  const rowAt = (n: number) => byN.get(n) ?? aggregate(prompts, { ns: [n], resamples: 1 }).rows[0];
  return {
    overview: () => ({
      title,
      facts: [
        ['prompts', group.ids.length.toLocaleString('en-US')],
        ['samples', group.rewards.length.toLocaleString('en-US')],
        ['samples of a prompt', samples.least === samples.most ? `${samples.most}` : `${samples.least} to ${samples.most}`],
      ],
      steps,
      sampled: true,
      curves: curvesOf(rows),
      bands: bandsOf(rows),
      bins: null,
    }),
    at: (n) => ({ values: valuesOf(rowAt(n)), masses: null }),
    rows: (ns) => ns.map((n) => ({ n, ...valuesOf(rowAt(n)) })),
    tradeOff: () => null,
    bestAt: () => null,
    smallestN(targets) {
      const step = steps.findIndex((n) => reaches(rowAt(n), targets));
      if (step < 0) return Number.POSITIVE_INFINITY;
      // the means rise with n: the least lies after the step before
      for (let n = step === 0 ? 1 : steps[step - 1] + 1; n < steps[step]; n++) if (reaches(rowAt(n), targets)) return n;
      return steps[step];
    },
    dispose() {},
  };
}

function reaches(row: AggregateRow, targets: Targets): boolean {
  const enough = ({ mean }: PromptMean, least: number | undefined) => least === undefined || (mean !== null && mean >= least);
  return enough(row.winRate, targets.winRate) && enough(row.expectedReward, targets.expectedReward);
}

function valuesOf({ n, winRate, expectedReward, klEstimate }: AggregateRow): Values {
  return {
    kl: null,
    klBound: klBound(n),
    klGap: null,
    klGapBound: null,
    klEstimate: klEstimate.mean,
    winRate: winRate.mean,
    winRateBound: winRateBound(n),
    expectedReward: expectedReward.mean,
  };
}

const MEANS = ['winRate', 'expectedReward', 'klEstimate'] as const;

function curvesOf(rows: readonly AggregateRow[]): Curves {
  const curves: Curves = {
    n: Float64Array.from(rows, ({ n }) => n),
    klBound: Float64Array.from(rows, ({ n }) => klBound(n)),
    winRateBound: Float64Array.from(rows, ({ n }) => winRateBound(n)),
  };
  for (const name of MEANS) {
    if (rows.some((row) => row[name].mean !== null))
      curves[name] = Float64Array.from(rows, (row) => row[name].mean ?? Number.NaN);
  }
  return curves;
}

function bandsOf(rows: readonly AggregateRow[]): Bands {
  const end = (name: (typeof MEANS)[number], i: 0 | 1) => Float64Array.from(rows, (row) => row[name].interval?.[i] ?? Number.NaN);
  return Object.fromEntries(MEANS.map((name) => [name, { low: end(name, 0), high: end(name, 1) }]));
}
