// What a comparison of two runs says.

import type { ByField } from './estimate-fields';
import type { PairedDifference } from './paired-difference';

/**
 * An estimate of two runs at one n, over the prompts for which both have it.
 *
 * @example
 * const [first, second] = [[1, 1, 0], [1, 0, 0]].map((rewards) => [['t1', Samples.from({ rewards })]]);
 * const compared = compare(first, second).rows[0].expectedReward;
 * [compared.better, compared.worse, compared.tied]; // → [1, 0, 0]
 */
export interface Compared {
  /** The mean of the first run; null where no prompt has the estimate in both. */
  first: number | null;
  /** The mean of the second run over the same prompts. */
  second: number | null;
  /** The number of prompts for which both runs have the estimate, finite in both. */
  prompts: number;
  /** The mean of the differences, first less second, in the unit of the estimate. */
  difference: number | null;
  /** The standard error of the difference; null for fewer than two prompts. */
  standardError: number | null;
  /** The same by the sums of the residuals of each cluster, where clusters are given: interval, band and p-value use it. */
  clusteredStandardError?: number | null;
  /** The t interval of the difference; null for fewer than two prompts, and where all prompts differ alike, which does not tell its error. */
  interval: [number, number] | null;
  /** An interval so wide that those of all n hold the truth at once with the given confidence (Šidák 1967); null where `interval` is. */
  band: [number, number] | null;
  /** How likely a difference as far from 0 would be if neither run were better, two-sided; null for fewer than two prompts. */
  pValue: number | null;
  /** The p-value adjusted for there being one for each n (Holm 1979). */
  adjustedPValue: number | null;
  /** Where the p-value comes from: McNemar's exact test, all patterns of signs for at most 16 prompts, else Student's t. */
  test: PairedDifference['test'] | null;
  /** How many prompts are higher in the first run. */
  better: number;
  /** How many prompts are lower in the first run. */
  worse: number;
  /** How many prompts are equal in both, up to rounding. */
  tied: number;
}

/**
 * The estimates of two runs at one n.
 *
 * @example
 * const runs = [[1, 1, 0], [1, 0, 0]].map((rewards) => [['t1', Samples.from({ rewards })]]);
 * const row = compare(runs[0], runs[1], { ns: [2] }).rows[0];
 * row.n; // → 2
 */
export interface ComparisonRow extends ByField<Compared> {
  /** The number of samples. */
  n: number;
  /** The expected highest reward of n samples. */
  expectedReward: Compared;
  /** The chance that the best of n samples beats one more of its own run. */
  winRate: Compared;
  /** The paper's estimate of the KL divergence, in nats. */
  klEstimate: Compared;
  /** For each score that both runs have, its value at the sample with the highest reward of n. */
  scores: Record<string, Compared>;
  /** Further estimates that were asked for, by their names. */
  estimates: Record<string, Compared>;
}

/**
 * What two runs have in common, and how they differ, at every n.
 *
 * @example
 * const first = new Map([['t1', Samples.from({ rewards: [1, 1] })], ['t2', Samples.from({ rewards: [0, 1] })]]);
 * const second = new Map([['t1', Samples.from({ rewards: [0, 1] })], ['t9', Samples.from({ rewards: [0, 0] })]]);
 * const found = compare(first, second);
 * [found.prompts, found.onlyFirst, found.onlySecond]; // → [ 1, [ 't2' ], [ 't9' ] ]
 */
export interface Comparison {
  /** How many prompts both runs have. */
  prompts: number;
  /** The ids of the prompts that only the first run has. */
  onlyFirst: string[];
  /** The ids of the prompts that only the second run has. */
  onlySecond: string[];
  /** The number of clusters, where clusters are given. */
  clusters?: number;
  /** The confidence level of intervals and bands. */
  confidence: number;
  /** A row for every n. */
  rows: ComparisonRow[];
}
