// The mean of the paper's estimator (estimator.ts) under the best-of-n policy, summed over outcomes.

import { Coefficients, Support } from "./arrays";
import { klEstimateOf, surprisal } from "./estimator";
import {
  add,
  at,
  div,
  Doubles,
  entry,
  gather,
  greater,
  horner,
  indexAt,
  inFirstLane,
  maxOfLanes,
  mul,
  pair,
  splat,
} from "./lanes";
import { CELL, ESTIMATE_SERIES, KL_ESTIMATE, N, NEAR_ONE_LIMIT } from "./layout";
import { SUMS } from "./results";
import { accumulate } from "./sum";

/** Adds `sum pi(y) d_n(p(y))` to the sum KL_ESTIMATE, from the best-of-n masses in `s.bonMass`. */
export function addEstimates(s: Support, c: Coefficients): void {
  const n = entry(c, N);
  const c0 = entry(c, ESTIMATE_SERIES);
  const c3 = entry(c, ESTIMATE_SERIES + 3);
  const c4 = entry(c, ESTIMATE_SERIES + 4);
  const c5 = entry(c, ESTIMATE_SERIES + 5);
  for (let from: u32 = 0; from < s.count; from += CELL) {
    const to = min(from + CELL, s.count);
    const tiny = at(c, N) >= NEAR_ONE_LIMIT && areTiny(largestOf(s.outcomeProb, from, to), at(c, N));
    let sum = splat(0.0);
    for (let k = from; k < to; k += 2) {
      const epsilon = pair(s.outcomeProb, k);
      const estimate = tiny ? tinyEstimate(n, c0, c3, c4, c5, epsilon) : klEstimateOf(c, epsilon, splat(s.largestComplement));
      sum = add(sum, mul(outcomeMass(s, k, epsilon), estimate));
    }
    accumulate(SUMS, KL_ESTIMATE, sum);
  }
}

function largestOf(p: Doubles, from: u32, to: u32): f64 {
  let largest = splat(0.0);
  for (let k = from; k < to; k += 2) largest = greater(largest, pair(p, k));
  return maxOfLanes(largest);
}

/** Up to these epsilon and n epsilon, three terms of the logarithm and of the estimator leave 2^-56. */
const MAX_TINY_EPSILON: f64 = 0.000244140625;
const MAX_TINY_EXPECTED: f64 = 0.00390625;

// @ts-ignore: decorator
@inline function areTiny(epsilon: f64, n: f64): bool { return epsilon <= MAX_TINY_EPSILON && n * epsilon <= MAX_TINY_EXPECTED; }

/** `klEstimateOf` for tiny outcomes: klBound(n), and the powers of `a = -n log(1 - epsilon)` from the third to the fifth, since the second has none. */
// @ts-ignore: decorator
@inline function tinyEstimate(n: v128, c0: v128, c3: v128, c4: v128, c5: v128, epsilon: v128): v128 {
  const a = mul(n, mul(epsilon, horner(horner(epsilon, splat(1.0 / 3.0), splat(0.5)), epsilon, splat(1.0))));
  return add(c0, mul(mul(a, mul(a, a)), horner(horner(c5, a, c4), a, c3)));
}

/** pi(y), which inside a block is in proportion to p(y). */
// @ts-ignore: decorator
@inline export function outcomeMass(s: Support, k: u32, prob: v128): v128 {
  if (s.outcomeProb == s.refMass) return pair(s.bonMass, k);
  return mul(gather(s.bonMass, s.blockOf, k), div(prob, gather(s.refMass, s.blockOf, k)));
}

/** Adds to KL_ESTIMATE its limit for n = Infinity: the mean of -log p(y) over the top block. */
export function addTopEstimates(s: Support): void {
  const top = s.blocks - 1;
  let from = s.count;
  while (from > 0 && indexAt(s.blockOf, from - 1) == top) from--;
  let sum: f64 = 0;
  for (let k = from; k < s.count; k++) {
    const p = at(s.outcomeProb, k);
    sum += (p / at(s.refMass, top)) * surprisal(p, s.largestComplement);
  }
  accumulate(SUMS, KL_ESTIMATE, inFirstLane(sum));
}
