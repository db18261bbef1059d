// The gamma function by its Stirling error (Loader, Fast and accurate computation of binomial probabilities, 2000), so that ratios of it keep their digits.

import { exp, log, log1p } from './exp-log';

const TWO_PI = 6.283185307179586;

/** From here on eight terms of the series leave 1e-17. */
const LEAST_SERIES = 16;

/** The number next to -1. */
const ABOVE_MINUS_1 = -0.9999999999999999;

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

/** The mass of the binomial distribution at a of a + b trials, `C(a+b, a) x^a y^b` with y = 1 - x, for real a, b > 0 and 0 < x < 1; where one is 0,
 *  the other must be whole. */
export function binomialMass(a: number, b: number, x: number, y: number): number {
  if (a === 0 || b === 0) return power(x, a) * power(y, b);
  return binomialMassOf(a, b)(x, y);
}

/** `binomialMass` of fixed a, b > 0 as a function of x and y. */
export function binomialMassOf(a: number, b: number): (x: number, y: number) => number {
  const n = a + b;
  const constant = stirlingError(n) - stirlingError(a) - stirlingError(b);
  const scale = Math.sqrt(n / (TWO_PI * a * b));
  return (x, y) => {
    // a less its mean, which cancels unless it is computed as this difference
    const distance = a * y - b * x;
    const deviance = a * log1p(finite(distance / (n * x))) + b * log1p(finite(-distance / (n * y)));
    return scale * exp(constant - deviance);
  };
}

/** Where one quotient rounds to -1, or overflows by a subnormal number, the other term makes the mass 0. */
function finite(quotient: number): number {
  return Math.max(ABOVE_MINUS_1, Math.min(quotient, Number.MAX_VALUE));
}

function power(x: number, exponent: number): number {
  let product = 1;
  for (let i = 0; i < exponent && product > 0; i++) product *= x;
  return product;
}
