// pass@k of one problem, from counts of samples and correct samples.

import { checkWhole } from './input/numbers';

/**
 * The unbiased estimate of the chance that at least one of k samples is correct, from `correct` correct ones among `samples`:
 * `1 - C(samples - correct, k) / C(samples, k)` (Chen et al. 2021, arXiv:2107.03374).
 *
 * It is summed as the chance that the first correct one is the i-th, over the smaller of k and `correct`: terms of one sign, so that
 * small chances keep their digits (the usual `1 - product` does not).
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
  const steps = Math.min(k, correct);
  const others = Math.max(k, correct);
  let pass = 0;
  for (let i = 0; i < steps && pass < 1; i++) pass += (1 - pass) * (others / (samples - i));
  return pass;
}
