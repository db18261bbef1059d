// What every n needs of each block: its mass P, the reward CDF F in the middle, delta = -log1p(-P/F) and L = log F. No F is ever taken
// from 1: delta comes from the ratio of neighbours, and L_j = -(delta_{j+1} + ... + delta_B) is a sum of terms of one sign from the top
// down, as exact near F = 1 as near F = 0.

import { Support } from "./arrays";
import { above, add, all, any, at, atMost, choose, div, Doubles, mul, neg, pair, setAt, setPair, splat, sub } from "./lanes";
import {
  BELOW_TOP,
  BLOCK_COLLISION,
  BLOCKS,
  CELL,
  COLLISION_PROBABILITY,
  HIGH_INFINITE,
  LARGEST_COMPLEMENT,
  LOW_INFINITE,
  REFERENCE_REWARD,
  TOP_MASS,
  TOP_REWARD,
} from "./layout";
import { atanhTail, log1pPair, logPair, MAX_ATANH } from "./math";
import { RESULTS } from "./results";
import { accumulate, clear, SUM_SIZE, Sums, total, twoSumError } from "./sum";

/** delta = -log(1 - P/F) = log(F_j/F_{j-1}) = 2 atanh(s), s = P/(F_{j-1} + F_j), from raw sums; where s is above MAX_ATANH, by `largeStep`. */
// @ts-ignore: decorator
@inline function stepOf(mass: v128, below: v128, upTo: v128): v128 {
  const s = div(mass, add(below, upTo));
  const twice = add(s, s);
  const near = atMost(s, MAX_ATANH);
  const d = add(twice, mul(twice, atanhTail(mul(s, s))));
  if (all(near)) return d;
  return choose(near, d, largeStep(div(mass, upTo), below, upTo));
}

/** delta by `-log1p(-P/F)` or, where P/F is above one half and 1 - P/F would lose digits, by `-log(F_{j-1}/F_j)`. */
function largeStep(ratio: v128, below: v128, upTo: v128): v128 {
  const most = above(ratio, 0.5);
  const d = neg(log1pPair(neg(choose(most, splat(0.0), ratio))));
  return any(most) ? choose(most, neg(logPair(choose(most, div(below, upTo), splat(1.0)))), d) : d;
}

/** Computes masses, the CDF in the middle of each block, and steps, from raw block masses and `cdf`, f64[blocks + 2], their running sums from
 *  entry 1 on. Writes to RESULTS what does not depend on n. */
export function normalise(s: Support, cdf: Doubles): void {
  const top = s.blocks - 1;
  setAt(RESULTS, TOP_REWARD, at(s.reward, top));
  let lowest: u32 = 0;
  for (; lowest < s.blocks && at(s.reward, lowest) == -Infinity; lowest++) setAt(s.reward, lowest, 0);
  let highest: u32 = 0;
  for (; highest < s.blocks && at(s.reward, top - highest) == Infinity; highest++) setAt(s.reward, top - highest, 0);

  measureBlocks(s, cdf);
  // F_0 = 0
  setAt(s.logStep, 0, Infinity);
  if (s.outcomeProb != s.refMass) {
    for (let k: u32 = 0; k < s.count; k += 2) setPair(s.outcomeProb, k, div(pair(s.outcomeProb, k), splat(s.total)));
  }

  const collision = sumOfProducts(s.outcomeProb, s.outcomeProb, s.count);
  s.largestComplement = collision > MIN_COLLISION_OF_HALF ? complementOfLargest(s.outcomeProb, s.count) : 0.0;
  setAt(RESULTS, BLOCKS, s.blocks);
  setAt(RESULTS, COLLISION_PROBABILITY, collision);
  setAt(RESULTS, REFERENCE_REWARD, sumOfProducts(s.refMass, s.reward, s.blocks));
  setAt(RESULTS, LOW_INFINITE, lowest);
  setAt(RESULTS, TOP_MASS, at(s.refMass, top));
  setAt(RESULTS, BELOW_TOP, at(cdf, top) / s.total);
  setAt(RESULTS, BLOCK_COLLISION, s.outcomeProb == s.refMass ? collision : sumOfProducts(s.refMass, s.refMass, s.blocks));
  setAt(RESULTS, LARGEST_COMPLEMENT, s.largestComplement);
  setAt(RESULTS, HIGH_INFINITE, highest);
}

