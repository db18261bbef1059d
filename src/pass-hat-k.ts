// pass^k and its kin of one problem, from counts of samples and correct samples.

import { checkFinite, checkWhole, outOfRange } from './input/numbers';
import { expm1, log1p } from './numerics/exp-log';
import { hypergeometricTail } from './numerics/hypergeometric';

function checkCounts(samples: number, correct: number, k: number, most = samples): void {
  checkWhole('samples', samples, 1, Number.MAX_SAFE_INTEGER);
  checkWhole('correct', correct, 0, samples, 'the number of samples');
  checkWhole('k', k, 1, most, most === samples ? 'the number of samples' : 'half the number of samples');
}

/**
 * The unbiased estimate of the chance that all of k samples are correct, `C(correct, k) / C(samples, k)`: pass^k (Yao et al., τ-bench, arXiv:2406.12045).
 *
 * @param samples - the samples of the problem, a whole number >= 1.
 * @param correct - how many of them are correct.
 * @param k - a whole number from 1 to `samples`.
 * @returns a probability.
 * @throws TypeError if an argument is not a number; RangeError if it is not whole, or out of range.
 *
 * @example
 * passHatK(10, 8, 2); // → 0.62222222
 */
export function passHatK(samples: number, correct: number, k: number): number {
  checkCounts(samples, correct, k);
  return allPass(samples, correct, k);
}

/** `C(c, k) / C(m, k)`, by the fewer factors. */
export function allPass(m: number, c: number, k: number): number {
  if (c < k) return 0;
  const [factors, above] = m - c < k ? [m - c, m - k] : [k, c];
  let product = 1;
  for (let i = 0; i < factors && product > 0; i++) product *= (above - i) / (m - i);
  return product;
}

/**
 * The unbiased estimate of the chance that at least `tau k` of k samples, and at least one, are correct: G-Pass@k (Liu et al., arXiv:2412.13147). It is pass@k
 * for tau = 0 and pass^k for tau = 1.
 *
 * @param tau - a share from 0 to 1; `tau k` within 1e-9 of a whole number counts as that number.
 * @returns a probability.
 * @throws TypeError if an argument is not a number; RangeError if it is not whole, or out of range.
 *
 * @example
 * gPassAtK(10, 8, 4, 0.75); // → 0.866666667
 */
export function gPassAtK(samples: number, correct: number, k: number, tau: number): number {
  checkCounts(samples, correct, k);
  checkFinite('tau', tau);
  if (!(tau >= 0 && tau <= 1)) throw outOfRange('tau', tau, 'a number from 0 to 1');
  return hypergeometricTail(samples, correct, k, leastPasses(k, tau));
}

/** How many of k must pass for G-Pass@k. */
export const leastPasses = (k: number, tau: number): number => Math.max(1, Math.ceil(tau * k - 1e-9));

/**
 * The unbiased estimate of how much the pass@k of a problem would vary if its samples were drawn anew: the variance of `passAtK`, never negative.
 *
 * @param k - a whole number from 1 to half of `samples`.
 * @throws TypeError if an argument is not a number; RangeError if it is not whole, or out of range.
 *
 * @example
 * passAtKVariance(10, 3, 2); // → 0.0511111111
 */
export function passAtKVariance(samples: number, correct: number, k: number): number {
  checkCounts(samples, correct, k, Math.floor(samples / 2));
  const fail = allPass(samples, samples - correct, k);
  // q_2k / q_k^2 is a product of factors below 1
  let log = 0;
  for (let i = 0; i < k && fail > 0; i++) {
    const factor = (k * correct) / ((samples - k - i) * (samples - correct - i));
    if (factor >= 1) return fail * fail;
    log += log1p(-factor);
  }
  return fail * fail * -expm1(log);
}
