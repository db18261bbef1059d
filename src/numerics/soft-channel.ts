// One integral of soft best-of-n while the nodes of the quadrature go by: `sum c y e^-wy` for every point, and for runs its derivatives too.

import { exp } from './exp-log';
import { distance, ORDER, type Points } from './soft-points';
import { POWERS, RECIPROCALS, type Window } from './soft-window';

/** Beyond this y what a node adds is nothing: y^2 e^-y is below 2^-57. */
export const MAX_Y = 48;
const RUN_SIZE = ORDER + 1;

/** A function of the weight: `values[k]` for point k, and for a run the coefficients of the powers of v in `value / (1 + v)`, where its moments stand. */
export interface Profile {
  values: Float64Array;
  series: Float64Array;
}

export class Channel {
  readonly profile: Profile;
  /** `sum c y^(m+1)` over the nodes of this frame so far; points whose w y is small have their values from them. */
  readonly sums = new Float64Array(POWERS + 1);
  readonly #window: Window;
  /** `sum c y e^-wy` over the nodes of this frame, by index - low; for a run `sum c y (wy)^m e^-wy`, from where its moments stand less `runsFrom`. */
  #values = new Float64Array(0);
  #runs = new Float64Array(0);
  /** `sum c y` over the nodes of the frames before, where w y is as good as 0 for points below `#entered`. */
  #carried = 0;
  #entered: number;
  #before: number;

  constructor(points: Points, window: Window) {
    this.#window = window;
    this.#entered = points.count;
    this.#before = points.count - 1;
    this.profile = { values: new Float64Array(points.count), series: new Float64Array(points.moments.length) };
  }

  /** To be called when the window has been opened anew. */
  open(): void {
    const { anchor, size, roots, runsFrom, runsTo } = this.#window;
    this.#carry(anchor);
    this.sums.fill(0);
    if (this.#values.length < size) this.#values = new Float64Array(roots.length);
    if (this.#runs.length < runsTo - runsFrom) this.#runs = new Float64Array(2 * (runsTo - runsFrom));
  }

  /** Gives a point its value without a frame. */
  set(k: number, value: number): void {
    this.#carry(k);
    this.profile.values[k] += value + (k < this.#entered ? this.#carried : 0);
    this.#entered = Math.min(this.#entered, k);
  }

  /** Settles what a point has of the nodes so far, from the sums of powers. */
  enter(k: number): void {
    const { low, weights, runsFrom, points } = this.#window;
    const { sums } = this;
    const weight = -weights[k - low];
    const carried = k < this.#entered ? this.#carried : 0;
    const at = points.momentsAt[k];
    if (at < 0) {
      let sum = sums[POWERS];
      for (let m = POWERS; m >= 1; m--) sum = sums[m - 1] + sum * weight * RECIPROCALS[m];
      this.#values[k - low] = carried + sum;
      return;
    }
    let scale = 1;
    for (let order = 0; order <= ORDER; order++, scale *= -weight) {
      let sum = 0;
      for (let m = POWERS - order; m >= 0; m--) sum = sums[order + m] + sum * weight * RECIPROCALS[m + 1];
      this.#runs[at - runsFrom + order] = scale * sum;
    }
    this.#runs[at - runsFrom] += carried;
  }

  /** Adds a node: by the powers `e^-wy` for the points from one to another, by the sums for those below. */
  add(c: number, y: number, from: number, high: number, powers: Float64Array): void {
    const { low, weights, runsFrom, points } = this.#window;
    const { momentsAt } = points;
    const { sums } = this;
    const values = this.#values;
    const runs = this.#runs;
    let power = c * y;
    const first = power;
    // the first is carried; the others are for points that enter later
    const end = from > low ? POWERS : 0;
    for (let m = 0; m <= end; m++, power *= y) sums[m] += power;
    for (let k = from; k <= high; k++) {
      const i = k - low;
      let term = first * powers[i];
      const at = momentsAt[k];
      if (at < 0) {
        values[i] += term;
        continue;
      }
      const own = weights[i] * y;
      if (own > MAX_Y) break;
      for (let m = at - runsFrom; m <= at - runsFrom + ORDER && term !== 0; m++, term *= own) runs[m] += term;
    }
  }

  /** Ends a frame, in which the points below one had a small w y throughout. */
  close(from: number): void {
    const { low, size, roots, runsFrom, points } = this.#window;
    for (let k = low; k < from; k++) this.enter(k);
    for (let k = low; k < low + size; k++) {
      const at = points.momentsAt[k];
      if (at < 0) this.#keep(k, roots[k - low], this.#values, k - low);
      else this.#keep(k, roots[k - low], this.#runs, at - runsFrom);
    }
    this.#entered = Math.min(this.#entered, low);
    this.#carried += this.sums[0];
  }

  /** Gives the points that had no frame their part. */
  end(): void {
    const { points } = this.#window;
    const { reward } = points;
    const sums = new Float64Array(RUN_SIZE);
    sums[0] = this.#carried;
    for (let k = 0; k < this.#entered; k++) this.#keep(k, exp(distance(points, reward[k], reward[this.#before]) / 2), sums, 0);
  }

  #carry(anchor: number): void {
    const { points } = this.#window;
    const { reward } = points;
    this.#carried *= exp(-distance(points, reward[this.#before], reward[anchor]));
    this.#before = anchor;
  }

  /** Adds sums that stand from `start` on. */
  #keep(k: number, root: number, sums: Float64Array, start: number): void {
    const { values, series } = this.profile;
    const at = this.#window.points.momentsAt[k];
    // one root after the other, since a weight may be below the smallest double where the product is not
    values[k] += sums[start] * root * root;
    for (let m = 0, factor = root; at >= 0 && m <= ORDER; m++, factor /= -m) series[at + m] += sums[start + m] * factor * root;
  }
}
