// Nodes of soft best-of-n at which no point has a w y that counts, so that all of them together are geometric sums.

import { expm1 } from './exp-log';
import { POWERS, type Window } from './soft-window';

export class Quiet {
  readonly #window: Window;
  readonly #exponent: number;
  /** `1 - e^(-q step)`, at q. */
  readonly #ratios: Float64Array;
  /** Coefficients of (phi / F)^(n-1) in y over the highest y. */
  readonly #series = new Float64Array(POWERS + 1);
  readonly #steps = new Float64Array(POWERS + 1);

  constructor(window: Window, n: number, step: number) {
    this.#window = window;
    this.#exponent = n - 1;
    this.#ratios = Float64Array.from({ length: POWERS + 2 }, (_, q) => -expm1(-q * step));
  }

  /** Expands (phi / F)^(n-1) for the points up to `high`, F of which is `top`, below y. */
  expand(high: number, top: number, y: number): void {
    const steps = this.#steps;
    const series = this.#series;
    series[0] = 1;
    for (let p = 1, scale = -y / top; p <= POWERS; p++, scale *= -y / p) {
      steps[p] = scale * this.#window.sum(high + 1, p);
      let sum = 0;
      for (let j = 1; j <= p; j++) sum += (j * this.#exponent - (p - j)) * steps[j] * series[p - j];
      series[p] = sum / p;
    }
  }

  /**
   * Adds `sum c y^(m+1)` to `sums`, over nodes with y down from the one of `expand`, as long as they are above y times `end`. c is `scale` times
   * what was expanded, and `constant` in place of its constant term.
   */
  addTo(sums: Float64Array, y: number, end: number, scale: number, constant: number): void {
    let power = y;
    let endPower = end;
    for (let q = 1; q <= POWERS + 1; q++, power *= y, endPower *= end) this.#steps[q - 1] = (1 - endPower) / this.#ratios[q];
    power = y;
    for (let m = 0; m <= POWERS; m++, power *= y) {
      let sum = constant * this.#steps[m];
      for (let p = 1; p <= POWERS - m; p++) sum += scale * this.#series[p] * this.#steps[m + p];
      sums[m] += sum * power;
    }
  }
}
