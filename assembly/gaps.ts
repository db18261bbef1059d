// The two gaps to the paper's bounds, summed as what they are and not as differences (theorems 3.1 and 5.3).

import { cellEnd, cellStart, isSmallStep, MASSES } from "./cell";
import { above, add, at, choose, mul, pair, splat, stepBy } from "./lanes";
import { KL_GAP_SUM, sumOf, WIN_GAP_SUM } from "./totals";
import { coefficient, KL_GAP, Plan, WIN_GAP } from "./plan";
import { accumulate } from "./sum";
import { FIRST_STEP, klGapOf, winGapOf } from "./terms";
import { Support } from "./support";

/** Up to this a, three terms of the one gap and four of the other are enough. */
const TINY_GAP: f64 = 0.0078125;

/** Adds an evaluated cell. Where a = n delta is small in all of it, both gaps are short series in a^2 times the mass. */
export function addGaps(s: Support, plan: Plan, c: u32): void {
  const from = cellStart(c);
  const to = cellEnd(s, c);
  const small = isSmallStep(s, plan, c);
  const tiny = plan.n * at(s.cellStep, c) <= TINY_GAP;
  let klGap = splat(0.0);
  let winGap = splat(0.0);
  for (let j = from; j < to; j += 2) {
    const mass = pair(MASSES, j - from);
    if (small) {
      const a = mul(splat(plan.n), pair(s.step, j));
      const b = mul(a, a);
      const g = tiny ? gapSeries(plan, KL_GAP, 3, b) : gapSeries(plan, KL_GAP, 6, b);
      const w = tiny ? gapSeries(plan, WIN_GAP, 4, b) : gapSeries(plan, WIN_GAP, 8, b);
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

/** A series in b without a constant term, divided by b. */
// @ts-ignore: decorator
@inline function gapSeries(plan: Plan, start: u32, terms: u32, b: v128): v128 {
  let sum = coefficient(plan, start + terms - 1);
  for (let k = terms - 1; k > 0; k--) sum = stepBy(sum, b, coefficient(plan, start + k - 1));
  return sum;
}
