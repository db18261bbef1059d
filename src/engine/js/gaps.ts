// Twin of assembly/gaps.ts: the two gaps to the paper's bounds, summed as what they are and not as differences
// (theorems 3.1 and 5.3).

import { KL_GAP, N, WIN_GAP } from '../plan';
import { MASSES } from './cell';
import type { JsSupport } from './support';
import { FIRST_STEP, klGapOf, winGapOf } from './terms';
import { addTo, KL_GAP_SUM, WIN_GAP_SUM } from './totals';

/** Adds a cell. Its blocks are `small` where a = n delta <= SMALL_STEP: both gaps are then short series in a^2 times the mass. */
export function addGaps(s: JsSupport, plan: Float64Array, from: number, to: number, small: boolean): void {
  const { step, midCdf } = s;
  for (let lane = 0; lane < 2; lane++) {
    let klGap = 0;
    let winGap = 0;
    for (let j = from + lane; j < to; j += 2) {
      const mass = MASSES[j - from];
      if (small) {
        const a = plan[N] * step[j];
        const b = a * a;
        let g = plan[KL_GAP + 6] * b + plan[KL_GAP + 5];
        g = g * b + plan[KL_GAP + 4];
        g = g * b + plan[KL_GAP + 3];
        g = g * b + plan[KL_GAP + 2];
        g = g * b + plan[KL_GAP + 1];
        let w = plan[WIN_GAP + 8] * b + plan[WIN_GAP + 7];
        w = w * b + plan[WIN_GAP + 6];
        w = w * b + plan[WIN_GAP + 5];
        w = w * b + plan[WIN_GAP + 4];
        w = w * b + plan[WIN_GAP + 3];
        w = w * b + plan[WIN_GAP + 2];
        w = w * b + plan[WIN_GAP + 1];
        const scaled = mass * b;
        klGap += scaled * g;
        winGap += scaled * midCdf[j] * w;
      } else {
        const delta = Math.min(step[j], FIRST_STEP);
        klGap += mass * klGapOf(plan, delta);
        winGap += s.mass[j] > 0 ? winGapOf(plan, delta, s.logCdf[j], s.logMid[j]) : 0;
      }
    }
    addTo(KL_GAP_SUM, lane, klGap);
    addTo(WIN_GAP_SUM, lane, winGap);
  }
}
