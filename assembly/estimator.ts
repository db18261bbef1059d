// The paper's estimator of the KL divergence at one draw (section 4, eq. 25), in nats.
//
// d_n(eps) is klBound(n) times the chance that a draw of probability eps is never seen, plus the KL divergence of best-of-n on the two
// outcomes {all others, eps}: `A klBound + (1-eps) phi(t_1) + eps phi(t_2)`, `A = (1-eps)^n`, no term of which is negative. All forms of it start from
// the step of eps, which is computed once for all n.

import { Coefficients } from "./arrays";
import { above, add, all, any, at, atMost, both, choose, div, entry, greater, horner, lesser, mul, neg, splat, sub } from "./lanes";
import { ESTIMATE_SERIES, KL_BOUND, LOG_OF_ZERO, N, N_MINUS_1, NEAR_ONE_LIMIT } from "./layout";
import { expm1Pair, expPair, log, log1p, log1pPair, logPair } from "./math";
import { phiTerm } from "./near-one";
import { FIRST_STEP, MAX_SMALL_RATIO, MAX_SMALL_STEP, ratioMinus1, smallStep } from "./ratio";

/** `-log(epsilon)`, the estimator's limit for n = Infinity; `complement` is 1 - epsilon with its own digits where epsilon > 1/2. */
export function surprisal(epsilon: f64, complement: f64): f64 {
  if (epsilon == 0) return Infinity;
  return epsilon > 0.5 ? 0.0 - log1p(-complement) : -log(epsilon);
}

/** d_n(epsilon) for 0 <= epsilon <= 1, from 0 to klBound(n); `complement` is 1 - epsilon where epsilon > 1/2. */
// @ts-ignore: decorator
@inline export function klEstimateOf(c: Coefficients, epsilon: v128, complement: v128): v128 {
  return klEstimateAt(c, epsilon, complement, stepOf(epsilon, complement));
}

/** -log(1 - epsilon), the step of a top outcome of probability epsilon, which does not depend on n; FIRST_STEP where it is infinite. */
export function stepOf(epsilon: v128, complement: v128): v128 {
  const near = smallStep(epsilon);
  const small = atMost(epsilon, MAX_SMALL_RATIO);
  if (all(small)) return near;
  return choose(small, near, largeStep(epsilon, complement));
}

function largeStep(epsilon: v128, complement: v128): v128 {
  const most = above(epsilon, 0.5);
  const d = neg(log1pPair(neg(choose(most, splat(0.0), epsilon))));
  const certain = atMost(complement, 0.0);
  const wide = neg(logPair(choose(both(most, above(complement, 0.0)), complement, splat(1.0))));
  return any(most) ? choose(most, choose(certain, splat(FIRST_STEP), wide), d) : d;
}

/** d_n(epsilon) from the step of epsilon. */
export function klEstimateAt(c: Coefficients, epsilon: v128, complement: v128, step: v128): v128 {
  const a = mul(splat(at(c, N)), step);
  const small = atMost(a, at(c, N) < NEAR_ONE_LIMIT ? -1.0 : MAX_SMALL_STEP);
  // a power series in a without a linear term, of which twelve terms leave 2^-58
  const b = mul(a, a);
  let even = horner(entry(c, ESTIMATE_SERIES + 12), b, entry(c, ESTIMATE_SERIES + 10));
  even = horner(even, b, entry(c, ESTIMATE_SERIES + 8));
  even = horner(even, b, entry(c, ESTIMATE_SERIES + 6));
  even = horner(even, b, entry(c, ESTIMATE_SERIES + 4));
  even = horner(even, b, entry(c, ESTIMATE_SERIES + 2));
  even = horner(even, b, entry(c, ESTIMATE_SERIES));
  let odd = horner(entry(c, ESTIMATE_SERIES + 11), b, entry(c, ESTIMATE_SERIES + 9));
  odd = horner(odd, b, entry(c, ESTIMATE_SERIES + 7));
  odd = horner(odd, b, entry(c, ESTIMATE_SERIES + 5));
  odd = horner(odd, b, entry(c, ESTIMATE_SERIES + 3));
  const near = add(even, mul(mul(a, b), odd));
  if (all(small)) return near;
  return choose(small, near, klEstimateWide(c, epsilon, complement, step));
}

function klEstimateWide(c: Coefficients, epsilon: v128, complement: v128, step: v128): v128 {
  const others = choose(above(epsilon, 0.5), complement, sub(splat(1.0), epsilon));
  return at(c, N) < NEAR_ONE_LIMIT ? klEstimateNearOne(c, epsilon, others, step) : klEstimateFar(c, epsilon, others, step);
}

/** Up to this (n-1) lambda, 1 - e^-(n-1) lambda would lose digits. */
const MAX_NEAR_POWER: f64 = 0.6875;

/** For n >= 2 and n lambda > MAX_SMALL_STEP: what phi adds to `t log t` sums to 0, and with `A = (1-eps) P`, `P = (1-eps)^(n-1)`, this is left:
 *  `A (klBound - (n-1) lambda) + (1-A) log1p(m)`, `m = (1-P)(1-eps)/eps`. Where d_n is small, next to eps = 1, so is the first term. */
function klEstimateFar(c: Coefficients, epsilon: v128, others: v128, step: v128): v128 {
  const h = splat(at(c, N_MINUS_1));
  const u = greater(neg(mul(h, step)), splat(LOG_OF_ZERO));
  const power = expPair(u);
  const near = above(u, -MAX_NEAR_POWER);
  const rest = sub(splat(1.0), power);
  const reach = mul(any(near) ? choose(near, neg(expm1Pair(u)), rest) : rest, others);
  const m = lesser(div(reach, epsilon), h);
  return add(mul(mul(power, others), add(splat(at(c, KL_BOUND)), u)), mul(add(epsilon, reach), log1pPair(m)));
}

/** For n below 2, and epsilon = 0: every term is of the order of n - 1. */
function klEstimateNearOne(c: Coefficients, epsilon: v128, others: v128, step: v128): v128 {
  const never = atMost(epsilon, 0.0);
  const h = splat(at(c, N_MINUS_1));
  const d = choose(never, splat(1.0), step);
  const u = neg(mul(h, d));
  const t = expPair(u);
  const m = ratioMinus1(h, d);
  const nd = neg(mul(splat(at(c, N)), d));
  const lower = phiTerm(others, mul(others, t), t, u);
  const upper = phiTerm(epsilon, neg(expm1Pair(nd)), add(splat(1.0), m), log1pPair(m));
  const unseen = mul(expPair(nd), splat(at(c, KL_BOUND)));
  return choose(never, splat(at(c, KL_BOUND)), add(unseen, add(lower, upper)));
}
