// What the page learns about a reference, in the same form for a whole support (support-view.ts) and for the means over many prompts with sampled
// answers (means-view.ts).

import type { EngineKind } from '../../src/index';
import type { IntervalBands, MetricCurves, MetricRow, MetricValues } from '../explorer-metrics';
import type { Goal, Targets } from '../goals';
import type { Bins } from './rank-bins';
import type { TradeOff } from './trade-off';

/** Another run of the same file, which the charts show beside the one that is open. */
export interface OtherRun {
  name: string;
  /** Its place among the runs of the file, which tells its look. */
  place: number;
  curves: MetricCurves;
  bands: IntervalBands;
}

export interface Overview {
  title: string;
  /** Facts about the reference, as text. */
  facts: [name: string, value: string][];
  /** The n that the slider stops at. */
  steps: Float64Array;
  /** Whether the reference is known by samples only. They have estimates for whole n up to the last step; a support has values for any n. */
  sampled: boolean;
  curves: MetricCurves;
  bands: IntervalBands;
  /** The other runs of the file; none where there are more than can be told apart. */
  others?: OtherRun[];
  /** The outcomes in bins; null where there is no single distribution. */
  bins: Bins | null;
}

/** The largest n of the slider. */
export const maxNIn = ({ steps }: Overview): number => steps[steps.length - 1];

export interface ResultAtN {
  values: MetricValues;
  /** The best-of-n policy's mass in each bin; null where there is no single distribution. */
  masses: Float64Array | null;
  /** The values of the other runs, in the order of the overview. */
  others?: MetricValues[];
}

export interface View {
  overview(): Overview;
  at(n: number): ResultAtN;
  /** The rows of the table of numbers at these n. */
  rows(ns: readonly number[]): MetricRow[];
  /** The policies that best-of-n is compared with; null where there is no single distribution. */
  tradeOff(goal: Goal): TradeOff | null;
  /** The most of a goal that any policy with the KL divergence of best-of-n reaches, which is the tilted policy's; null where it is not known. */
  bestAt(n: number, goal: Goal): number | null;
  /** The smallest whole n that reaches the targets; Infinity if none does. */
  smallestN(targets: Targets): number;
  dispose(): void;
}

/** One prompt of a file of samples, or the mean over all of them. */
export interface Choice {
  name: string;
  label: string;
}

export interface OpenedReference extends Overview {
  choices: Choice[];
  choice: string | undefined;
  engine: { kind: EngineKind; reason?: string };
  milliseconds: number;
}
