// The density `c e^(c u) / (e^c - 1)` in the rank u from 0 to 1: how often a draw beats a uniform number, and how far the density is from uniform.

import { exp, expm1, log, log1p } from './exp-log';

/** `B_2k / (2k)!` for k from 1 on, with Bernoulli numbers: the next term is below 1e-16 up to c = 1. */
const BERNOULLI = [
  1 / 12,
  -1 / 720,
  1 / 30240,
  -1 / 1209600,
  1 / 47900160,
  -691 / 1307674368000,
  1 / 74724249600,
  -3617 / 10670622842880000,
  43867 / 5109094217170944000,
  -174611 / 802857662698291200000,
];

const MAX_SERIES = 1;

/** The sum over k of the coefficients times `c^2(k-1)` and a factor. */
function series(c: number, factor: (k: number) => number): number {
  let sum = 0;
  for (let k = BERNOULLI.length; k >= 1; k--) sum = sum * c * c + BERNOULLI[k - 1] * factor(k);
  return sum;
}

/** The win rate less one half, for c > 0: `coth(c/2)/2 - 1/c`. */
export function excessOf(c: number): number {
  if (c <= MAX_SERIES) return c * series(c, () => 1);
  return 0.5 - 1 / c + 1 / expm1(c);
}

/** The KL divergence from uniform, for c > 0: `c/(e^c - 1) + log c - 1 - log(1 - e^-c)`. */
export function klOfTilt(c: number): number {
  if (c <= MAX_SERIES) return c * c * series(c, (k) => 1 - 1 / (2 * k));
  return c / expm1(c) + log(c) - 1 - log1p(-exp(-c));
}

/** The derivative of the win rate by c: `1/c^2 - e^c/(e^c - 1)^2`. */
function slopeOf(c: number): number {
  if (c <= MAX_SERIES) return series(c, (k) => 2 * k - 1);
  const decay = exp(-c);
  return 1 / (c * c) - decay / ((1 - decay) * (1 - decay));
}

/** @param kl - from the least doubles up to some hundreds. */
export function tiltWithKl(kl: number): number {
  // near 0 and far from it these are the answer
  const start = kl < 1 ? Math.sqrt(24 * kl) : exp(kl + 1);
  return solved(start, (c) => ({ off: klOfTilt(c) / kl, slope: (c * c * slopeOf(c)) / kl }));
}

/** @param excess - above 0 and below one half. */
export function tiltWithExcess(excess: number): number {
  const shortfall = 0.5 - excess;
  if (excess < 0.25) return solved(12 * excess, (c) => ({ off: excessOf(c) / excess, slope: (c * slopeOf(c)) / excess }));
  // near 1 the shortfall has the digits; it falls as c rises
  return solved(1 / shortfall, (c) => ({ off: shortfall / shortfallOf(c), slope: (c * slopeOf(c)) / shortfallOf(c) }));
}

const shortfallOf = (c: number) => 1 / c - 1 / expm1(c);

/**
 * Newton's method in the logarithm of c.
 *
 * @param at - the ratio of what c gives to what is wanted, and its derivative by log c where they are near each other.
 */
function solved(start: number, at: (c: number) => { off: number; slope: number }): number {
  let c = start;
  for (let round = 0; round < 100; round++) {
    const { off, slope } = at(c);
    const step = Math.min(1, Math.max(-1, (off - 1) / slope));
    c *= exp(-step);
    if (Math.abs(step) < 1e-15) break;
  }
  return c;
}
