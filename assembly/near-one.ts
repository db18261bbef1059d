// Functions that vanish where a ratio is 1, without the digits that a difference would lose there. `t` is a ratio of probabilities and
// `u` its logarithm; where |u| is small they are built from u, elsewhere from t.

import { above, abs, add, any, atMost, choose, div, greater, lessPair, Mask, mul, neg, splat, sub } from "./lanes";
import { LOG_OF_ZERO } from "./layout";
import { atanhTail, expPair, expPhi2, log1pPair } from "./math";

/** Below this |u|, e^u needs no reduction and `expPhi2`, which is exact up to 0.35, gives what would cancel. */
const MAX_SMALL_LOG: f64 = 0.34;

// @ts-ignore: decorator
@inline function isSmall(u: v128): Mask { return lessPair(abs(u), splat(MAX_SMALL_LOG)); }

/** `P phi(t)` with `phi(t) = t log t - t + 1 >= 0`, from P, Pi = P t, t and u = log t; never negative, and exact next to t = 1. */
export function phiTerm(p: v128, mass: v128, t: v128, u: v128): v128 {
  const small = isSmall(u);
  if (!any(small)) return phiFar(p, mass, t, u);
  const v = choose(small, u, splat(0.0));
  const phi2 = expPhi2(v);
  const near = mul(p, mul(mul(v, v), add(sub(splat(1.0), phi2), mul(v, phi2))));
  return choose(small, near, phiFar(p, mass, t, u));
}

// @ts-ignore: decorator
@inline function phiFar(p: v128, mass: v128, t: v128, u: v128): v128 {
  const below = mul(p, sub(mul(greater(u, splat(LOG_OF_ZERO)), t), sub(t, splat(1.0))));
  // above, t log t could overflow where P t log t does not
  return choose(above(u, 1.0), add(mul(mass, sub(u, splat(1.0))), p), below);
}

/** `t - 1` from t and u = log t, exact next to t = 1. */
export function expm1FromLog(t: v128, u: v128): v128 {
  const small = isSmall(u);
  const v = choose(small, u, splat(0.0));
  return choose(small, add(v, mul(mul(v, v), expPhi2(v))), sub(t, splat(1.0)));
}

/** `t - 1 - log t >= 0` from t and u = log t, exact next to t = 1. */
export function rMinusLogR(t: v128, u: v128): v128 {
  const small = isSmall(u);
  const v = choose(small, u, splat(0.0));
  return choose(small, mul(mul(v, v), expPhi2(v)), sub(sub(t, splat(1.0)), u));
}

/** Up to this m the argument m / (m + 2) of `atanhTail` is at most 1/6, below MAX_ATANH. */
const MAX_ATANH_M: f64 = 0.4;

/** `m - log1p(m)` for m >= 0, exact next to 0 (minus LogExpFunctions.jl's log1pmx). */
export function minusLog1pmx(m: v128): v128 {
  const small = atMost(m, MAX_ATANH_M);
  const v = choose(small, m, splat(0.0));
  const s = div(v, add(v, splat(2.0)));
  const near = mul(s, sub(v, mul(splat(2.0), atanhTail(mul(s, s)))));
  return choose(small, near, sub(m, log1pPair(m)));
}

/** `1 - (1 + b) e^-b` for b >= 0, exact next to 0 (scipy's gammainc(2, b)). */
export function gammainc2(b: v128): v128 {
  const small = isSmall(b);
  const v = choose(small, b, splat(0.0));
  const near = mul(mul(v, v), sub(splat(1.0), mul(expPhi2(neg(v)), add(splat(1.0), v))));
  return choose(small, near, sub(splat(1.0), mul(add(splat(1.0), b), expPair(neg(b)))));
}
