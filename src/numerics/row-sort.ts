// The order of the samples of many short rows, by comparisons without branches: eights by counting, then merges. For random rows of 64, ten times as quick as the
// sort by digits (sort.ts).

import { orderOf } from './sort';

type Doubles = Float64Array | Float32Array;

/** Rows of at most this many samples are merged; longer ones are sorted by digits. */
const LONGEST = 512;

/** The merges begin with runs of this length. */
const LOG_RUN = 3;
const RUN = 2 ** LOG_RUN;

/** Room to sort rows of one length. What it holds is of the row that was sorted last. */
export class RowSort {
  /** The values of the row by rising size, and the index in the row of each; equal values keep their order. Short rows are followed by a filling. */
  readonly values: Float64Array;
  readonly order: Uint32Array;
  readonly #otherValues: Float64Array;
  readonly #otherOrder: Uint32Array;
  /** Whether the first merge must write to the other arrays, so that the last one writes to `values` and `order`. */
  readonly #startsHere: boolean;

  /** @param length - the length of the rows, at least 1. */
  constructor(readonly length: number) {
    const merges = Math.max(0, 32 - Math.clz32((length - 1) >> LOG_RUN));
    const size = length > LONGEST ? length : RUN * 2 ** merges;
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
    for (let i = 0; i < length; i++) w[i] = from[at + i];
    w.fill(Infinity, length);
    sortRuns(w, v, o);
    for (let width = RUN; width < v.length; width *= 2) {
      merge(v, o, w, q, width);
      [v, o, w, q] = [w, q, v, o];
    }
  }
}

/**
 * Sorts each run of RUN values by itself, from one array into another with the indices: the place of a value is the number of those that come before it, of
 * equal ones those that stand before it. `ba` says whether b comes before a.
 */
function sortRuns(given: Float64Array, w: Float64Array, q: Uint32Array): void {
  for (let i = 0; i < given.length; i += RUN) {
    const a = given[i];
    const b = given[i + 1];
    const c = given[i + 2];
    const d = given[i + 3];
    const e = given[i + 4];
    const f = given[i + 5];
    const g = given[i + 6];
    const h = given[i + 7];
    const ba = +(b < a);
    const ca = +(c < a);
    const da = +(d < a);
    const ea = +(e < a);
    const fa = +(f < a);
    const ga = +(g < a);
    const ha = +(h < a);
    const cb = +(c < b);
    const db = +(d < b);
    const eb = +(e < b);
    const fb = +(f < b);
    const gb = +(g < b);
    const hb = +(h < b);
    const dc = +(d < c);
    const ec = +(e < c);
    const fc = +(f < c);
    const gc = +(g < c);
    const hc = +(h < c);
    const ed = +(e < d);
    const fd = +(f < d);
    const gd = +(g < d);
    const hd = +(h < d);
    const fe = +(f < e);
    const ge = +(g < e);
    const he = +(h < e);
    const gf = +(g < f);
    const hf = +(h < f);
    const hg = +(h < g);
    put(w, q, i + ba + ca + da + ea + fa + ga + ha, a, i);
    put(w, q, i + 1 - ba + cb + db + eb + fb + gb + hb, b, i + 1);
    put(w, q, i + 2 - ca - cb + dc + ec + fc + gc + hc, c, i + 2);
    put(w, q, i + 3 - da - db - dc + ed + fd + gd + hd, d, i + 3);
    put(w, q, i + 4 - ea - eb - ec - ed + fe + ge + he, e, i + 4);
    put(w, q, i + 5 - fa - fb - fc - fd - fe + gf + hf, f, i + 5);
    put(w, q, i + 6 - ga - gb - gc - gd - ge - gf + hg, g, i + 6);
    put(w, q, i + 7 - ha - hb - hc - hd - he - hf - hg, h, i + 7);
  }
}

function put(w: Float64Array, q: Uint32Array, place: number, value: number, index: number): void {
  w[place] = value;
  q[place] = index;
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
