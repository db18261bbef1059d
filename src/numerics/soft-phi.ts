// `phi = sum P e^-wy` of soft best-of-n at the nodes of a frame, one after the other, and the powers `e^-wy` that it consists of.

import { cdfBelow } from './cdf-below';
import { exp, expPhi2, log, log1p } from './exp-log';
import { MAX_SERIES_Y, ORDER } from './soft-points';
import type { Window } from './soft-window';
import { twoSumError } from './sum';

/** Below this y, `1 - e^-y` is made of its series. */
const MAX_SMALL_LOG = 0.34;
const SMALLEST = 5e-324;

export class Phi {
  readonly #window: Window;
  #isNearTop = true;
  /** `e^-wy` of the points that were summed one by one, by index - low. */
  powers = new Float64Array(0);

  constructor(window: Window) {
    this.#window = window;
  }

  /** To be called when the window has been opened anew. */
  open(): void {
    if (this.powers.length < this.#window.size) this.powers = new Float64Array(this.#window.roots.length);
  }

  /**
   * log phi, where w y is small below point `from`, and the points above `high` have no part: from what is left to F of the highest that has, or from
   * phi itself.
   */
  log(from: number, high: number, y: number): number {
    const { blocks, first } = this.#window.points;
    const end = first[high + 1];
    const top = cdfBelow(blocks, end);
    const below = this.#window.rest(from, y);
    for (;;) {
      if (this.#isNearTop) {
        const rest = this.#rest(from, high, y, below);
        if (rest <= top / 2) return blocks.logCdf[end - 1] + log1p(-rest / top);
      } else this.#setPowers(from, high, y);
      const whole = this.#whole(from, high, y, cdfBelow(blocks, first[from]) - below);
      this.#isNearTop = whole > top / 2;
      if (!this.#isNearTop) return log(Math.max(whole, SMALLEST));
    }
  }

  /** Adds `sum P (1 - e^-wy)` to what the points below have of it. */
  #rest(from: number, high: number, y: number, below: number): number {
    const { powers } = this;
    const { low, weights, points } = this.#window;
    const { mass, momentsAt } = points;
    let sum = below;
    let error = 0;
    for (let k = from; k <= high; k++) {
      const own = weights[k - low] * y;
      const isSmall = own < MAX_SMALL_LOG;
      const small = isSmall ? own - own * own * expPhi2(-own) : 0;
      const power = isSmall ? 1 - small : exp(-own);
      const less = isSmall ? small : 1 - power;
      powers[k - low] = power;
      let term = mass[k] * less;
      if (momentsAt[k] >= 0 && own <= MAX_SERIES_Y) term -= power * this.#tail(momentsAt[k], own);
      const next = sum + term;
      error += twoSumError(sum, term, next);
      sum = next;
    }
    return sum + error;
  }

  #setPowers(from: number, high: number, y: number): void {
    const { powers } = this;
    const { low, weights } = this.#window;
    for (let i = from - low; i <= high - low; i++) powers[i] = exp(-weights[i] * y);
  }

  /** Adds `sum P e^-wy` to what the points below have of it. */
  #whole(from: number, high: number, y: number, below: number): number {
    const { powers } = this;
    const { low, weights, points } = this.#window;
    const { mass, momentsAt } = points;
    let sum = below;
    let error = 0;
    for (let k = from; k <= high; k++) {
      const power = powers[k - low];
      let term = mass[k] * power;
      if (momentsAt[k] >= 0) {
        const own = weights[k - low] * y;
        if (own <= MAX_SERIES_Y) term += power * this.#tail(momentsAt[k], own);
        // as a rule the points below outweigh it by far
        else term = mass[k] * exp(own / 60 - own) > sum * 1e-18 ? this.#oneByOne(k, own) : 0;
      }
      const next = sum + term;
      error += twoSumError(sum, term, next);
      sum = next;
    }
    return sum + error;
  }

  /** `sum P (e^(-y v) - 1)` over a run. */
  #tail(at: number, y: number): number {
    const { moments } = this.#window.points;
    let sum = 0;
    let factor = 1;
    for (let m = 1; m <= ORDER; m++) {
      factor *= -y / m;
      sum += factor * moments[at + m];
      // the moments fall by a factor of 63
      if (Math.abs(factor) < 1e-20) break;
    }
    return sum;
  }

  /** `sum P e^(-y (1 + v))` over a run where y is large. */
  #oneByOne(k: number, y: number): number {
    const { blocks, first, v } = this.#window.points;
    let sum = 0;
    for (let j = first[k]; j < first[k + 1]; j++) sum += blocks.mass[j] * exp(-y * (1 + v[j]));
    return sum;
  }
}
