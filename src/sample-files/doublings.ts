// What twice as many samples bring, prompt by prompt.

import { pairedDifference } from '../paired-difference';
import type { RunEstimates } from '../run-estimates';

/** The gain from n to 2n samples, over the prompts that have 2n. */
export interface Doubling {
  n: number;
  /** The mean difference of the estimates at 2n and at n. */
  gain: number;
  /** Its standard error over prompts, or over clusters where there are any; null for a single prompt. */
  standardError: number | null;
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
