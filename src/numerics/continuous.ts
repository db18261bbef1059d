// Divergences of best-of-n from a continuous reference, which bound those on every support. All are functions of n >= 1, exact also next to 1.

import { exp, log1p } from './exp-log';
import { gammainc2, minusLog1pmx, rMinusLogR } from './near-one';

/** `n - 1 - log n`. */
export function reverseKlOfContinuous(n: number): number {
  return n === Infinity ? Infinity : minusLog1pmx(n - 1);
}

/** `(n-1) n^(-n/(n-1))`. */
export function totalVariationOfContinuous(n: number): number {
  const x = n - 1;
  if (x === 0) return 0;
  return n === Infinity ? 1 : (x / n) * exp(-log1p(x) / x);
}

/** `(n-1)^2 / (2n-1)`. */
export function chiSquaredOfContinuous(n: number): number {
  const x = n - 1;
  // the square of x would overflow, and so would twice x
  return n === Infinity ? Infinity : x * (0.5 * (x / (x + 0.5)));
}

/** `(1 - sqrt(n))^2 / (n+1)`. */
export function squaredHellingerOfContinuous(n: number): number {
  const root = (n - 1) / (1 + Math.sqrt(n));
  return n === Infinity ? 1 : root * (root / (n + 1));
}

/** `1 - u^n - gamma (1-u)` with `u = (gamma/n)^(1/(n-1))`, for gamma >= 1. */
export function hockeyStickOfContinuous(n: number, gamma: number): number {
  if (gamma >= n) return 0;
  if (n === Infinity) return 1;
  if (gamma === 1) return totalVariationOfContinuous(n);
  const w = log1p((n - gamma) / gamma);
  const l = w / (n - 1);
  return gammainc2(w) + gamma * ((n - 1) / n) * rMinusLogR(exp(-l), -l);
}
