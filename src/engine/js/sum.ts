// Twin of assembly/sum.ts: compensated sums with two lanes, the even outcomes in lane 0 and the odd ones in lane 1.

/** What `t = a + b` lost (TwoSum, Knuth). */
export function lost(a: number, b: number, t: number): number {
  const z = t - a;
  return a - (t - z) + (b - z);
}

/** Doubles of one sum: two lanes of sum, two of what was lost. */
export const SUM_SIZE = 4;

/** Adds x to one lane of the sum that starts at `at`. */
export function accumulate(sums: Float64Array, at: number, lane: number, x: number): void {
  const s = sums[at + lane];
  const t = s + x;
  sums[at + 2 + lane] += lost(s, x, t);
  sums[at + lane] = t;
}

export function total(sums: Float64Array, at: number): number {
  const a = sums[at];
  const b = sums[at + 1];
  const t = a + b;
  return t + (lost(a, b, t) + (sums[at + 2] + sums[at + 3]));
}

/** The sum of `term(0)` to `term(length - 1)`. */
export function sumOf(length: number, term: (i: number) => number): number {
  const sum = new Float64Array(SUM_SIZE);
  for (let i = 0; i < length; i++) accumulate(sum, 0, i & 1, term(i));
  return total(sum, 0);
}
