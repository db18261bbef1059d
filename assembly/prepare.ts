// From sorted outcomes to blocks, and for each block what every n needs: its mass P, the reward CDF F in the middle,
// delta = -log1p(-P/F) and L = log F. No F is ever taken from 1: delta comes from the ratio of neighbours, and
// L_j = -(delta_{j+1} + ... + delta_B) is a sum of terms of one sign from the top down, as exact near F = 1 as near F = 0.

import { above, add, all, any, at, atMost, choose, div, mul, neg, pair, setAt, setIndexAt, setPair, splat, sub } from "./lanes";
import { ATANH_MOST, atanhTail, log1p2, log2 } from "./math";
import { keyIn, RECORD, rewardOf, sortByReward, weightIn } from "./sort";
import { accumulate, clear, lost, SUM_BYTES, total } from "./sum";
import { CELL, cellsOf, doubles, indices, releaseInput, Support } from "./support";
import { SUMMARY } from "./totals";

const SUM = memory.data(<i32>SUM_BYTES, 16);

export function prepare(s: Support, tiesByIndex: bool): void {
  s.records = records(s.size);
  s.spare = records(s.size);
  sortByReward(s);
  s.blockOf = indices(s.count);
  s.share = doubles(s.count);
  s.mass = doubles(s.count);
  s.reward = doubles(s.count);
  gatherBlocks(s, tiesByIndex);
  if (s.blocks == s.count) {
    heap.free(s.share);
    s.share = s.mass;
  } else {
    s.mass = heap.realloc(s.mass, (<usize>s.blocks + 2) << 3);
    s.reward = heap.realloc(s.reward, (<usize>s.blocks + 2) << 3);
  }
  s.midCdf = doubles(s.blocks);
  s.step = doubles(s.blocks);
  normalise(s);
  releaseInput(s);
  s.logCdf = doubles(s.blocks);
  s.logMid = doubles(s.blocks);
  s.cells = cellsOf(s.blocks);
  s.cellStep = doubles(s.cells);
  sumSteps(s);
  padLane(s);
}

/** Room for the records of `size` outcomes, and for the running sums that take their place. */
function records(size: u32): usize { return heap.alloc(RECORD * (<usize>size + 2)); }

/** Every array that a support of up to `size` outcomes needs, for `prepareSorted`, which makes one small support after another in them. */
export function reserve(s: Support): void {
  s.rewards = doubles(s.size);
  s.weights = doubles(s.size);
  s.records = records(s.size);
  s.spare = records(s.size);
  s.blockOf = indices(s.size);
  s.share = doubles(s.size);
  s.mass = doubles(s.size);
  s.reward = doubles(s.size);
  s.midCdf = doubles(s.size);
  s.step = doubles(s.size);
  s.logCdf = doubles(s.size);
  s.logMid = doubles(s.size);
  s.cellStep = doubles(s.size);
  s.masses = doubles(s.size);
}

/** The same as `prepare` from sorted records on, in arrays that `reserve` made. `share` is the array for p(y) where rewards tie. */
export function prepareSorted(s: Support, share: usize): void {
  s.share = share;
  gatherBlocks(s, false);
  if (s.blocks == s.count) s.share = s.mass;
  normalise(s);
  s.cells = cellsOf(s.blocks);
  sumSteps(s);
  padLane(s);
}

/** Walks the outcomes by rising reward: their blocks, raw masses, and the running sum of weights (in `s.spare`, from 1). */
function gatherBlocks(s: Support, tiesByIndex: bool): void {
  const cdf = s.spare;
  setAt(cdf, 0, 0);
  let b: u32 = -1;
  let last: u64 = 0;
  let sum: f64 = 0, sumLost: f64 = 0;
  let mass: f64 = 0, massLost: f64 = 0;
  for (let k: u32 = 0; k < s.count; k++) {
    const key = keyIn(s.records, k);
    const w = weightIn(s.records, k);
    if (k == 0 || key != last || tiesByIndex) {
      b++;
      setAt(s.reward, b, rewardOf(s.base + key));
      last = key;
      mass = w;
      massLost = 0;
    } else {
      const t = mass + w;
      massLost += lost(mass, w, t);
      mass = t;
    }
    const t = sum + w;
    sumLost += lost(sum, w, t);
    sum = t;
    setIndexAt(s.blockOf, k, b);
    setAt(s.share, k, w);
    setAt(s.mass, b, mass + massLost);
    setAt(cdf, b + 1, sum + sumLost);
  }
  s.total = sum + sumLost;
  s.blocks = b + 1;
  setAt(s.share, s.count, 0);
  setIndexAt(s.blockOf, s.count, b);
  setAt(s.mass, s.blocks, 0);
  setAt(s.reward, s.blocks, 0);
  setAt(cdf, s.blocks + 1, s.total);
}

