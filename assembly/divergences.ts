// The other divergences from the reference, all from x = t - 1 and u = log t of each block.

import { Support } from "./arrays";
import { LOG_RATIOS, RATIOS } from "./cell";
import { abs, above, add, choose, div, mul, pair, splat, sqrt, sub } from "./lanes";
import { CHI_SQUARED, REVERSE_KL, SQUARED_HELLINGER, TOTAL_VARIATION } from "./layout";
import { expm1FromLog, rMinusLogR } from "./near-one";
import { SUMS } from "./results";
import { accumulateInline } from "./sum";

/** Adds the blocks from `from` to `to` of an evaluated cell: `sum P (x - u)`, `1/2 sum P |x|`, `sum P x^2`, and `1/2 sum P (x / (1 + sqrt t))^2`; the
 *  last, unless `exact`, where no digit is at stake, as `1/2 sum P (1 + t - 2 sqrt t)`. */
export function addDivergences(s: Support, from: u32, to: u32, exact: bool): void {
  let reverseKl = splat(0.0);
  let variation = splat(0.0);
  let chiSquared = splat(0.0);
  let hellinger = splat(0.0);
  for (let j = from; j < to; j += 2) {
    const p = pair(s.refMass, j);
    const t = pair(RATIOS, j - from);
    const u = pair(LOG_RATIOS, j - from);
    const x = exact ? expm1FromLog(t, u) : sub(t, splat(1.0));
    const px = mul(p, x);
    // where n L overflows, u is -Infinity: a block without mass must still add nothing
    const reverse = exact ? choose(above(p, 0.0), mul(p, rMinusLogR(t, u)), splat(0.0)) : mul(p, sub(x, u));
    const root = sqrt(t);
    reverseKl = add(reverseKl, reverse);
    variation = add(variation, mul(splat(0.5), abs(px)));
    chiSquared = add(chiSquared, mul(px, x));
    if (exact) {
      const y = div(x, add(splat(1.0), root));
      hellinger = add(hellinger, mul(splat(0.5), mul(mul(p, y), y)));
    } else {
      hellinger = add(hellinger, mul(p, sub(mul(splat(0.5), add(t, splat(1.0))), root)));
    }
  }
  accumulateInline(SUMS, REVERSE_KL, reverseKl);
  accumulateInline(SUMS, TOTAL_VARIATION, variation);
  accumulateInline(SUMS, CHI_SQUARED, chiSquared);
  accumulateInline(SUMS, SQUARED_HELLINGER, hellinger);
}
