// The scaling law of reward model over-optimisation.

import { coded } from './errors';
import { checkEither, checkSameLength, type Numbers, outOfRange, toDoubles } from './input/numbers';
import { exp, log } from './numerics/exp-log';
import { sumOf } from './numerics/sum';

/**
 * A fitted curve of the gold reward against `d`, the square root of the KL divergence.
 *
 * @example
 * const fit = gaoFit([0, 1, 2, 3], [0, 3, 4, 3]);
 * fit.peak.d; // → 2
 */
export interface GaoFit {
  /** How the reward rises at first, in its unit for each unit of d. */
  alpha: number;
  /** How the rise falls off. */
  beta: number;
  /** Where the curve is highest, and its value there; null where it has no peak, beta being at most 0. */
  peak: {
    /** The square root of the KL divergence, in square roots of nats. */
    d: number;
    /** The gold reward less that of the reference. */
    value: number;
  } | null;
  /** The sum of the squared differences between the points and the curve. */
  residualSumOfSquares: number;
}

/**
 * Fits `R = d (alpha - beta d)` (`bestOfN`) or `R = d (alpha - beta log d)` (`rl`) to points by least squares (Gao, Schulman and Hilton, arXiv:2210.10760).
 *
 * @param d - square roots of KL divergences from the reference, in nats, >= 0.
 * @param reward - the gold reward less that of the reference, an entry for each d.
 * @throws TypeError if an argument has the wrong type, or the lengths differ; RangeError if a number is not finite, a d is negative, or fewer than two
 *   distinct d above 0 are given.
 *
 * @example
 * const { alpha, beta } = gaoFit([0, 1, 2, 3], [0, 3, 4, 3]);
 * alpha; // → 4
 * beta; // → 1
 */
export function gaoFit(d: Numbers, reward: Numbers, form: 'bestOfN' | 'rl' = 'bestOfN'): GaoFit {
  const [x, y] = [toDoubles('d', d), toDoubles('reward', reward)];
  checkSameLength('d', x, 'reward', y);
  checkEither('form', form, 'bestOfN', 'rl');
  for (let i = 0; i < x.length; i++) {
    if (!(x[i] >= 0 && x[i] < Infinity)) throw outOfRange(`d[${i}]`, x[i], 'a finite number >= 0', i);
    if (!Number.isFinite(y[i])) throw outOfRange(`reward[${i}]`, y[i], 'a finite number', i);
  }
  if (new Set(x.filter((z) => z > 0)).size < 2) throw coded(RangeError, 'EMPTY', 'd needs at least two distinct values above 0');
  const bend = form === 'rl' ? (z: number) => (z === 0 ? 0 : z * log(z)) : (z: number) => z * z;
  const sum = (term: (i: number) => number) => sumOf(x.length, term);
  const squares = sum((i) => x[i] * x[i]);
  // what bends, less its part along d: then the two coefficients do not mix
  const mixed = sum((i) => x[i] * bend(x[i])) / squares;
  const across = Float64Array.from(x, (z) => bend(z) - mixed * z);
  const acrossSquares = sum((i) => across[i] * across[i]);
  let [alpha, beta] = [0, 0];
  const residual = (i: number) => y[i] - alpha * x[i] + beta * bend(x[i]);
  // the second round corrects the rounding of the first
  for (let round = 0; round < 2; round++) {
    const along = sum((i) => x[i] * residual(i)) / squares;
    const more = sum((i) => across[i] * residual(i)) / acrossSquares;
    alpha += along - mixed * more;
    beta -= more;
  }
  const peakAt = form === 'rl' ? exp(alpha / beta - 1) : alpha / (2 * beta);
  const peak = beta > 0 ? { d: peakAt, value: form === 'rl' ? peakAt * beta : (alpha * peakAt) / 2 } : null;
  return { alpha, beta, peak, residualSumOfSquares: sum((i) => residual(i) * residual(i)) };
}
