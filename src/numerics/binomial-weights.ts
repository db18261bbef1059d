// The weights with which m scored samples estimate best-of-n without bias.

/**
 * `w_i = C(i-1, n-1) / C(m, n)`, i = 1..m at index i - 1: the chance that the i-th lowest of m samples is the highest of n drawn
 * without replacement.
 *
 * From the top down, `w_m = n/m` and `w_{i-1} = w_i (i-n)/(i-1)`, in double-double arithmetic: no binomial that could overflow, no
 * difference that could cancel, and the roundings of a million steps stay below the last digit. Weights below 1e-300 are 0,
 * since the low part of a smaller one would have lost its digits.
 *
 * @param m - the number of samples, a whole number >= 1.
 * @param n - a whole number from 1 to m.
 * @returns f64[m], which sums to 1.
 */
export function binomialWeights(m: number, n: number): Float64Array {
  const weights = new Float64Array(m);
  let high = n / m;
  let low = -productError(high, m, high * m, n) / m;
  for (let i = m; i >= n && high > 1e-300; i--) {
    weights[i - 1] = high;
    if (i === n) break;
    const product = high * (i - n);
    const error = productRemainder(high, i - n, product) + low * (i - n);
    const quotient = product / (i - 1);
    const rest = -productError(quotient, i - 1, quotient * (i - 1), product);
    const correction = (rest + error) / (i - 1);
    high = quotient + correction;
    low = correction - (high - quotient);
  }
  return weights;
}

/** `a b - target`, exact where ab is close to target; `product` is the rounded ab. */
function productError(a: number, b: number, product: number, target: number): number {
  return product - target + productRemainder(a, b, product);
}

/** 2^27 + 1: splits a double into two halves of 26 bits (Dekker 1971, Veltkamp). */
const SPLITTER = 134217729;

/** `a b - product`, exactly. */
function productRemainder(a: number, b: number, product: number): number {
  const p = a * SPLITTER;
  const a1 = p - (p - a);
  const a2 = a - a1;
  const q = b * SPLITTER;
  const b1 = q - (q - b);
  const b2 = b - b1;
  return a1 * b1 - product + a1 * b2 + a2 * b1 + a2 * b2;
}
