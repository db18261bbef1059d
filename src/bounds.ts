// Closed forms: the paper's bounds, and its estimator at one point.

import { checkEpsilon, checkN } from './input/numbers';
import { coefficientsAt, klBoundOf } from './numerics/coefficients';
import { klEstimateOf, surprisal } from './numerics/kl-estimator';

/**
 * The literature's formula for the KL divergence of best-of-n, `log n - (n-1)/n`: an upper bound, reached only by a continuous
 * reward (Beirami et al. 2025, theorem 3.1).
 *
 * @param n - any real number of samples >= 1; Infinity gives Infinity.
 * @returns nats, exact to the last digits also next to n = 1, where it is about `(n-1)^2 / 2`.
 * @throws TypeError if n is not a number, RangeError if it is below 1 or NaN.
 *
 * @example
 * klBound(16); // → 1.8350887
 */
export function klBound(n: number): number {
  checkN(n);
  return klBoundOf(n);
}

/**
 * The largest win rate of a best-of-n draw against one reference draw, `n/(n+1)` (theorem 5.3).
 *
 * @param n - any real number of samples >= 1; Infinity gives 1.
 * @returns a probability.
 * @throws TypeError if n is not a number, RangeError if it is below 1 or NaN.
 *
 * @example
 * winRateBound(16); // → 0.94117647
 */
export function winRateBound(n: number): number {
  checkN(n);
  return winRateBoundOf(n);
}

export function winRateBoundOf(n: number): number {
  return n === Infinity ? 1 : n / (n + 1);
}

/**
 * The paper's estimator of the KL divergence from one best-of-n draw of reference probability epsilon, `d_n(epsilon)`
 * (section 4, equation 25). Between 0 (epsilon = 1) and `klBound(n)` (epsilon = 0).
 *
 * @param n - any real number of samples >= 1; Infinity gives `-log(epsilon)`.
 * @param epsilon - the probability of the draw under the reference, 0 to 1.
 * @returns nats.
 * @throws TypeError if an argument is not a number, RangeError if n < 1 or epsilon is outside [0, 1].
 *
 * @example
 * klEstimate(16, 0.01); // → 1.8349482
 */
export function klEstimate(n: number, epsilon: number): number {
  checkN(n);
  checkEpsilon(epsilon);
  return n === Infinity ? surprisal(epsilon, 1 - epsilon) : klEstimateOf(coefficientsAt(n), epsilon, 1 - epsilon);
}
