// Two short rows with weights at once, one in each lane: sorted by a network, and their weights summed from the lowest reward on. A row that is not
// plain (it has ties, infinite rewards, outcomes without mass, or weights that need scaling) is left to the caller.

import { Support } from "./arrays";
import { above, add, both, either, greater, less, lesser, lessPair, Mask, mul, Row, rowAt, Rows, rowsAt, same, setAt, setIndexAt, setRowsAt, splat, sub } from "./lanes";
import { LARGE_WEIGHT, MAX_NETWORK_LENGTH, SMALL_WEIGHT } from "./layout";
import { sortWith } from "./network";
import { lowOf } from "./prepare";
import { twoSumErrorPair } from "./sum";

/** The rewards and, further on, the weights of two rows; then the running sums of weights and what their rounding left, as `gatherBlocks` has them. */
export const PAIRS: Rows = memory.data(<i32>(4 * MAX_NETWORK_LENGTH * 16), 16);
const PART: usize = MAX_NETWORK_LENGTH * 16;
export const WEIGHT_PAIRS: Rows = PAIRS + PART;
const CDF_PAIRS: Rows = PAIRS + 2 * PART;
const LOW_PAIRS: Rows = PAIRS + 3 * PART;

/** A weight above this part of the largest has a probability above 0, whatever the total is. */
const SURE_PART: f64 = 1e-290;

/** Sorts the two rows in PAIRS, of one length, and sums their weights; returns which of them are plain. */
export function gatherRows(length: u32): Mask {
  sortWith(PAIRS, length, PART);
  let largest = splat(0.0);
  let least = splat(Infinity);
  let sum = splat(0.0);
  let error = splat(0.0);
  let last = splat(-Infinity);
  let tied: Mask = splat(0.0);
  for (let j: u32 = 0; j < length; j++) {
    const r = rowsAt(PAIRS, j);
    // the lowest reward is tied with -Infinity if it is that
    tied = either(tied, same(r, last));
    last = r;
    const w = rowsAt(WEIGHT_PAIRS, j);
    largest = greater(largest, w);
    least = lesser(least, w);
    const t = add(sum, w);
    error = add(error, twoSumErrorPair(sum, w, t));
    sum = t;
    const upTo = add(sum, error);
    setRowsAt(CDF_PAIRS, j, upTo);
    setRowsAt(LOW_PAIRS, j, add(sub(sum, upTo), error));
  }
  tied = either(tied, same(last, splat(Infinity)));
  const plain = both(both(less(largest, LARGE_WEIGHT), above(largest, SMALL_WEIGHT)), lessPair(mul(largest, splat(SURE_PART)), least));
  return v128.andnot(plain, tied);
}

/** Makes a plain row, whose rewards start at `row`, what `gatherBlocks` would make of it. */
export function takeRow(s: Support, row: Row): void {
  const cdf = s.spare;
  const low = lowOf(s);
  const length = s.size;
  setAt(cdf, 0, 0);
  setAt(low, 0, 0);
  for (let j: u32 = 0; j < length; j++) {
    setAt(s.reward, j, rowAt(row, j));
    setAt(s.refMass, j, rowAt(row + PART, j));
    setAt(cdf, j + 1, rowAt(row + 2 * PART, j));
    setAt(low, j + 1, rowAt(row + 3 * PART, j));
    setIndexAt(s.blockOf, j, j);
  }
  s.count = s.blocks = length;
  s.total = rowAt(row + 2 * PART, length - 1);
  setAt(s.reward, length, 0);
  setAt(s.refMass, length, 0);
  setAt(cdf, length + 1, s.total);
}
