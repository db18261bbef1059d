// Compensated sums with two lanes, the even entries in lane 0 and the odd ones in lane 1; by hand, since it is the seam between the lanes of
// assembly/sum.ts and the generated files. Sums stand packed in arrays of sums, and `k` says which of the array is meant.

/** The rounding error of `t = a + b`, exact in round-to-nearest (Knuth's TwoSum). */
export function twoSumError(a: number, b: number, t: number): number {
  const z = t - a;
  return a - (t - z) + (b - z);
}

/** 2^27 + 1, by which a double is split into halves of 26 bits. */
const SPLITTER = 134217729;

/** The rounding error of `p = a b`, exact where neither overflows nor underflows (Dekker's product). */
export function twoProductError(a: number, b: number, p: number): number {
  const u = SPLITTER * a;
  const v = SPLITTER * b;
  const aHigh = u - (u - a);
  const bHigh = v - (v - b);
  const aLow = a - aHigh;
  const bLow = b - bHigh;
  return aHigh * bHigh - p + aHigh * bLow + aLow * bHigh + aLow * bLow;
}

/** What `q = a / b` is short of, for a and b as pairs of doubles. */
export function quotientLow(a: number, aLow: number, b: number, bLow: number, q: number): number {
  const p = q * b;
  return (a - p - twoProductError(q, b, p) + (aLow - q * bLow)) / b;
}

/** Doubles of one sum: two lanes of the sum, two of the errors. */
export const SUM_SIZE = 4;

/** Makes the k-th sum 0. */
export function clear(sums: Float64Array, k: number): void {
  sums.fill(0, k * SUM_SIZE, (k + 1) * SUM_SIZE);
}

/** Adds x to one lane of the k-th sum. */
export function accumulate(sums: Float64Array, k: number, lane: number, x: number): void {
  const at = k * SUM_SIZE + lane;
  const s = sums[at];
  const t = s + x;
  sums[at + 2] += twoSumError(s, x, t);
  sums[at] = t;
}

/** The value of the k-th sum, its lanes and errors put together. */
export function total(sums: Float64Array, k: number): number {
  const at = k * SUM_SIZE;
  const a = sums[at];
  const b = sums[at + 1];
  const t = a + b;
  return t + (twoSumError(a, b, t) + (sums[at + 2] + sums[at + 3]));
}

/** The compensated sum of `term(0)` to `term(length - 1)`. */
export function sumOf(length: number, term: (i: number) => number): number {
  const sum = new Float64Array(SUM_SIZE);
  for (let i = 0; i < length; i++) accumulate(sum, 0, i & 1, term(i));
  return total(sum, 0);
}
