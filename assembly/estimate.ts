// The paper's estimator of the KL (section 4, eq. 25) and its mean under the best-of-n policy.
//
// d_n(eps) is klBound(n) times the chance that a draw of mass eps is never seen, plus the KL of best-of-n on the two outcomes
// {the rest, eps}: `A klBound + (1-eps) phi(t_1) + eps phi(t_2)`, `A = (1-eps)^n`, no term of which is negative.

import { add, all, any, atMost, choose, div, indexAt, at, less, mul, neg, pair, splat, step, sub } from "./lanes";
import { SMALL_STEP } from "./cell";
import { exp2, expTail, log1p2 } from "./math";
import { logRatioTerm, NEAR_ONE, Plan } from "./plan";
import { accumulate, clear, SUM_BYTES, total } from "./sum";
import { Support } from "./support";
import { FIRST_STEP, phi, ratioExcess, SMALL_RATIO, smallStep } from "./terms";

const SUM = memory.data(<i32>SUM_BYTES, 16);

/** `sum pi(y) d_n(p(y))` over the outcomes, from the masses kept. */
export function klEstimate(s: Support, plan: Plan): f64 {
  clear(SUM);
  for (let k: u32 = 0; k < s.count; k += 2) {
    const epsilon = pair(s.share, k);
    accumulate(SUM, mul(outcomeMass(s, k, epsilon), klEstimateOf(plan, epsilon)));
  }
  return total(SUM);
}

/** pi(y): inside a block in proportion to p(y). */
// @ts-ignore: decorator
@inline function outcomeMass(s: Support, k: u32, share: v128): v128 {
  if (s.share == s.mass) return pair(s.masses, k);
  const i = indexAt(s.blockOf, k);
  const j = indexAt(s.blockOf, k + 1);
  return mul(f64x2(at(s.masses, i), at(s.masses, j)), div(share, f64x2(at(s.mass, i), at(s.mass, j))));
}

/** d_n(epsilon), 0 <= epsilon <= 1. */
// @ts-ignore: decorator
@inline export function klEstimateOf(plan: Plan, epsilon: v128): v128 {
  const d = all(atMost(epsilon, SMALL_RATIO)) ? smallStep(epsilon) : missStep(epsilon);
  const a = mul(splat(plan.n), d);
  const small = atMost(a, plan.n < NEAR_ONE ? -1.0 : SMALL_STEP);
  const b = mul(a, a);
  let series = step(splat(logRatioTerm(plan, 5)), b, logRatioTerm(plan, 4));
  series = step(series, b, logRatioTerm(plan, 3));
  series = step(series, b, logRatioTerm(plan, 2));
  series = step(series, b, logRatioTerm(plan, 1));
  const hd = mul(splat(plan.excess), d);
  const u = add(splat(plan.logN), sub(mul(b, series), mul(splat(0.5), hd)));
  const seen = sub(a, mul(b, expTail(neg(a))));
  const near = add(mul(sub(splat(1.0), seen), sub(splat(plan.klBound), hd)), mul(seen, u));
  return all(small) ? near : choose(small, near, klEstimateWide(plan, epsilon, d));
}

/** -log1p(-epsilon), the step of a top outcome of mass epsilon. */
function missStep(epsilon: v128): v128 {
  const small = atMost(epsilon, SMALL_RATIO);
  const certain = f64x2.ge(epsilon, splat(1.0));
  const wide = neg(log1p2(neg(choose(certain, splat(0.0), epsilon))));
  return choose(small, smallStep(epsilon), choose(certain, splat(FIRST_STEP), wide));
}

function klEstimateWide(plan: Plan, epsilon: v128, d: v128): v128 {
  const never = atMost(epsilon, 0.0);
  const h = splat(plan.excess);
  const finite = choose(never, splat(1.0), d);
  const lower = mul(sub(splat(1.0), epsilon), phi(neg(mul(h, finite))));
  const upper = mul(epsilon, phi(log1p2(ratioExcess(h, finite))));
  const unseen = mul(exp2(neg(mul(splat(plan.n), finite))), splat(plan.klBound));
  return choose(never, splat(plan.klBound), add(unseen, add(lower, upper)));
}
