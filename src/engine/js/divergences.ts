// Twin of assembly/divergences.ts: the other divergences from the reference, all from x = t - 1 and u = log t of each block.

import { LOGS, RATIOS } from './cell';
import type { JsSupport } from './support';
import { excess, reversePhi } from './terms';
import { addTo, CHI_SQUARED_SUM, HELLINGER_SUM, REVERSE_KL_SUM, VARIATION_SUM } from './totals';

/** Adds a cell: `sum P (x - u)`, `1/2 sum P |x|`, `sum P x^2`, `1/2 sum P (x / (1 + sqrt t))^2`; the last, where no digit is at stake, as
 *  `1/2 sum P (1 + t - 2 sqrt t)`. */
export function addDivergences(s: JsSupport, from: number, to: number, exact: boolean): void {
  const { mass } = s;
  for (let lane = 0; lane < 2; lane++) {
    let reverseKl = 0;
    let variation = 0;
    let chiSquared = 0;
    let hellinger = 0;
    for (let j = from + lane; j < to; j += 2) {
      const p = mass[j];
      const t = RATIOS[j - from];
      const u = LOGS[j - from];
      const x = exact ? excess(t, u) : t - 1;
      const px = p * x;
      const root = Math.sqrt(t);
      // where n L overflows, u is -Infinity: a block without mass must still add nothing
      if (exact) reverseKl += p > 0 ? p * reversePhi(t, u) : 0;
      else reverseKl += p * (x - u);
      variation += 0.5 * Math.abs(px);
      chiSquared += px * x;
      if (exact) {
        const y = x / (1 + root);
        hellinger += 0.5 * (p * y * y);
      } else {
        hellinger += p * (0.5 * (t + 1) - root);
      }
    }
    addTo(REVERSE_KL_SUM, lane, reverseKl);
    addTo(VARIATION_SUM, lane, variation);
    addTo(CHI_SQUARED_SUM, lane, chiSquared);
    addTo(HELLINGER_SUM, lane, hellinger);
  }
}
