// The metrics that the explorer shows. Everything that lists metrics (the table of numbers, the worker's views, legends, copied text) walks
// over this table: a new metric is one line here, and one line in the chart that draws it (chart-texts.ts).

import { klBound, type MetricName, winRateBound } from '../src/index';

interface Definition {
  /** Its name in legends and in the head of the table. */
  label: string;
  /**
   * Where its value comes from if the reference is known by samples of many prompts only: the mean over prompts, or a formula of n. Left out
   * where such samples do not determine it.
   */
  fromSamples?: 'mean' | ((n: number) => number);
  /** Whether it takes a walk over the support for every n. The chart then draws only the n of the table, which come from the background worker. */
  slow?: true;
}

/** In the order of the table's columns. */
export const EXPLORER_METRICS = {
  kl: { label: 'exact KL' },
  klBound: { label: 'formula log n − (n−1)/n', fromSamples: klBound },
  klGap: { label: 'gap: formula less exact' },
  klGapBound: { label: 'bound of theorem 3.4' },
  klEstimate: { label: 'mean of the estimator', fromSamples: 'mean', slow: true },
  winRate: { label: 'win rate', fromSamples: 'mean' },
  winRateBound: { label: 'bound n/(n+1)', fromSamples: winRateBound },
  expectedReward: { label: 'expected reward', fromSamples: 'mean' },
} as const satisfies { [name in MetricName]?: Definition };

export type ExplorerMetric = keyof typeof EXPLORER_METRICS;

export const METRIC_NAMES = Object.keys(EXPLORER_METRICS) as ExplorerMetric[];

export const definitionOf = (name: ExplorerMetric): Definition => EXPLORER_METRICS[name];

/** The values at one n, in nats where they are divergences; null where a value is not known. */
export type MetricValues = Record<ExplorerMetric, number | null>;

/** A row of the table of numbers. */
export type MetricRow = { n: number } & MetricValues;

/** Each metric with one entry for every n; absent where it is not known, or not known yet. */
export type MetricCurves = { n: Float64Array } & { [name in ExplorerMetric]?: Float64Array };

/** The ends of confidence intervals, with one entry for every n. */
export type IntervalBands = { [name in ExplorerMetric]?: { low: Float64Array; high: Float64Array } };
