// What the page learns about a reference, in the same form for a whole support (support-view.ts) and for the means over many prompts with sampled
// answers (means-view.ts).

import type { EngineKind } from '../../src/index';
import type { IntervalBands, MetricCurves, MetricRow, MetricValues, PromptCounts } from '../explorer-metrics';
import type { HowRead } from '../files/how-read';
import type { Goal, Targets } from '../goals';
import type { MoreChart } from './more-types';
import type { BothBins } from './rank-bins';
import type { TradeOff } from './trade-off';

/** The curves of a reference or a run. */
export interface Curves {
  curves: MetricCurves;
  /** The confidence intervals of means; nothing where values are exact. */
  bands: IntervalBands;
  /** How many prompts each mean is of, at every n; nothing where values are exact. Means over different prompts are no line. */
  counts: PromptCounts;
}

/** Another run of the same file, which the charts show beside the one that is open. */
export interface OtherRun extends Curves {
  name: string;
  /** Its place among the runs of the file, which tells its look. */
  place: number;
}

/** What the sentences about a whole support say of it. */
export interface SupportSummary {
  /** How many outcomes have some probability, and how many rewards those have. */
  outcomes: number;
  blocks: number;
  /** The probability of the highest reward, and the KL divergence that best-of-n comes to with ever more samples: −log of it, in nats. */
  best: number;
  maxKl: number;
  /** How many outcomes with some probability have the reward −∞ and ∞. */
  infinite: { low: number; high: number };
}

/** What the sentences about samples say of them. */
export interface MeansSummary {
  prompts: number;
  /** The smallest and the largest number of samples of a prompt. */
  least: number;
  most: number;
  /** Whether all rewards are 0 or 1, and so say which samples pass. */
  passes: boolean;
  confidence: number;
}

export interface Overview extends Curves {
  title: string;
  /** Facts about the reference, as text. */
  facts: [name: string, value: string][];
  /** The n that the slider stops at. */
  steps: Float64Array;
  /** Whether the reference is known by samples only. They have estimates for whole n up to the last step; a support has values for any n. */
  sampled: boolean;
  support?: SupportSummary;
  means?: MeansSummary;
  /** The other runs of the file; none where there are more than can be told apart. */
  others?: OtherRun[];
  /** The outcomes in bins; null where there is no single distribution. */
  bins: BothBins | null;
}

/** The largest n of the slider. */
export const maxNIn = ({ steps }: Pick<Overview, 'steps'>): number => steps[steps.length - 1];

/** A mean over prompts with how sure it is. */
export interface MeanAtN {
  /** How many prompts have so many samples. */
  prompts: number;
  mean: number | null;
  standardError: number | null;
  interval: [number, number] | null;
}

export interface ResultAtN {
  values: MetricValues;
  /** The best-of-n policy's mass in each bin; null where there is no single distribution. */
  masses: Record<keyof BothBins, Float64Array> | null;
  /** The mean of the reward, where it is one. */
  reward?: MeanAtN;
  /** The values of the other runs, in the order of the overview. */
  others?: MetricValues[];
}

export interface SmallestN {
  /** Infinity if no n reaches the targets. */
  n: number;
  /** How many prompts of how many the means at n are of, if those are not all. */
  of?: { prompts: number; all: number };
}

export interface View {
  /** @param reach - an n to which the curves must reach, where there are values for any n. */
  overview(reach: number): Overview;
  at(n: number): ResultAtN;
  /** The rows of the table of numbers at these n. */
  rows(ns: readonly number[]): MetricRow[];
  /** The curves at any n, where there are values for any n. */
  curves?(ns: Float64Array): MetricCurves;
  /** The policies that best-of-n is compared with; null where there is no single distribution. */
  tradeOff(goal: Goal): TradeOff | null;
  /** The most of a goal that any policy with the KL divergence of best-of-n reaches, which is the tilted policy's; null where it is not known. */
  bestAt(n: number, goal: Goal): number | null;
  /** The smallest whole n that reaches the targets. */
  smallestN(targets: Targets): SmallestN;
  /** Further charts, which take longer. */
  more?(): Promise<MoreChart[]>;
  dispose(): void;
}

/** One prompt of a file of samples, or the mean over all of them. */
export interface Choice {
  name: string;
  label: string;
}

export interface OpenedReference extends Overview {
  /** Differs for everything that is opened. */
  serial: number;
  choices: Choice[];
  choice: string | undefined;
  /** How a file was read. */
  read?: HowRead;
  engine: { kind: EngineKind; reason?: string };
  milliseconds: number;
}
