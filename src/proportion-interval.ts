// Intervals for a proportion that hold at 0 and 1 too.

import { CONFIDENCE } from './defaults';
import { coded } from './errors';
import { checkConfidence, checkWhole, fieldsOf } from './input/numbers';
import { show } from './input/show';
import { betaQuantile } from './numerics/beta';
import { lowerNormalQuantile } from './numerics/normal-quantile';

/**
 * How the interval of a proportion is made: by the score test (Wilson 1927), from both tails of the binomial distribution (Clopper and Pearson 1934), or
 * from the Beta(1/2, 1/2) prior (Jeffreys; the ends at 0 and 1 as in Brown, Cai and DasGupta 2001).
 *
 * @example
 * const method = 'clopper-pearson';
 * proportionInterval(10, 10, { method }); // → [0.69150289, 1]
 */
export type ProportionMethod = 'wilson' | 'clopper-pearson' | 'jeffreys';

/**
 * An interval for the chance of success, from a number of independent trials. It is never a point.
 *
 * @param successes - how many trials succeeded, a whole number from 0 to `trials`.
 * @param trials - a whole number >= 1.
 * @param options - `confidence`, 0.95 by default, and `method`, 'wilson' by default.
 * @returns the two ends, probabilities.
 * @throws TypeError if an argument has the wrong type; RangeError if a number is not whole, or out of range.
 *
 * @example
 * proportionInterval(10, 10); // → [0.7224672, 1]
 */
export function proportionInterval(
  successes: number,
  trials: number,
  options: { confidence?: number; method?: ProportionMethod } = {}
): [number, number] {
  checkWhole('trials', trials, 1, Number.MAX_SAFE_INTEGER);
  checkWhole('successes', successes, 0, trials, 'the number of trials');
  const { confidence = CONFIDENCE, method = 'wilson' } = fieldsOf('options', options, ['confidence', 'method']);
  checkConfidence(confidence);
  const tail = (1 - confidence) / 2;
  if (method === 'wilson') return wilson(successes, trials, tail);
  if (method === 'clopper-pearson') return fromBeta(successes, trials - successes, tail, 1, 0);
  if (method === 'jeffreys') return fromBeta(successes, trials - successes, tail, 0.5, 0.5);
  throw coded(TypeError, 'UNKNOWN_NAME', `method is ${show(method)}, expected "wilson", "clopper-pearson" or "jeffreys"`);
}

/**
 * The score interval of a proportion, whose successes and trials need not be whole.
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

/** The ends at which the beta distributions with `passed + own` and `failed + other`, and mirrored, leave out the tail. */
function fromBeta(passed: number, failed: number, tail: number, other: number, own: number): [number, number] {
  const low = passed === 0 ? 0 : betaQuantile(passed + own, failed + other, tail).x;
  const high = failed === 0 ? 1 : betaQuantile(failed + own, passed + other, tail).y;
  return [low, high];
}
