// The order of the samples of many short rows, by merges without branches: for random rows of 64, seven times as quick as the sort by digits (sort.ts).

import { orderOf } from './sort';

type Doubles = Float64Array | Float32Array;

/** Rows of at most this many samples are merged; longer ones are sorted by digits. */
const LONGEST = 512;

/** Room to sort rows of one length. What it holds is of the row that was sorted last. */
export class RowSort {
  /** The values of the row by rising size, and the index in the row of each; equal values keep their order. Short rows are followed by a filling. */
  readonly values: Float64Array;
  readonly order: Uint32Array;
  readonly #otherValues: Float64Array;
  readonly #otherOrder: Uint32Array;
  /** Whether the first merge must write to the other arrays, so that the last one writes to `values` and `order`. */
  readonly #startsHere: boolean;
  readonly #size: number;

  /** @param length - the length of the rows, at least 1. */
  constructor(readonly length: number) {
    const merges = 32 - Math.clz32(length - 1);
    const size = length > LONGEST ? length : 2 ** merges;
    this.#size = size;
    this.#startsHere = merges % 2 === 0;
    this.values = new Float64Array(size);
    this.order = new Uint32Array(size);
    this.#otherValues = new Float64Array(length > LONGEST ? 0 : size);
    this.#otherOrder = new Uint32Array(length > LONGEST ? 4 * length : size);
  }

  /** Sorts the row of values, none of them NaN, that begins at an index of an array. */
  sort(from: Doubles, at: number): void {
    const { length, values, order } = this;
    if (length > LONGEST) {
      orderOf(from.subarray(at, at + length), order, this.#otherOrder);
      for (let i = 0; i < length; i++) values[i] = from[at + order[i]];
      return;
    }
    let [v, o, w, q] = this.#startsHere
      ? [values, order, this.#otherValues, this.#otherOrder]
      : [this.#otherValues, this.#otherOrder, values, order];
    for (let i = 0; i < length; i++) {
      v[i] = from[at + i];
      o[i] = i;
    }
    for (let i = length; i < this.#size; i++) {
      v[i] = Infinity;
      o[i] = i;
    }
    for (let width = 1; width < this.#size; width *= 2) {
      merge(v, o, w, q, width);
      [v, o, w, q] = [w, q, v, o];
    }
  }
}

/**
 * Merges pairs of sorted runs of `width` values each, from both ends at once: the lower half of a pair from below and the upper half from above. Neither can run
 * leave its run before the half is done, so that nothing but the comparisons depends on the values, and these choose without a branch.
 */
function merge(v: Float64Array, o: Uint32Array, w: Float64Array, q: Uint32Array, width: number): void {
  for (let from = 0; from < v.length; from += 2 * width) {
    let a = from;
    let b = from + width;
    let low = from;
    let c = b - 1;
    let d = b + width - 1;
    let high = d;
    for (let step = 0; step < width; step++) {
      const takesB = +(v[b] < v[a]);
      const next = a + (b - a) * takesB;
      w[low] = v[next];
      q[low++] = o[next];
      b += takesB;
      a += 1 - takesB;
      const takesC = +(v[d] < v[c]);
      const last = d + (c - d) * takesC;
      w[high] = v[last];
      q[high--] = o[last];
      c -= takesC;
      d -= 1 - takesC;
    }
  }
}
