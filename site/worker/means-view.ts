// Sampled answers to many prompts: unbiased estimates, averaged over prompts.

import { type AggregateRow, aggregate, klBound, type PromptMean, Samples, winRateBound } from '../../src/index';
import type { Group } from '../../src/sample-files/table';
import type { Bands, Curves, Values } from '../fields';
import { wholeSteps } from './grid';
import type { View } from './view';

/** Each n has an estimate of every prompt and a bootstrap over them. */
const NS_MOST = 40;

export function meansView(title: string, group: Group): View {
  const { rows, steps, samples } = estimate(group);
  const byN = new Map(rows.map((row) => [row.n, row]));
  const nearest = (n: number) => byN.get(steps.filter((step) => step <= n).at(-1) ?? 1) as AggregateRow;
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
    at: (n) => ({ values: valuesOf(nearest(n)), masses: null }),
    rows: (ns) => [...new Set(ns.map((n) => nearest(n).n))].map((n) => ({ n, ...valuesOf(nearest(n)) })),
    tradeOff: () => null,
    bestAt: () => null,
    smallestN: ({ winRate = Number.NEGATIVE_INFINITY, expectedReward = Number.NEGATIVE_INFINITY }) =>
      rows.find((row) => reaches(row.winRate, winRate) && reaches(row.expectedReward, expectedReward))?.n ??
      Number.POSITIVE_INFINITY,
    dispose() {},
  };
}

function estimate({ offsets, rewards, logProbs }: Group) {
  const sizes = Array.from(offsets.subarray(1), (end, i) => end - offsets[i]);
  const steps = wholeSteps(Math.max(...sizes), NS_MOST);
  const prompts = sizes.map((size, i) => {
    const cut = (values: Float64Array) => values.subarray(offsets[i], offsets[i] + size);
    return Samples.from({ rewards: cut(rewards), ...(logProbs ? { logProbs: cut(logProbs) } : {}) });
  });
  return { ...aggregate(prompts, { ns: steps }), steps };
}

const reaches = ({ mean }: PromptMean, target: number) => target === Number.NEGATIVE_INFINITY || (mean ?? Number.NaN) >= target;

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
