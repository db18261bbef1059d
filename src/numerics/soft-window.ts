// The points that have a part in a frame of the quadrature of soft best-of-n: their weights over that of the anchor, and the sums of their powers.

import { exp } from './exp-log';
import { distance, ORDER, type Points } from './soft-points';
import { twoSumError } from './sum';

/** Below this y, `e^-y` is a series of so many powers: y^12 / 13! is below 2^-56. */
export const SMALL_Y = 1 / 4;
export const POWERS = 12;
/** Powers of weights below this are nothing next to those of points whose series is in use, and would soon be subnormal. */
const LEAST_POWER = 1e-280;
/** 1/m at m. */
export const RECIPROCALS = /* @__PURE__ */ Float64Array.from({ length: POWERS + 2 }, (_, m) => 1 / m);
/** Points that arrays have room for at first. */
const ROOM = 64;

export class Window {
  readonly points: Points;
  anchor = 0;
  low = 0;
  size = 0;
  /** Where the moments of its first run stand, and where those of its last end. */
  runsFrom = 0;
  runsTo = 0;
  /** The weights and their roots, by index - low. Roots, since a weight may be below the smallest double where a product with it is not. */
  roots = new Float64Array(ROOM);
  weights = new Float64Array(ROOM);
  /** `sum P w^m` of the points below that at index - low, where m stands at m - 1. */
  #sums = new Float64Array((ROOM + 1) * POWERS);
  readonly #own = new Float64Array(POWERS);

  constructor(points: Points) {
    this.points = points;
  }

  /** Looks at the points from low to high. */
  open(anchor: number, low: number, high: number): void {
    const { points } = this;
    const { reward, mass, momentsAt } = points;
    this.anchor = anchor;
    this.low = low;
    this.size = high - low + 1;
    this.runsFrom = this.runsTo = 0;
    this.#reserve();
    const { roots, weights } = this;
    const sums = this.#sums;
    const own = this.#own;
    sums.fill(0, 0, POWERS);
    let sum = 0;
    let error = 0;
    for (let k = low, i = 0, at = 0; k <= high; k++, i++, at += POWERS) {
      const root = exp(distance(points, reward[k], reward[anchor]) / 2);
      const weight = root * root;
      roots[i] = root;
      weights[i] = weight;
      let power = mass[k] * weight;
      let first = power;
      const isRun = momentsAt[k] >= 0;
      if (isRun) {
        this.#addRun(momentsAt[k]);
        power = weight;
        first = own[0] * weight;
      }
      const next = sum + first;
      error += twoSumError(sum, first, next);
      sum = next;
      sums[at + POWERS] = sum + error;
      for (let m = 1; m < POWERS; m++) {
        power = power < LEAST_POWER ? 0 : power * weight;
        sums[at + POWERS + m] = sums[at + m] + (isRun ? own[m] * power : power);
      }
    }
  }

  /** `sum P w^m` of the points below one. */
  sum(end: number, m: number): number {
    return this.#sums[(end - this.low) * POWERS + m - 1];
  }

  /** `sum P (1 - e^-wy)` of the points below one, whose w y are all small. */
  rest(end: number, y: number): number {
    if (end === this.low) return 0;
    const at = (end - this.low) * POWERS - 1;
    const sums = this.#sums;
    let sum = 0;
    for (let m = POWERS; m >= 1; m--) sum = (sums[at + m] - sum) * (y * RECIPROCALS[m]);
    return sum;
  }

  /** `sum P (1 + v)^m` over a run. */
  #addRun(at: number): void {
    const { moments } = this.points;
    if (this.runsTo === 0) this.runsFrom = at;
    this.runsTo = at + ORDER + 1;
    for (let m = 1; m <= POWERS; m++) {
      let sum = 0;
      let binomial = 1;
      for (let i = 0; i <= m; i++) {
        sum += binomial * moments[at + i];
        binomial *= (m - i) / (i + 1);
      }
      this.#own[m - 1] = sum;
    }
  }

  #reserve(): void {
    if (this.size <= this.roots.length) return;
    const room = 2 * this.size;
    this.roots = new Float64Array(room);
    this.weights = new Float64Array(room);
    this.#sums = new Float64Array((room + 1) * POWERS);
  }
}
