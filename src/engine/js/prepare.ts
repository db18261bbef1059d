// Twin of assembly/prepare.ts: from sorted outcomes to blocks, and for each block its mass P, the reward CDF F in the middle,
// delta = -log1p(-P/F) and L = log F, none of them taken from 1.

import { FACT } from '../engine';
import { ATANH_MOST, atanhTail, log, log1p } from './math';
import { sortByReward } from './sort';
import { accumulate, lost, SUM_SIZE, total } from './sum';
import { CELL, cellsOf, doubles, type JsSupport } from './support';

export function prepare(s: JsSupport, tiesByIndex: boolean): void {
  s.records = new Uint32Array(2 * s.size);
  s.spare = new Uint32Array(2 * s.size);
  sortByReward(s);
  s.order = new Uint32Array(s.count);
  s.blockOf = new Uint32Array(s.count + 1);
  s.share = doubles(s.count);
  s.mass = doubles(s.count);
  s.reward = doubles(s.count);
  const cdf = doubles(s.count + 2);
  gatherBlocks(s, cdf, tiesByIndex);
  if (s.blocks === s.count) {
    s.share = s.mass;
  } else {
    s.mass = s.mass.slice(0, s.blocks + 2);
    s.reward = s.reward.slice(0, s.blocks + 2);
  }
  s.midCdf = doubles(s.blocks);
  s.step = doubles(s.blocks);
  normalise(s, cdf);
  s.releaseInput();
  s.logCdf = doubles(s.blocks);
  s.logMid = doubles(s.blocks);
  s.cells = cellsOf(s.blocks);
  s.cellStep = doubles(s.cells);
  sumSteps(s);
  padLane(s);
}

