// Twin of assembly/gaps.ts: the two gaps to the paper's bounds, summed as what they are and not as differences
// (theorems 3.1 and 5.3).

import { KL_GAP, N, WIN_GAP } from '../plan';
import { cellEnd, cellStart, isSmallStep, MASSES } from './cell';
import type { JsSupport } from './support';
import { FIRST_STEP, klGapOf, winGapOf } from './terms';
import { addTo, KL_GAP_SUM, WIN_GAP_SUM } from './totals';

/** Up to this a, three terms of the one gap and four of the other are enough. */
const TINY_GAP = 0.0078125;

/** Adds an evaluated cell. Where a = n delta is small in all of it, both gaps are short series in a^2 times the mass. */
export function addGaps(s: JsSupport, plan: Float64Array, c: number): void {
  const { step, midCdf } = s;
  const from = cellStart(c);
  const to = cellEnd(s, c);
  const small = isSmallStep(s, plan, c);
  const tiny = plan[N] * s.cellStep[c] <= TINY_GAP;
  for (let lane = 0; lane < 2; lane++) {
    let klGap = 0;
    let winGap = 0;
    for (let j = from + lane; j < to; j += 2) {
      const mass = MASSES[j - from];
      if (small) {
        const a = plan[N] * step[j];
        const b = a * a;
        const g = gapSeries(plan, KL_GAP, tiny ? 3 : 6, b);
        const w = gapSeries(plan, WIN_GAP, tiny ? 4 : 8, b);
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

/** A series in b without a constant term, divided by b. */
function gapSeries(plan: Float64Array, start: number, terms: number, b: number): number {
  let sum = plan[start + terms];
  for (let k = terms - 1; k > 0; k--) sum = sum * b + plan[start + k];
  return sum;
}
