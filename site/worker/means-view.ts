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
} from '../explorer-metrics';
import { GOAL_NAMES, type Targets } from '../goals';
import { wholeSteps } from './grid';
import type { Overview, View } from './view-types';

/** The n with confidence intervals, at most: each costs an estimate of every prompt. */
const MAX_STEPS = 40;

/** A run of a file: its name, its place among the runs, and its samples. */
export interface Run {
  name: string;
  place: number;
  group: Group;
}

/** The means of one group, at its steps and between them. */
function meansOf(group: Group) {
  const steps = wholeSteps(samplesRange([group]).most, MAX_STEPS);
  const { rows, samples } = aggregateOf(group, [...steps]).result();
  const byN = new Map(rows.map((row) => [row.n, row]));
  const rowAt = (n: number) => byN.get(n) ?? aggregateOf(group, [n]).result().rows[0];
  return { steps, rows, samples, rowAt };
}

/** @param others - the other runs of the file, which the charts show beside it. */
export function meansView(title: string, group: Group, others: readonly Run[] = [], facts: Overview['facts'] = []): View {
  const { steps, rows, samples, rowAt } = meansOf(group);
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
      curves: curvesOf(rows),
      bands: bandsOf(rows),
      others: beside.map(({ name, place, means }) => ({ name, place, curves: curvesOf(means.rows), bands: bandsOf(means.rows) })),
      bins: null,
    }),
    at: (n) => ({
      values: valuesOf(rowAt(n)),
      masses: null,
      others: beside.map(({ means }) => valuesOf(means.rowAt(n))),
    }),
    rows: (ns) => ns.map((n) => ({ n, ...valuesOf(rowAt(n)) })),
    tradeOff: () => null,
    bestAt: () => null,
    smallestN(targets) {
      const step = steps.findIndex((n) => reaches(rowAt(n), targets));
      if (step < 0) return Number.POSITIVE_INFINITY;
      // the means rise with n, so that the smallest n lies after the last step that does not reach the targets
      for (let n = step === 0 ? 1 : steps[step - 1] + 1; n < steps[step]; n++) if (reaches(rowAt(n), targets)) return n;
      return steps[step];
    },
    dispose() {},
  };
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

function curvesOf(rows: readonly AggregateRow[]): MetricCurves {
  const curves: MetricCurves = { n: Float64Array.from(rows, ({ n }) => n) };
  for (const name of METRIC_NAMES) {
    if (rows.some((row) => metricIn(row, name) !== null))
      curves[name] = Float64Array.from(rows, (row) => metricIn(row, name) ?? Number.NaN);
  }
  return curves;
}

function bandsOf(rows: readonly AggregateRow[]): IntervalBands {
  const end = (name: SingleField, i: 0 | 1) => Float64Array.from(rows, (row) => row[name].interval?.[i] ?? Number.NaN);
  return Object.fromEntries(METRIC_NAMES.filter(isEstimate).map((name) => [name, { low: end(name, 0), high: end(name, 1) }]));
}
