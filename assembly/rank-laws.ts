// Laws that look at ranks only: such a law is given by an increasing function G of the rank F, from G(0) = 0 to G(1) = 1, and a block has the mass
// `Q = G(F_j) - G(F_{j-1})`. What is computed is the ratio t = Q/P as `e^power (1 + rise)`, so that neither it nor its logarithm cancels next to the reference.
// Every law has a parameter `rate` >= 0, which is 0 for the reference.

import { bonMassOf, Support } from "./arrays";
import { above, add, at, choose, div, greater, lesser, mul, neg, pair, setAt, setPair, splat, sub, zeroIfNaN } from "./lanes";
import { BEST_OF_POISSON, KL, TOP_FRACTION, WORST_OF } from "./layout";
import { expm1Pair, expPair, log1pPair, logPair } from "./math";
import { phiTerm } from "./near-one";
import { klOfPart } from "./parts";
import { clearSums, finish, RESULTS, SUMS } from "./results";
import { accumulate } from "./sum";

/** The number next to -1, whose logarithm stands for that of a ratio of 0. */
const ABOVE_MINUS_1: f64 = -0.9999999999999999;
/** The largest double. */
const LARGEST: f64 = 1.7976931348623157e308;

/** Writes to `s.bonMass` the masses of a law with a finite rate, and to RESULTS its KL divergence. */
export function rankLaw(s: Support, law: u32, rate: f64): void {
  const masses = bonMassOf(s);
  const mass = s.refMass;
  const r = splat(rate);
  // the CDF below each block, as a sum of two numbers of one sign, until the mass takes its place
  for (let j: u32 = 0; j < s.blocks; j += 2) setPair(masses, j + 1, add(pair(s.midCdf, j), mul(pair(mass, j), splat(0.5))));
  setAt(masses, 0, 0);
  // the lane beyond an odd number of blocks
  setAt(masses, s.blocks, 0);
  clearSums();
  for (let j: u32 = 0; j < s.blocks; j += 2) {
    const p = pair(mass, j);
    const below = pair(masses, j);
    const upper = neg(expm1Pair(pair(s.logCdf, j)));
    let power = splat(0.0);
    let rise = splat(0.0);
    if (law == TOP_FRACTION) {
      rise = greater(lesser(div(sub(below, mul(r, upper)), p), r), splat(-1.0));
    } else {
      let step = p;
      let far = below;
      if (law == BEST_OF_POISSON) {
        power = neg(mul(r, upper));
      } else {
        power = mul(r, logOfRank(add(p, upper), below));
        step = log1pPair(lesser(div(p, upper), splat(LARGEST)));
        far = upper;
      }
      // `(A/P) (1 - e^(-rate step))` with A the mass on the far side; at most the rate, which rounding could exceed where P is subnormal
      rise = lesser(mul(div(neg(expm1Pair(neg(mul(r, step)))), p), far), r);
    }
    // NaN where nothing is on the far side of a subnormal mass, and in that lane
    rise = zeroIfNaN(rise);
    const t = mul(expPair(power), add(splat(1.0), rise));
    const q = mul(p, t);
    setPair(masses, j, q);
    accumulate(SUMS, KL, phiTerm(p, q, t, add(power, log1pPair(greater(rise, splat(ABOVE_MINUS_1))))));
  }
  const top = s.blocks - 1;
  const lowest = law == WORST_OF;
  const limit = klOfPart(s, at(mass, lowest ? 0 : top), lowest ? 1 : 0, lowest ? s.blocks : top);
  setAt(RESULTS, KL, min(finish(KL), limit));
}

/** log F of a rank and its complement, from the one that is at most one half. */
function logOfRank(rank: v128, complement: v128): v128 {
  const near = above(rank, 0.5);
  return choose(near, log1pPair(neg(choose(near, complement, splat(0.0)))), logPair(choose(near, splat(1.0), rank)));
}
