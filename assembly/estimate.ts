// The paper's estimator of the KL (section 4, eq. 25) and its mean under the best-of-n policy.
//
// d_n(eps) is klBound(n) times the chance that a draw of mass eps is never seen, plus the KL of best-of-n on the two outcomes
// {the rest, eps}: `A klBound + (1-eps) phi(t_1) + eps phi(t_2)`, `A = (1-eps)^n`, no term of which is negative.

import { SMALL_STEP } from "./cell";
import { above, add, all, at, atMost, choose, div, first, indexAt, mul, neg, pair, second, splat, step, stepBy, sub } from "./lanes";
import { exp2, expm12, log, log1p, log1p2, log2 } from "./math";
import { estimateTerm, NEAR_ONE, Plan } from "./plan";
import { accumulate } from "./sum";
import { CELL, Support } from "./support";
import { FIRST_STEP, phiTerm, ratioExcess, SMALL_RATIO, smallStep } from "./terms";
import { ESTIMATE_SUM, sumOf } from "./totals";

/** Adds `sum pi(y) d_n(p(y))` over the outcomes, from the masses kept. */
export function addEstimates(s: Support, plan: Plan): void {
  for (let from: u32 = 0; from < s.count; from += CELL) {
    const to = min(from + CELL, s.count);
    const tiny = plan.n >= NEAR_ONE && areTiny(s, plan.n, from, to);
    let sum = splat(0.0);
    for (let k = from; k < to; k += 2) {
      const epsilon = pair(s.share, k);
      const estimate = tiny ? tinyEstimate(plan, epsilon) : klEstimateOf(plan, epsilon, s.rest);
      sum = add(sum, mul(outcomeMass(s, k, epsilon), estimate));
    }
    accumulate(sumOf(ESTIMATE_SUM), sum);
  }
}

/** Up to these epsilon and n epsilon, five terms of the logarithm and seven of the estimator leave 2^-56. */
const TINY_EPSILON: f64 = 0.000244140625;
const TINY_EXPECTED: f64 = 0.0078125;

/** Whether the outcomes from one on to another are all rare. */
function areTiny(s: Support, n: f64, from: u32, to: u32): bool {
  let most = splat(0.0);
  for (let k = from; k < to; k += 2) most = f64x2.pmax(most, pair(s.share, k));
  const epsilon = max(first(most), second(most));
  return epsilon <= TINY_EPSILON && n * epsilon <= TINY_EXPECTED;
}

/** `klEstimateOf` for rare outcomes. */
// @ts-ignore: decorator
@inline function tinyEstimate(plan: Plan, epsilon: v128): v128 {
  const square = mul(epsilon, epsilon);
  const even3 = step(square, splat(0.25), 0.5);
  const odd3 = step(square, splat(0.2), 1.0 / 3.0);
  const d = add(epsilon, mul(square, add(even3, mul(epsilon, odd3))));
  const a = mul(splat(plan.n), d);
  const b = mul(a, a);
  const even = stepBy(stepBy(stepBy(estimateTerm(plan, 6), b, estimateTerm(plan, 4)), b, estimateTerm(plan, 2)), b, estimateTerm(plan, 0));
  const rest = stepBy(stepBy(estimateTerm(plan, 7), b, estimateTerm(plan, 5)), b, estimateTerm(plan, 3));
  return add(even, mul(mul(a, b), rest));
}

/** The limit for n = Infinity: the mean of -log p(y) over the top block. */
export function addTopEstimates(s: Support): void {
  const top = s.blocks - 1;
  let from = s.count;
  while (from > 0 && indexAt(s.blockOf, from - 1) == top) from--;
  let sum: f64 = 0;
  for (let k = from; k < s.count; k++) {
    const p = at(s.share, k);
    sum += (p / at(s.mass, top)) * (p > 0.5 ? 0.0 - log1p(-s.rest) : -log(p));
  }
  accumulate(sumOf(ESTIMATE_SUM), f64x2(sum, 0));
}

/** pi(y): inside a block in proportion to p(y). */
// @ts-ignore: decorator
@inline function outcomeMass(s: Support, k: u32, share: v128): v128 {
  if (s.share == s.mass) return pair(s.masses, k);
  const i = indexAt(s.blockOf, k);
  const j = indexAt(s.blockOf, k + 1);
  return mul(f64x2(at(s.masses, i), at(s.masses, j)), div(share, f64x2(at(s.mass, i), at(s.mass, j))));
}

/** d_n(epsilon), 0 <= epsilon <= 1; `rest` is 1 - epsilon where epsilon > 1/2. */
// @ts-ignore: decorator
@inline function klEstimateOf(plan: Plan, epsilon: v128, rest: f64): v128 {
  const d = smallStep(epsilon);
  const a = mul(splat(plan.n), d);
  const small = v128.and(atMost(epsilon, SMALL_RATIO), atMost(a, plan.n < NEAR_ONE ? -1.0 : SMALL_STEP));
  // a power series in a without a linear term: twelve terms leave 2^-58
  const b = mul(a, a);
  let even = stepBy(estimateTerm(plan, 12), b, estimateTerm(plan, 10));
  even = stepBy(even, b, estimateTerm(plan, 8));
  even = stepBy(even, b, estimateTerm(plan, 6));
  even = stepBy(even, b, estimateTerm(plan, 4));
  even = stepBy(even, b, estimateTerm(plan, 2));
  even = stepBy(even, b, estimateTerm(plan, 0));
  let odd = stepBy(estimateTerm(plan, 11), b, estimateTerm(plan, 9));
  odd = stepBy(odd, b, estimateTerm(plan, 7));
  odd = stepBy(odd, b, estimateTerm(plan, 5));
  odd = stepBy(odd, b, estimateTerm(plan, 3));
  const near = add(even, mul(mul(a, b), odd));
  return all(small) ? near : choose(small, near, klEstimateWide(plan, epsilon, rest));
}

function klEstimateWide(plan: Plan, epsilon: v128, rest: f64): v128 {
  const large = above(epsilon, 0.5);
  const complement = choose(large, splat(rest), sub(splat(1.0), epsilon));
  const never = atMost(epsilon, 0.0);
  const h = splat(plan.excess);
  const d = choose(never, splat(1.0), missStep(epsilon, large, complement));
  const u = neg(mul(h, d));
  const t = exp2(u);
  const m = ratioExcess(h, d);
  const nd = neg(mul(splat(plan.n), d));
  const lower = phiTerm(complement, mul(complement, t), t, u);
  const upper = phiTerm(epsilon, neg(expm12(nd)), add(splat(1.0), m), log1p2(m));
  const unseen = mul(exp2(nd), splat(plan.klBound));
  return choose(never, splat(plan.klBound), add(unseen, add(lower, upper)));
}

/** -log(1 - epsilon), the step of a top outcome of mass epsilon. */
function missStep(epsilon: v128, large: v128, complement: v128): v128 {
  const certain = atMost(complement, 0.0);
  const small = neg(log1p2(neg(choose(large, splat(0.0), epsilon))));
  const wide = neg(log2(choose(certain, splat(1.0), complement)));
  return choose(large, choose(certain, splat(FIRST_STEP), wide), small);
}
