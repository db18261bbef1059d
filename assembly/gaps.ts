// The two gaps to the paper's bounds, summed as what they are and not as differences (theorems 3.1 and 5.3).

import { MASSES } from "./cell";
import { above, add, choose, mul, pair, splat, stepBy } from "./lanes";
import { KL_GAP_SUM, sumOf, WIN_GAP_SUM } from "./totals";
import { klGapTerm, Plan, winGapTerm } from "./plan";
import { accumulate } from "./sum";
import { FIRST_STEP, klGapOf, winGapOf } from "./terms";
import { Support } from "./support";

/** Adds a cell. Its blocks are `small` where a = n delta <= SMALL_STEP: both gaps are then short series in a^2 times the mass. */
export function addGaps(s: Support, plan: Plan, from: u32, to: u32, small: bool): void {
  let klGap = splat(0.0);
  let winGap = splat(0.0);
  for (let j = from; j < to; j += 2) {
    const mass = pair(MASSES, j - from);
    if (small) {
      const a = mul(splat(plan.n), pair(s.step, j));
      const b = mul(a, a);
      let g = klGapTerm(plan, 6);
      for (let k: u32 = 5; k > 0; k--) g = stepBy(g, b, klGapTerm(plan, k));
      let w = winGapTerm(plan, 8);
      for (let k: u32 = 7; k > 0; k--) w = stepBy(w, b, winGapTerm(plan, k));
      const scaled = mul(mass, b);
      klGap = add(klGap, mul(scaled, g));
      winGap = add(winGap, mul(mul(scaled, pair(s.midCdf, j)), w));
    } else {
      const delta = f64x2.pmin(pair(s.step, j), splat(FIRST_STEP));
      const w = winGapOf(plan, delta, pair(s.logCdf, j), pair(s.logMid, j));
      klGap = add(klGap, mul(mass, klGapOf(plan, delta)));
      winGap = add(winGap, choose(above(pair(s.mass, j), 0.0), w, splat(0.0)));
    }
  }
  accumulate(sumOf(KL_GAP_SUM), klGap);
  accumulate(sumOf(WIN_GAP_SUM), winGap);
}