/** Every array that a support of up to `size` outcomes needs, for `prepareSorted`, which makes one small support after another in them. */
export function reserve(s: JsSupport): void {
  s.records = new Uint32Array(2 * s.size);
  s.spare = new Uint32Array(2 * s.size);
  s.order = new Uint32Array(s.size);
  s.blockOf = new Uint32Array(s.size + 1);
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

/** The same as `prepare` from sorted records on, in arrays that `reserve` made. `share` is the array for p(y) where rewards tie, `cdf`
 *  one for the running sum of weights. */
export function prepareSorted(s: JsSupport, share: Float64Array, cdf: Float64Array): void {
  s.share = share;
  gatherBlocks(s, cdf, false);
  if (s.blocks === s.count) s.share = s.mass;
  normalise(s, cdf);
  s.cells = cellsOf(s.blocks);
  sumSteps(s);
  padLane(s);
}

/** Walks the outcomes by rising reward: their order, blocks, raw masses, and the running sum of weights (in `cdf`, from 1). */
function gatherBlocks(s: JsSupport, cdf: Float64Array, tiesByIndex: boolean): void {
  const { records, weights, rewards, order, blockOf } = s;
  const { share, mass: masses, reward } = s;
  let b = -1;
  let last = Number.NaN;
  let sum = 0;
  let sumLost = 0;
  let mass = 0;
  let massLost = 0;
  for (let k = 0; k < s.count; k++) {
    const i = records[2 * k];
    const w = weights[i];
    const r = rewards[i] + 0;
    if (r !== last || tiesByIndex) {
      b++;
      reward[b] = r;
      last = r;
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
    order[k] = i;
    blockOf[k] = b;
    share[k] = w;
    masses[b] = mass + massLost;
    cdf[b + 1] = sum + sumLost;
  }
  s.total = sum + sumLost;
  s.blocks = b + 1;
  blockOf[s.count] = b;
  cdf[s.blocks + 1] = s.total;
}

/** delta = -log(1 - P/F) = log(F_j/F_{j-1}) = 2 atanh(s), s = P/(F_{j-1} + F_j), from raw sums; two other forms where s is not small. */
function stepOf(mass: number, below: number, upTo: number): number {
  const s = mass / (below + upTo);
  const twice = s + s;
  if (s <= ATANH_MOST) return twice + twice * atanhTail(s * s);
  const ratio = mass / upTo;
  return ratio > 0.5 ? -log(below / upTo) : -log1p(-ratio);
}

/** Masses, the CDF at the middle of each block, steps; collision probabilities and reference reward. */
function normalise(s: JsSupport, cdf: Float64Array): void {
  const { mass, reward, midCdf, step, share, facts } = s;
  const whole = s.total;
  const top = s.blocks - 1;
  facts[FACT.topReward] = reward[top];
  let lowest = 0;
  for (; lowest < s.blocks && reward[lowest] === -Infinity; lowest++) reward[lowest] = 0;
  let highest = 0;
  for (; highest < s.blocks && reward[top - highest] === Infinity; highest++) reward[top - highest] = 0;

  for (let j = 0; j < s.blocks; j++) {
    const raw = mass[j];
    const upTo = cdf[j + 1];
    mass[j] = raw / whole;
    midCdf[j] = upTo / whole - mass[j] * 0.5;
    step[j] = j === 0 ? Infinity : stepOf(raw, cdf[j], upTo); // F_0 = 0
  }
  if (share !== mass) for (let k = 0; k < s.count; k++) share[k] /= whole;

  const collision = sumOfProducts(share, share, s.count);
  s.rest = collision > 0.25 ? restOfLargest(s) : 0;
  facts[FACT.blocks] = s.blocks;
  facts[FACT.collisionProbability] = collision;
  facts[FACT.referenceReward] = sumOfProducts(mass, reward, s.blocks);
  facts[FACT.lowInfinite] = lowest;
  facts[FACT.topMass] = mass[top];
  facts[FACT.belowTop] = cdf[top] / whole;
  facts[FACT.blockCollision] = share === mass ? collision : sumOfProducts(mass, mass, s.blocks);
  facts[FACT.rest] = s.rest;
  facts[FACT.highInfinite] = highest;
}

/** What is left beside an outcome of more than half the mass: as a sum, since 1 - p(y) may have no digits. */
function restOfLargest(s: JsSupport): number {
  const { share } = s;
  let rest = 0;
  let restLost = 0;
  let found = false;
  for (let k = 0; k < s.count; k++) {
    const p = share[k];
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

export function sumOfProducts(a: Float64Array, b: Float64Array, length: number): number {
  const sums = new Float64Array(SUM_SIZE);
  for (let from = 0; from < length; from += CELL) {
    const to = Math.min(from + CELL, length);
    for (let lane = 0; lane < 2; lane++) {
      let sum = 0;
      for (let j = from + lane; j < to; j += 2) sum += a[j] * b[j];
      accumulate(sums, 0, lane, sum);
    }
  }
  return total(sums, 0);
}

/** L and the logarithm in the middle of every block, from the top down; the largest step of every cell. */
function sumSteps(s: JsSupport): void {
  const { step, logCdf, logMid, cellStep } = s;
  let sum = 0;
  let sumLost = 0;
  let largest = 0;
  for (let j = s.blocks - 1; j >= 0; j--) {
    const d = step[j];
    const l = 0 - (sum + sumLost);
    logCdf[j] = l;
    logMid[j] = l - d * 0.5;
    if (d > largest) largest = d;
    if (j % CELL === 0) {
      cellStep[j / CELL] = largest;
      largest = 0;
    }
    const t = sum + d;
    sumLost += lost(sum, d, t);
    sum = t;
  }
}

const NO_MASS_LOG = -1e9;

/** What the lane beyond an odd number of blocks holds: no mass, and values at which every formula stays finite. */
export function padLane(s: JsSupport): void {
  const j = s.blocks;
  s.mass[j] = s.reward[j] = s.midCdf[j] = 0;
  s.step[j] = s.step[j - 1];
  s.logMid[j] = s.logMid[j - 1];
  s.logCdf[j] = NO_MASS_LOG;
}
