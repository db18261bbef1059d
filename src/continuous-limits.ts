// Best-of-n where no outcome has positive mass: what each divergence then is, and what it is at most on any support.

import { winRateBoundOf } from './bounds';
import { checkGamma, checkN, checkPositive } from './input/numbers';
import { klBoundOf } from './numerics/coefficients';
import {
  chiSquaredOfContinuous,
  hockeyStickOfContinuous,
  reverseKlOfContinuous,
  squaredHellingerOfContinuous,
  totalVariationOfContinuous,
} from './numerics/continuous';
import { renyiOfContinuous } from './numerics/renyi-limit';

/**
 * Divergences and win rate of best-of-n from a continuous reference.
 *
 * @example
 * const limits = continuousLimits(4);
 * limits.winRate; // → 0.8
 */
export interface ContinuousLimits {
  /** The KL divergence, `log n - (n-1)/n`, in nats; the same as `klBound`. */
  kl: number;
  /** The KL divergence of the reference from best-of-n, `n - 1 - log n`, in nats. */
  reverseKl: number;
  /** The total variation distance, `(n-1) n^(-n/(n-1))`. */
  totalVariation: number;
  /** Pearson's chi-squared divergence, `(n-1)^2 / (2n-1)`. */
  chiSquared: number;
  /** The squared Hellinger distance, `(1 - sqrt(n))^2 / (n+1)`. */
  squaredHellinger: number;
  /** The largest logarithm of the ratio of the densities, `log n`, in nats: the Rényi divergence of infinite order. */
  maxLogRatio: number;
  /** The chance to beat one reference draw, `n / (n+1)`; the same as `winRateBound`. */
  winRate: number;
}

/**
 * The divergences of best-of-n from a continuous reference, each of which is an upper bound on every support, since best-of-n is the image of the maximum of n
 * uniform numbers, and no divergence grows under a map (Mroueh, arXiv:2406.05883).
 *
 * @param n - any real number of samples >= 1; Infinity gives the limits.
 * @returns exact to the last digits, also next to n = 1, where the divergences vanish.
 * @throws TypeError if n is not a number, RangeError if it is below 1 or NaN.
 *
 * @example
 * const { kl, totalVariation, maxLogRatio } = continuousLimits(16);
 * [kl, totalVariation, maxLogRatio]; // → [1.8350887, 0.77928553, 2.77258872]
 */
export function continuousLimits(n: number): ContinuousLimits {
  checkN(n);
  return {
    kl: klBoundOf(n),
    reverseKl: reverseKlOfContinuous(n),
    totalVariation: totalVariationOfContinuous(n),
    chiSquared: chiSquaredOfContinuous(n),
    squaredHellinger: squaredHellingerOfContinuous(n),
    maxLogRatio: renyiOfContinuous(n, Infinity),
    winRate: winRateBoundOf(n),
  };
}

/**
 * The Rényi divergence of best-of-n from a continuous reference, `log(n^alpha / (alpha (n-1) + 1)) / (alpha - 1)`, which bounds that on every support.
 *
 * @param n - any real number of samples >= 1.
 * @param alpha - the order, > 0; 1 is the KL divergence, and Infinity the largest logarithm of the ratio.
 * @returns nats.
 * @throws TypeError if an argument is not a number, RangeError if n < 1 or alpha <= 0.
 *
 * @example
 * renyiLimit(16, 2); // → 2.11119024
 */
export function renyiLimit(n: number, alpha: number): number {
  checkN(n);
  checkPositive('alpha', alpha);
  return renyiOfContinuous(n, alpha);
}

/**
 * The hockey-stick divergence of best-of-n from a continuous reference (Polyanskiy 2010), `1 - u^n - gamma (1-u)` with `u = (gamma/n)^(1/(n-1))`, which bounds
 * that on every support; 0 for `gamma >= n`.
 *
 * @param n - any real number of samples >= 1.
 * @param gamma - how many times as likely as under the reference counts as none of the difference, >= 1; 1 is the total variation distance.
 * @returns a probability.
 * @throws TypeError if an argument is not a number, RangeError if n < 1 or gamma < 1.
 *
 * @example
 * hockeyStickLimit(16, 2); // → 0.63228231
 */
export function hockeyStickLimit(n: number, gamma: number): number {
  checkN(n);
  checkGamma(gamma);
  return hockeyStickOfContinuous(n, gamma);
}
