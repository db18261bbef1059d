// The paper's estimator of the KL divergence at one draw (section 4, eq. 25), in nats.
//
// d_n(eps) is klBound(n) times the chance that a draw of probability eps is never seen, plus the KL divergence of best-of-n on the two
// outcomes {all others, eps}: `A klBound + (1-eps) phi(t_1) + eps phi(t_2)`, `A = (1-eps)^n`, no term of which is negative.

import { Coefficients } from "./arrays";
import { above, add, all, at, atMost, both, choose, entry, horner, Mask, mul, neg, splat, sub } from "./lanes";
import { ESTIMATE_SERIES, KL_BOUND, N, N_MINUS_1, NEAR_ONE_LIMIT } from "./layout";
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
  const a = mul(splat(at(c, N)), smallStep(epsilon));
  const small = both(atMost(epsilon, MAX_SMALL_RATIO), atMost(a, at(c, N) < NEAR_ONE_LIMIT ? -1.0 : MAX_SMALL_STEP));
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
  return choose(small, near, klEstimateWide(c, epsilon, complement));
}

function klEstimateWide(c: Coefficients, epsilon: v128, complement: v128): v128 {
  const large = above(epsilon, 0.5);
  const others = choose(large, complement, sub(splat(1.0), epsilon));
  const never = atMost(epsilon, 0.0);
  const h = splat(at(c, N_MINUS_1));
  const d = choose(never, splat(1.0), topStep(epsilon, large, others));
  const u = neg(mul(h, d));
  const t = expPair(u);
  const m = ratioMinus1(h, d);
  const nd = neg(mul(splat(at(c, N)), d));
  const lower = phiTerm(others, mul(others, t), t, u);
  const upper = phiTerm(epsilon, neg(expm1Pair(nd)), add(splat(1.0), m), log1pPair(m));
  const unseen = mul(expPair(nd), splat(at(c, KL_BOUND)));
  return choose(never, splat(at(c, KL_BOUND)), add(unseen, add(lower, upper)));
}

/** -log(1 - epsilon), the step of a top outcome of probability epsilon > 0; `large` says where epsilon > 1/2. */
function topStep(epsilon: v128, large: Mask, others: v128): v128 {
  const certain = atMost(others, 0.0);
  const small = neg(log1pPair(neg(choose(large, splat(0.0), epsilon))));
  const wide = neg(logPair(choose(certain, splat(1.0), others)));
  return choose(large, choose(certain, splat(FIRST_STEP), wide), small);
}
