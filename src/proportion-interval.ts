// Intervals for a proportion that hold at 0 and 1 too.

import { CONFIDENCE } from './defaults';
import { coded } from './errors';
import { checkConfidence, checkWhole, fieldsOf } from './input/numbers';
import { show } from './input/show';
import { clopperPearson, fromBeta, wilson } from './numerics/proportion';

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
  if (method === 'clopper-pearson') return clopperPearson(successes, trials - successes, tail);
  if (method === 'jeffreys') return fromBeta(successes, trials - successes, tail, 0.5, 0.5);
  throw coded(TypeError, 'UNKNOWN_NAME', `method is ${show(method)}, expected "wilson", "clopper-pearson" or "jeffreys"`);
}
