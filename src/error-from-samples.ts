// Which part of the standard error of pass@n over prompts comes from their samples, from the estimates that an aggregate keeps.

import { errorParts } from './numerics/within-variance';
import { passAtK } from './pass-at-k';
import { passAtKVariance } from './pass-hat-k';

/** How far an estimate may be from that of a count of passed samples, which it may have lost in rounding. */
const TOLERANCE = 1e-9;

/**
 * What more samples of each prompt would take away of a standard error: the root of the sum of the variances within prompts, divided by their number.
 *
 * @param sizes - how many samples each prompt has.
 * @param shares - the estimate of each prompt at n = 1, which for flags is the share that passed.
 * @param estimates - those at n; NaN where a prompt has none.
 * @returns undefined where it cannot be told: where rewards are no flags, as far as these estimates tell, or a prompt has fewer than 2 n samples.
 */
export function errorFromSamples(
  sizes: Float64Array,
  shares: Float64Array,
  estimates: Float64Array,
  n: number,
  standardError: number
): number | undefined {
  const known = new Map<number, { estimate: number; variance: number }>();
  // every pair of a size and a count has a key of its own
  const stride = sizes.reduce((most, size) => Math.max(most, size), 0) + 1;
  const within: number[] = [];
  for (let i = 0; i < sizes.length; i++) {
    if (Number.isNaN(estimates[i])) continue;
    const [size, passed] = [sizes[i], Math.round(shares[i] * sizes[i])];
    if (size < 2 * n) return undefined;
    const key = size * stride + passed;
    let own = known.get(key);
    if (!own) known.set(key, (own = { estimate: passAtK(size, passed, n), variance: passAtKVariance(size, passed, n) }));
    if (!(Math.abs(passed / size - shares[i]) <= TOLERANCE && Math.abs(own.estimate - estimates[i]) <= TOLERANCE))
      return undefined;
    within.push(own.variance);
  }
  return errorParts(standardError, Float64Array.from(within))?.fromSamples;
}
