// Intervals for the chance of success from a number of independent trials.

import { betaQuantile } from './beta';
import { lowerNormalQuantile } from './normal-quantile';

/**
 * The score interval of a proportion (Wilson 1927), whose successes and trials need not be whole.
 *
 * @param tail - the chance that is left out at either end.
 */
export function wilson(successes: number, trials: number, tail: number): [number, number] {
  const z = lowerNormalQuantile(tail);
  const share = (z * z) / trials;
  const [p, q] = [successes / trials, (trials - successes) / trials];
  const half = Math.sqrt(share * (p * q + share / 4));
  // the end farther from 0, and that farther from 1: the others follow, since the product of the two ends is p^2 / (1 + share)
  const high = (p + share / 2 + half) / (1 + share);
  const low = (q + share / 2 + half) / (1 + share);
  const least = p > 0.5 ? 1 - low : (p * p) / (1 + share) / high;
  const most = q > 0.5 ? high : 1 - (q * q) / (1 + share) / low;
  return [successes === 0 ? 0 : least, successes === trials ? 1 : most];
}

/** The exact interval of Clopper and Pearson (1934): its ends are where a tail of the binomial distribution, observed count included, is `tail`. */
export const clopperPearson = (passed: number, failed: number, tail: number) => fromBeta(passed, failed, tail, 1, 0);

/** The ends at which the beta distributions with `passed + own` and `failed + other`, and mirrored, leave out the tail. */
export function fromBeta(passed: number, failed: number, tail: number, other: number, own: number): [number, number] {
  const low = passed === 0 ? 0 : betaQuantile(passed + own, failed + other, tail).x;
  const high = failed === 0 ? 1 : betaQuantile(failed + own, passed + other, tail).y;
  return [low, high];
}
