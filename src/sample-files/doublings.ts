// What twice as many samples bring, prompt by prompt.

import { pairedDifference } from '../paired-difference';
import type { RunEstimates } from '../run-estimates';

/**
 * The gain from n to 2n samples, over the prompts that have 2n.
 *
 * @example
 * const worker = await createWorker({ redis, threads: 1 });
 * const { groups } = await submitSamples([file], { redis, ns: [1, 2], questions: { cost: 0.01 } });
 * const [{ n, gain, prompts }] = groups[0].findings.doublings[0].rows;
 * [n, gain, prompts]; // → [1, 0.25, 2]
 * await worker.close();
 */
export interface Doubling {
  /** The number of samples. */
  n: number;
  /** The mean difference of the estimates at 2n and at n. */
  gain: number;
  /** Its standard error over prompts, or over clusters where there are any; null for a single prompt. */
  standardError: number | null;
  /** How many prompts have 2n samples. */
  prompts: number;
}

/** The doublings of an estimate, one for each n of which the grid has the double too. */
export function doublingsOf(
  { column }: RunEstimates,
  key: string,
  ns: readonly number[],
  clusters?: readonly string[]
): Doubling[] {
  return ns.flatMap((n, i): Doubling[] => {
    const double = ns.indexOf(2 * n);
    if (double < 0) return [];
    const [before, after] = [column(key, i), column(key, double)];
    const places = Array.from(after, (_, p) => p).filter((p) => Number.isFinite(after[p]) && Number.isFinite(before[p]));
    if (places.length === 0) return [];
    const own = clusters && places.map((p) => clusters[p]);
    const options = own && new Set(own).size > 1 ? { clusters: own } : {};
    const { mean, standardError, clusteredStandardError } = pairedDifference(
      places.map((p) => after[p]),
      places.map((p) => before[p]),
      options
    );
    return [{ n, gain: mean, standardError: clusteredStandardError ?? standardError, prompts: places.length }];
  });
}
