// The metrics that the explorer shows. Everything that lists metrics (the table of numbers, the worker's views, legends, copied text) walks
// over this table. A new metric of supports is one line here, and one line in the chart that draws it (chart-texts.ts); a new estimate from
// samples is here by itself.

import { ESTIMATE_FIELDS, isFamily, type SingleField } from '../src/estimate-fields';
import { klBound, type MetricName, winRateBound } from '../src/index';
import { ESTIMATE_TEXTS, textsOf } from '../src/sample-files/estimate-texts';

interface Definition {
  /** The name of the metric in legends and in the head of the table. */
  label: string;
  /** Its value as a formula of n, for references that are known by samples of many prompts only. */
  formula?: (n: number) => number;
  /** Whether it takes a walk over the support for every n. The chart then draws only the n of the table, which come from the background worker. */
  slow?: true;
}

/** The metrics that a support has, in the order of the table's columns. */
const OF_SUPPORTS = {
  kl: { label: 'exact KL' },
  klBound: { label: ESTIMATE_TEXTS.klEstimate.formula.label, formula: klBound },
  klGap: { label: 'gap: formula less exact' },
  klGapBound: { label: 'bound of theorem 3.4' },
  klEstimate: { label: 'mean of the estimator', slow: true },
  winRate: { label: 'win rate' },
  winRateBound: { label: ESTIMATE_TEXTS.winRate.formula.label, formula: winRateBound },
  expectedReward: { label: 'expected reward' },
} as const satisfies { [name in MetricName]?: Definition };

type SupportMetric = keyof typeof OF_SUPPORTS;
/** An estimate from samples of which a support has no metric. */
type SampleMetric = Exclude<SingleField, SupportMetric>;
export type ExplorerMetric = SupportMetric | SampleMetric;

const SINGLE_ESTIMATES = ESTIMATE_FIELDS.filter((field): field is SingleField => !isFamily(field));

const OF_SAMPLES = SINGLE_ESTIMATES.filter((field): field is SampleMetric => !(field in OF_SUPPORTS));

/** All metrics, in the order of the table's columns. */
export const EXPLORER_METRICS = {
  ...OF_SUPPORTS,
  ...Object.fromEntries(OF_SAMPLES.map((field) => [field, { label: textsOf(field).head('reward', '') }])),
} as Record<ExplorerMetric, Definition>;

export const METRIC_NAMES = Object.keys(EXPLORER_METRICS) as ExplorerMetric[];
export const SUPPORT_METRICS = Object.keys(OF_SUPPORTS) as SupportMetric[];

/** Whether samples of many prompts give a mean of it. */
export const isEstimate = (name: ExplorerMetric): name is SingleField => SINGLE_ESTIMATES.some((field) => field === name);

/** The values at one n, in nats where they are divergences; null where a value is not known. */
export type MetricValues = Record<ExplorerMetric, number | null>;

/** Null for each metric that supports do not have. */
export const NOT_OF_SUPPORTS = Object.fromEntries(OF_SAMPLES.map((field) => [field, null])) as Record<SampleMetric, null>;

/** A row of the table of numbers; with how many prompts have n samples, where it holds means over prompts. */
export type MetricRow = { n: number; prompts?: number } & MetricValues;

/** Each metric with one entry for every n; absent where it is not known, or not known yet. */
export type MetricCurves = { n: Float64Array } & { [name in ExplorerMetric]?: Float64Array };

/** The ends of confidence intervals, with one entry for every n. */
export type IntervalBands = { [name in ExplorerMetric]?: { low: Float64Array; high: Float64Array } };

/** How many prompts each mean is of, with one entry for every n. */
export type PromptCounts = { [name in ExplorerMetric]?: Float64Array };
