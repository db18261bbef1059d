// Which differences of estimates are no more than rounding.

import { sumOf } from './sum';

/** A difference below this part of the values is rounding. */
export const ROUNDING = 1e-12;

/** The mean size of the larger value of each pair, by which rounding of their differences is judged. */
export function sizeOfPairs(a: ArrayLike<number>, b: ArrayLike<number>): number {
  return sumOf(a.length, (i) => Math.max(Math.abs(a[i]), Math.abs(b[i])) / a.length);
}
