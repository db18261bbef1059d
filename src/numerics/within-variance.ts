// Which part of the error of a mean over prompts comes from the samples: the variance within prompts of the estimate of the expected best of n.

import { sumOf } from './sum';

/**
 * The unbiased estimate of how much a prompt's estimate of the expected best of n would vary if its samples were drawn anew. The estimate is a U-statistic:
 * the mean over all choices of n samples. Its square less the mean over all pairs of disjoint choices of the product of their best is unbiased, since
 * samples of disjoint choices are independent (Hoeffding 1948). The rewards are taken from the estimate, so that nothing cancels but what must.
 *
 * @param rewards - sorted, the least first.
 * @param n - a whole number >= 1.
 * @returns NaN where there are fewer than 2 n rewards, and so no pair of disjoint choices; it may be negative.
 */
export function withinVariance(rewards: Float64Array, n: number): number {
  const m = rewards.length;
  if (m < 2 * n) return Number.NaN;
  const best = shares(m, n);
  const mean = sumOf(m, (i) => best[i] * rewards[i]);
  // reward j is the best of the second choice, and n below it are taken by the first, whose best is below it as well
  const second = shares(m - n, n);
  let below = 0;
  const products = sumOf(m, (j) => {
    const product = j < n ? 0 : second[j - n] * (rewards[j] - mean) * below;
    below += best[j] * (rewards[j] - mean);
    return product;
  });
  return -2 * products;
}

/** In which share of the choices of n of m, sorted, each is the best: `C(i, n - 1) / C(m, n)`, from the last on. */
function shares(m: number, n: number): Float64Array {
  const share = new Float64Array(m);
  share[m - 1] = n / m;
  for (let i = m - 2; i >= n - 1; i--) share[i] = (share[i + 1] * (i + 2 - n)) / (i + 1);
  return share;
}

/**
 * Splits a standard error over prompts into what more samples of each prompt would take away and what only more prompts would:
 * `standardError^2 = fromPrompts^2 + fromSamples^2`.
 *
 * @param within - for each prompt the variance of its estimate, as `withinVariance` estimates it.
 * @returns the two parts, in the unit of the standard error, neither more than it; null where a prompt's variance is not known.
 */
export function errorParts(standardError: number, within: Float64Array): { fromPrompts: number; fromSamples: number } | null {
  const total = sumOf(within.length, (i) => within[i]);
  if (!Number.isFinite(total) || within.length === 0) return null;
  // estimates of variances may be below 0, and above that of all
  const fromSamples = Math.min(Math.sqrt(Math.max(0, total)) / within.length, standardError);
  const share = standardError === 0 ? 0 : fromSamples / standardError;
  return { fromSamples, fromPrompts: standardError * Math.sqrt((1 - share) * (1 + share)) };
}
