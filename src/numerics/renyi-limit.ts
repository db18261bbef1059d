// The Rényi divergence of best-of-n from a continuous reference.

import { klBoundOf } from './coefficients';
import { log1p } from './exp-log';

/** Up to here the powers of y and of b y fall fast enough for the series. */
const MAX_SERIES = 0.25;

/** Below this order the logarithms of the closed form differ by what matters. */
const MAX_SMALL_ORDER = 0.5;

/** `log(n^alpha / (alpha (n-1) + 1)) / (alpha - 1)` for n >= 1 and alpha > 0. */
export function renyiOfContinuous(n: number, alpha: number): number {
  if (n === Infinity) return Infinity;
  const x = n - 1;
  if (alpha === Infinity) return log1p(x);
  if (alpha === 1) return klBoundOf(n);
  const y = x / n;
  const b = alpha - 1;
  if (y <= MAX_SERIES && Math.abs(b) * y <= MAX_SERIES) return series(y, alpha);
  if (alpha < MAX_SMALL_ORDER) return (log1p(alpha * x) - alpha * log1p(x)) / (1 - alpha);
  // -log(1 - y) is log n
  return log1p(x) - log1p(b * y) / b;
}

/** The sum over k >= 2 of `(1 - (1 - alpha)^(k-1)) y^k / k`. */
function series(y: number, alpha: number): number {
  // powers of alpha could overflow where those of alpha y do not
  const ratio = (1 - alpha) * y;
  const first = alpha * y;
  let [sum, power, factor] = [0, first, first];
  // powers of a quarter: what follows is below 1e-18 of the first term
  for (let k = 2; k < 34; k++) {
    sum += factor / k;
    power *= y;
    factor = ratio * factor + power;
  }
  return sum * y;
}
