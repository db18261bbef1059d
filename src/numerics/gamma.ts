// The gamma function by its Stirling error (Loader, Fast and accurate computation of binomial probabilities, 2000), so that ratios of it keep their digits.

import { exp, log, log1p } from './exp-log';

const HALF_LOG_2PI = 0.9189385332046728;
const TWO_PI = 6.283185307179586;

/** From here on eight terms of the series leave 1e-17. */
const LEAST_SERIES = 16;

/** `log gamma(x + 1) - (x + 1/2) log x + x - log(2 pi)/2` for x > 0. */
export function stirlingError(x: number): number {
  let error = 0;
  let y = x;
  for (; y < LEAST_SERIES; y++) error += (y + 0.5) * log1p(1 / y) - 1;
  const w = 1 / (y * y);
  const series = 1 / 1260 - w * (1 / 1680 - w * (1 / 1188 - w * (691 / 360360 - w / 156)));
  return error + (1 / 12 - w * (1 / 360 - w * series)) / y;
}

/** `log(gamma(x + a) / gamma(x))` for x > 0 and a > 0. */
export function logGammaRatio(x: number, a: number): number {
  return stirlingError(x + a) - stirlingError(x) + (x - 0.5) * log1p(a / x) + a * (log(x + a) - 1);
}

/** `log(gamma(a) gamma(b) / gamma(a + b))` for a, b > 0. */
export function logBeta(a: number, b: number): number {
  const [less, more] = a < b ? [a, b] : [b, a];
  // gamma(less) by its own Stirling error, since more may be far larger
  const own = stirlingError(less) + (less - 0.5) * log(less) - less + HALF_LOG_2PI;
  return own - logGammaRatio(more, less);
}

/** The mass of the binomial distribution at a of a + b trials, `C(a+b, a) x^a y^b` with y = 1 - x, for real a, b > 0 and 0 < x < 1. */
export function binomialMass(a: number, b: number, x: number, y: number): number {
  const n = a + b;
  // a less its mean, which cancels unless it is computed as this difference
  const distance = a * y - b * x;
  const deviance = a * log1p(distance / (n * x)) + b * log1p(-distance / (n * y));
  return Math.sqrt(n / (TWO_PI * a * b)) * exp(stirlingError(n) - stirlingError(a) - stirlingError(b) - deviance);
}