/** delta = -log(1 - P/F) = log(F_j/F_{j-1}) = 2 atanh(s), s = P/(F_{j-1} + F_j), from raw sums; two other forms where s is not small. */
// @ts-ignore: decorator
@inline function stepOf(mass: v128, below: v128, upTo: v128): v128 {
  const s = div(mass, add(below, upTo));
  const twice = add(s, s);
  const d = add(twice, mul(twice, atanhTail(mul(s, s))));
  const near = atMost(s, ATANH_MOST);
  return all(near) ? d : choose(near, d, largeStep(div(mass, upTo), below, upTo));
}

function largeStep(ratio: v128, below: v128, upTo: v128): v128 {
  const most = above(ratio, 0.5);
  const d = neg(log1p2(neg(choose(most, splat(0.0), ratio))));
  return any(most) ? choose(most, neg(log2(choose(most, div(below, upTo), splat(1.0)))), d) : d;
}

/** Masses, the CDF at the middle of each block, steps; collision probabilities and reference reward. */
function normalise(s: Support): void {
  const cdf = s.spare;
  const whole = splat(s.total);
  const top = s.blocks - 1;
  store<f64>(SUMMARY, at(s.reward, top), 4 * 8);
  let lowest: u32 = 0;
  for (; lowest < s.blocks && at(s.reward, lowest) == -Infinity; lowest++) setAt(s.reward, lowest, 0);
  let highest: u32 = 0;
  for (; highest < s.blocks && at(s.reward, top - highest) == Infinity; highest++) setAt(s.reward, top - highest, 0);

  for (let j: u32 = 0; j < s.blocks; j += 2) {
    const raw = pair(s.mass, j);
    const upTo = pair(cdf, j + 1);
    const mass = div(raw, whole);
    setPair(s.mass, j, mass);
    setPair(s.midCdf, j, sub(div(upTo, whole), mul(mass, splat(0.5))));
    setPair(s.step, j, stepOf(raw, pair(cdf, j), upTo));
  }
  setAt(s.step, 0, Infinity); // F_0 = 0
  if (s.share != s.mass) {
    for (let k: u32 = 0; k < s.count; k += 2) setPair(s.share, k, div(pair(s.share, k), whole));
  }

  const collision = sumOfProducts(s.share, s.share, s.count);
  s.rest = collision > 0.25 ? restOfLargest(s) : 0;
  store<f64>(SUMMARY, s.blocks, 0);
  store<f64>(SUMMARY, collision, 1 * 8);
  store<f64>(SUMMARY, sumOfProducts(s.mass, s.reward, s.blocks), 2 * 8);
  store<f64>(SUMMARY, lowest, 3 * 8);
  store<f64>(SUMMARY, at(s.mass, top), 5 * 8);
  store<f64>(SUMMARY, at(cdf, top) / s.total, 6 * 8);
  store<f64>(SUMMARY, s.share == s.mass ? collision : sumOfProducts(s.mass, s.mass, s.blocks), 7 * 8);
  store<f64>(SUMMARY, s.rest, 8 * 8);
  store<f64>(SUMMARY, highest, 9 * 8);
}

/** What is left beside an outcome of more than half the mass: as a sum, since 1 - p(y) may have no digits. */
function restOfLargest(s: Support): f64 {
  let rest: f64 = 0, restLost: f64 = 0;
  let found = false;
  for (let k: u32 = 0; k < s.count; k++) {
    const p = at(s.share, k);
    if (p > 0.5) {
      found = true;
      continue;
    }
    const t = rest + p;
    restLost += lost(rest, p, t);
    rest = t;
  }
  return found ? rest + restLost : 0;
}

export function sumOfProducts(a: usize, b: usize, length: u32): f64 {
  clear(SUM);
  for (let from: u32 = 0; from < length; from += CELL) {
    const to = min(from + CELL, length);
    let sum = splat(0.0);
    for (let j = from; j < to; j += 2) sum = add(sum, mul(pair(a, j), pair(b, j)));
    accumulate(SUM, sum);
  }
  return total(SUM);
}

/** L and the logarithm in the middle of every block, from the top down; the largest step of every cell. */
function sumSteps(s: Support): void {
  let sum: f64 = 0, sumLost: f64 = 0;
  let largest: f64 = 0;
  for (let j: u32 = s.blocks; j-- > 0; ) {
    const d = at(s.step, j);
    const l = 0.0 - (sum + sumLost);
    setAt(s.logCdf, j, l);
    setAt(s.logMid, j, l - d * 0.5);
    if (d > largest) largest = d;
    if (j % CELL == 0) {
      setAt(s.cellStep, j / CELL, largest);
      largest = 0;
    }
    const t = sum + d;
    sumLost += lost(sum, d, t);
    sum = t;
  }
}

/** What the lane beyond an odd number of blocks holds: no mass, and values at which every formula stays finite. */
const NO_MASS_LOG: f64 = -1e9;

export function padLane(s: Support): void {
  const j = s.blocks;
  setAt(s.mass, j, 0);
  setAt(s.reward, j, 0);
  setAt(s.midCdf, j, 0);
  setAt(s.step, j, at(s.step, j - 1));
  setAt(s.logMid, j, at(s.logMid, j - 1));
  setAt(s.logCdf, j, NO_MASS_LOG);
}
