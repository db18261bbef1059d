// pass@k of one problem, from counts of samples and correct samples.

import { checkWhole } from './input/numbers';
import { firstWeight, scalePair } from './numerics/binomial-weights';
import { expm1 } from './numerics/exp-log';
import { accumulate, SUM_SIZE, total } from './numerics/sum';

/**
 * The unbiased estimate of the chance that at least one of k samples is correct, from `correct` correct ones among `samples`:
 * `1 - C(samples - correct, k) / C(samples, k)` (Chen et al. 2021, arXiv:2107.03374).
 *
 * It is summed as the chance that the first correct one is the i-th, over the smaller of k and `correct`: terms of one sign, so that
 * small chances keep their digits (the usual `1 - product` does not), in double-double arithmetic, so that a value that is a double comes out
 * as that double. Where that would take more than a hundred thousand terms, the logarithm of the chance that none is correct has
 * a closed form; the answer is then within a few units in its last place.
 *
 * @param samples - the samples of the problem, a whole number >= 1.
 * @param correct - how many of them are correct.
 * @param k - a whole number from 1 to `samples`.
 * @returns a probability.
 * @throws TypeError if an argument is not a number; RangeError if it is not whole, if `correct` is not from 0 to `samples`, or if k
 *   is not from 1 to `samples` (no estimate is unbiased there).
 *
 * @example
 * passAtK(10, 3, 2); // → 0.53333333
 */
export function passAtK(samples: number, correct: number, k: number): number {
  checkWhole('samples', samples, 1, Number.MAX_SAFE_INTEGER);
  checkWhole('correct', correct, 0, samples, 'the number of samples');
  checkWhole('k', k, 1, samples, 'the number of samples');
  if (samples - correct < k) return 1;
  const fewer = Math.min(k, correct);
  const more = Math.max(k, correct);
  return fewer > MAX_TERMS && more / samples < MAX_SMALL_SHARE
    ? -expm1(-minusLogFail(samples, fewer, more))
    : firstTerms(samples, fewer, more);
}

/** The most terms that are summed. */
const MAX_TERMS = 100_000;
/** At this share of correct ones the chance that none is among the terms is below the last digit of 1 after fewer than MAX_TERMS. */
const MAX_SMALL_SHARE = 4e-4;

/** The sum of the first terms, which are the weights of the highest samples with n = more, until it rounds to 1. */
function firstTerms(samples: number, terms: number, more: number): number {
  const sum = new Float64Array(SUM_SIZE);
  const term = firstWeight(samples, more);
  for (let i = 0; i < terms && total(sum, 0) < 1; i++) {
    accumulate(sum, 0, 0, term[0]);
    accumulate(sum, 0, 1, term[1]);
    if (i + 1 < terms) scalePair(term, samples - i - more, samples - i - 1);
  }
  return total(sum, 0);
}

/** `log (C(m, b) / C(m - a, b))` for large a and b below 4e-4 m, by Stirling's series, the corrections of which to `x log x` cancel to less than
 *  m^-2. With `tail(x) = -log(1 - x) - x` and `w = ab / ((m-a)(m-b))` nothing else cancels:
 *  `ab/m (1 + w) + a tail(b/m) + b tail(a/m) - (m - a - b) tail(w) - (w + tail(w))/2`. */
function minusLogFail(m: number, a: number, b: number): number {
  const w = (a / (m - a)) * (b / (m - b));
  const rest = (a * b * w) / m + a * tail(b / m) + b * tail(a / m) - (m - a - b) * tail(w) - (w + tail(w)) / 2;
  return (a * b) / m + rest;
}

/** `-log(1 - x) - x` for 0 <= x <= 4e-4. */
function tail(x: number): number {
  return x * x * (1 / 2 + x * (1 / 3 + x * (1 / 4 + x * (1 / 5 + x / 6))));
}