/** Masses, the CDF in the middle of each block, and steps, from raw masses and their running sums. */
function measureBlocks(s: Support, cdf: Doubles): void {
  const whole = splat(s.total);
  for (let j: u32 = 0; j < s.blocks; j += 2) {
    const raw = pair(s.refMass, j);
    const upTo = pair(cdf, j + 1);
    const mass = div(raw, whole);
    setPair(s.refMass, j, mass);
    setPair(s.midCdf, j, sub(div(upTo, whole), mul(mass, splat(0.5))));
    setPair(s.logStep, j, stepOf(raw, pair(cdf, j), upTo));
  }
}

/** An outcome of p(y) > 1/2 makes sum p^2 exceed 1/4, so below this there is none to look for. */
const MIN_COLLISION_OF_HALF: f64 = 0.25;

/** 1 - p(y) of the outcome with p(y) > 1/2, as the sum of all others, since the difference may have no digits; 0 without one. */
function complementOfLargest(prob: Doubles, count: u32): f64 {
  let sum: f64 = 0;
  let error: f64 = 0;
  let found = false;
  for (let k: u32 = 0; k < count; k++) {
    const p = at(prob, k);
    if (p > 0.5) {
      found = true;
      continue;
    }
    const t = sum + p;
    error += twoSumError(sum, p, t);
    sum = t;
  }
  return found ? sum + error : 0.0;
}

const SUM: Sums = memory.data(<i32>(SUM_SIZE * 8), 16);

/** sum a b over f64[length] each, compensated between cells; both arrays are 0 in the lane beyond an odd length. */
export function sumOfProducts(a: Doubles, b: Doubles, length: u32): f64 {
  clear(SUM, 0);
  for (let from: u32 = 0; from < length; from += CELL) {
    const to = min(from + CELL, length);
    let sum = splat(0.0);
    for (let j = from; j < to; j += 2) sum = add(sum, mul(pair(a, j), pair(b, j)));
    accumulate(SUM, 0, sum);
  }
  return total(SUM, 0);
}

/** Computes L and the logarithm in the middle of every block, from the top down, and the largest step of every cell. */
export function sumSteps(s: Support): void {
  let sum: f64 = 0;
  let error: f64 = 0;
  let largest: f64 = 0;
  let cell = s.cells;
  for (let j = s.blocks; j > 0; j--) {
    const d = at(s.logStep, j - 1);
    const l = 0.0 - (sum + error);
    setAt(s.logCdf, j - 1, l);
    setAt(s.logMid, j - 1, l - d * 0.5);
    if (d > largest) largest = d;
    if ((j - 1) % CELL == 0) {
      cell--;
      setAt(s.cellMaxStep, cell, largest);
      largest = 0;
    }
    const t = sum + d;
    error += twoSumError(sum, d, t);
    sum = t;
  }
}

/** A logarithm at which every formula stays finite and every power is 0. */
const NO_MASS_LOG: f64 = -1e9;

/** Fills the lane beyond an odd number of blocks: no mass, and values at which every formula stays finite. */
export function padLane(s: Support): void {
  const j = s.blocks;
  setAt(s.refMass, j, 0);
  setAt(s.reward, j, 0);
  setAt(s.midCdf, j, 0);
  setAt(s.logStep, j, at(s.logStep, j - 1));
  setAt(s.logMid, j, at(s.logMid, j - 1));
  setAt(s.logCdf, j, NO_MASS_LOG);
}

/** The block whose reward is nearest to `mean`; rewards rise from block to block. */
export function nearestReward(s: Support, mean: f64): u32 {
  let low: u32 = 0;
  let high: u32 = s.blocks - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (at(s.reward, middle) < mean) low = middle + 1;
    else high = middle;
  }
  return low > 0 && mean - at(s.reward, low - 1) < at(s.reward, low) - mean ? low - 1 : low;
}
