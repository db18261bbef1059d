// Many prompts with sampled answers as a view: the unbiased estimates of each prompt, averaged over prompts.

import type { SingleField } from '../../src/estimate-fields';
import { grouped } from '../../src/format/number';
import type { AggregateRow } from '../../src/index';
import { aggregateOf, samplesRange } from '../../src/sample-files/estimate';
import type { Group } from '../../src/sample-files/grouping';
import {
  EXPLORER_METRICS,
  type ExplorerMetric,
  type IntervalBands,
  isEstimate,
  METRIC_NAMES,
  type MetricCurves,
  type MetricValues,
  type PromptCounts,
} from '../explorer-metrics';
import { GOAL_NAMES, type Targets } from '../goals';
import { stepsBeside, wholeSteps } from './grid';
import type { Curves, Overview, SmallestN, View } from './view-types';

/** The n with confidence intervals, at most: each costs an estimate of every prompt. */
const MAX_STEPS = 40;
/** Up to so many different numbers of samples the curves have a point on both sides of each. */
const MAX_SIZES = 10;

/** A run of a file: its name, its place among the runs, and its samples. */
export interface Run {
  name: string;
  place: number;
  group: Group;
}

/** The means of one group, at its steps and between them. */
function meansOf(group: Group) {
  const { offsets } = group;
  const sizes = Float64Array.from(group.ids, (_, i) => offsets[i + 1] - offsets[i]).sort();
  const steps = stepsBeside(wholeSteps(samplesRange([group]).most, MAX_STEPS), sizes, MAX_SIZES);
  const { rows, samples, confidence } = aggregateOf(group, [...steps]).result();
  const byN = new Map(rows.map((row) => [row.n, row]));
  const rowAt = (n: number): AggregateRow => {
    const row = byN.get(n) ?? aggregateOf(group, [n]).result().rows[0];
    byN.set(n, row);
    return row;
  };
  return { steps, sizes, rows, samples, confidence, rowAt };
}

/** @param others - the other runs of the file, which the charts show beside it. */
export function meansView(title: string, group: Group, others: readonly Run[] = [], facts: Overview['facts'] = []): View {
  const { steps, sizes, rows, samples, confidence, rowAt } = meansOf(group);
  const beside = others.map(({ name, place, group }) => ({ name, place, means: meansOf(group) }));
  return {
    overview: () => ({
      title,
      facts: [
        ['prompts', grouped(group.ids.length)],
        ['samples', grouped(group.rewards.length)],
        ['samples of a prompt', samples.least === samples.most ? `${samples.most}` : `${samples.least} to ${samples.most}`],
        ...facts,
      ],
      steps,
      sampled: true,
      ...curvesOf(rows),
      means: { prompts: group.ids.length, ...samples, passes: group.rewards.every((x) => x === 0 || x === 1), confidence },
      others: beside.map(({ name, place, means }) => ({ name, place, ...curvesOf(means.rows) })),
      bins: null,
    }),
    at(n) {
      const row = rowAt(n);
      const { mean, standardError, interval } = row.expectedReward;
      return {
        values: valuesOf(row),
        masses: null,
        reward: { prompts: row.answered, mean, standardError, interval },
        others: beside.map(({ means }) => valuesOf(means.rowAt(n))),
      };
    },
    rows: (ns) => ns.map((n) => ({ n, prompts: rowAt(n).answered, ...valuesOf(rowAt(n)) })),
    tradeOff: () => null,
    bestAt: () => null,
    smallestN: (targets) => smallestIn(sizes, rowAt, targets),
    dispose() {},
  };
}

/**
 * The means over the same prompts rise with n, so that they are searched by bisection from each number of samples that a prompt has to the next; those
 * over fewer prompts may be higher or lower.
 *
 * @param sizes - how many samples each prompt has, in ascending order.
 */
function smallestIn(sizes: Float64Array, rowAt: (n: number) => AggregateRow, targets: Targets): SmallestN {
  // the win rate at n needs one sample more than n, so that its means are over other prompts one n earlier
  const ends = [...new Set([...sizes].flatMap((size) => (targets.winRate === undefined ? [size] : [size - 1, size])))];
  let first = 1;
  for (const end of ends.filter((size) => size >= 1)) {
    if (reaches(rowAt(end), targets)) {
      let [low, high] = [first, end];
      while (low < high) {
        const middle = (low + high) >> 1;
        if (reaches(rowAt(middle), targets)) high = middle;
        else low = middle + 1;
      }
      const { answered } = rowAt(high);
      return { n: high, ...(answered < sizes.length ? { of: { prompts: answered, all: sizes.length } } : {}) };
    }
    first = end + 1;
  }
  return { n: Number.POSITIVE_INFINITY };
}

function reaches(row: AggregateRow, targets: Targets): boolean {
  return GOAL_NAMES.every((goal) => {
    const [{ mean }, target] = [row[goal], targets[goal]];
    return target === undefined || (mean !== null && mean >= target);
  });
}

function metricIn(row: AggregateRow, name: ExplorerMetric): number | null {
  return isEstimate(name) ? row[name].mean : (EXPLORER_METRICS[name].formula?.(row.n) ?? null);
}

function valuesOf(row: AggregateRow): MetricValues {
  return Object.fromEntries(METRIC_NAMES.map((name) => [name, metricIn(row, name)])) as MetricValues;
}

function curvesOf(rows: readonly AggregateRow[]): Curves {
  const curves: MetricCurves = { n: Float64Array.from(rows, ({ n }) => n) };
  for (const name of METRIC_NAMES) {
    if (rows.some((row) => metricIn(row, name) !== null))
      curves[name] = Float64Array.from(rows, (row) => metricIn(row, name) ?? Number.NaN);
  }
  const estimates = METRIC_NAMES.filter(isEstimate);
  const end = (name: SingleField, i: 0 | 1) => Float64Array.from(rows, (row) => row[name].interval?.[i] ?? Number.NaN);
  const bands: IntervalBands = Object.fromEntries(estimates.map((name) => [name, { low: end(name, 0), high: end(name, 1) }]));
  const counts: PromptCounts = Object.fromEntries(
    estimates.map((name) => [name, Float64Array.from(rows, (row) => row[name].prompts)])
  );
  return { curves, bands, counts };
}
