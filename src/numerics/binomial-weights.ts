// The weights with which m scored samples estimate best-of-n without bias.

import { productRemainder, quotientRest } from './double-double';
import { twoSumError } from './sum';

/** A weight below 2^-600 is kept as 2^600 times itself, one below 2^-1200 as 2^1200 times itself, and so on. */
export const LEVEL = 2 ** 600;
/** Beyond this level even the largest double times a weight is 0. */
export const LAST_LEVEL = 3;

/** Weights in double-double arithmetic, by index: the i-th is `(high + low) / LEVEL^level`. All that are so small that none of them can matter are 0. */
export interface Weights {
  high: Float64Array;
  low: Float64Array;
  level: Uint8Array;
  /** From this index on the level is 0. */
  plainFrom: number;
}

/**
 * `w_i = C(i-1, n-1) / C(m, n)`, i = 1..m at index i - 1: the chance that the i-th lowest of m samples is the highest of n drawn
 * without replacement.
 *
 * From the top down, `w_m = n/m` and `w_{i-1} = w_i (i-n)/(i-1)`, in double-double arithmetic: no binomial that could overflow, no
 * difference that could cancel, and the roundings of a million steps stay below the last digit.
 *
 * @param m - the number of samples, a whole number >= 1.
 * @param n - a whole number from 1 to m.
 * @returns m weights, which sum to 1.
 */
export function binomialWeights(m: number, n: number): Weights {
  const weights: Weights = { high: new Float64Array(m), low: new Float64Array(m), level: new Uint8Array(m), plainFrom: n - 1 };
  const w = firstWeight(m, n);
  let level = 0;
  for (let i = m; i >= n; i--) {
    if (w[0] < 1 / LEVEL) {
      if (level === 0) weights.plainFrom = i;
      if (++level > LAST_LEVEL) break;
      w[0] *= LEVEL;
      w[1] *= LEVEL;
    }
    weights.high[i - 1] = w[0];
    weights.low[i - 1] = w[1];
    weights.level[i - 1] = level;
    if (i > n) scalePair(w, i - n, i - 1);
  }
  return weights;
}

/** The most weights that are kept, of 17 bytes each. */
const MAX_KNOWN = 1 << 16;

/** A function that makes weights, and keeps those of the m that was asked for last: rows of samples mostly have one length. Callers must not
 *  change them, since they are shared. */
export function keeping(make: (m: number, n: number, j: number) => Weights): (m: number, n: number, j?: number) => Weights {
  const known = new Map<number, Weights>();
  let knownM = 0;
  return (m, n, j = 1) => {
    if (m > MAX_KNOWN) return make(m, n, j);
    if (m !== knownM) known.clear();
    knownM = m;
    const key = n * m + j;
    const before = known.get(key);
    if (before !== undefined) return before;
    if ((known.size + 1) * m > MAX_KNOWN) known.clear();
    const weights = make(m, n, j);
    known.set(key, weights);
    return weights;
  };
}

/** `binomialWeights`, kept for the next row of the same length. */
export const knownWeights = /* @__PURE__ */ keeping(binomialWeights);

/** `n/m`, the weight of the highest sample, as a pair of doubles. */
export function firstWeight(m: number, n: number): Float64Array {
  const quotient = n / m;
  return Float64Array.of(quotient, quotientRest(n, 0, m, quotient));
}

/** Multiplies a pair of doubles by a/b, both whole numbers. */
export function scalePair(pair: Float64Array, a: number, b: number): void {
  const product = pair[0] * a;
  const rest = productRemainder(pair[0], a, product) + pair[1] * a;
  const quotient = product / b;
  const correction = quotientRest(product, rest, b, quotient);
  pair[0] = quotient + correction;
  pair[1] = twoSumError(quotient, correction, pair[0]);
}
