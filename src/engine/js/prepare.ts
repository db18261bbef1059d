// Makes a support ready to answer, from rewards and weights; by hand, since the sort's records and the memory differ from the kernel's.
// See assembly/prepare.ts.

import { MAX_EXACT_BLOCKS } from '../../../assembly/layout';
import { sortRecords } from '../../numerics/sort';
import { twoSumError } from '../../numerics/sum';
import { cellsOf, doubles, type Support } from './arrays';
import { normalise, padLane, sumSteps } from './blocks';

/** Prepares a support whose rewards, weights and `total` are set; with `tiesByIndex` every outcome is a block of its own. */
export function prepare(s: Support, tiesByIndex: boolean): void {
  s.records = new Uint32Array(2 * s.size);
  s.spare = new Uint32Array(2 * s.size);
  sortByReward(s);
  s.order = new Uint32Array(s.count);
  s.blockOf = new Uint32Array(s.count + 1);
  s.outcomeProb = doubles(s.count);
  s.refMass = doubles(s.count);
  s.reward = doubles(s.count);
  const cdf = doubles(s.count + 2);
  const low = doubles(s.count + 2);
  gatherBlocks(s, cdf, low, tiesByIndex);
  if (s.blocks === s.count) {
    s.outcomeProb = s.refMass;
  } else {
    s.refMass = s.refMass.slice(0, s.blocks + 2);
    s.reward = s.reward.slice(0, s.blocks + 2);
  }
  s.midCdf = doubles(s.blocks);
  s.logStep = doubles(s.blocks);
  if (s.blocks <= MAX_EXACT_BLOCKS) s.exactSums = doubles(2 * s.blocks);
  normalise(s, cdf, low);
  s.releaseInput();
  s.logCdf = doubles(s.blocks);
  s.logMid = doubles(s.blocks);
  s.cells = cellsOf(s.blocks);
  s.cellMaxStep = doubles(s.cells);
  sumSteps(s, low);
  padLane(s);
}

/** Makes every array that a support of up to `size` outcomes needs: `prepareSorted` makes one small support after another in them. */
export function reserve(s: Support): void {
  s.records = new Uint32Array(2 * s.size);
  s.spare = new Uint32Array(2 * s.size);
  s.order = new Uint32Array(s.size);
  s.blockOf = new Uint32Array(s.size + 1);
  s.outcomeProb = doubles(s.size);
  s.refMass = doubles(s.size);
  s.reward = doubles(s.size);
  s.midCdf = doubles(s.size);
  s.logStep = doubles(s.size);
  s.logCdf = doubles(s.size);
  s.logMid = doubles(s.size);
  s.cellMaxStep = doubles(s.size);
  s.bonMass = doubles(s.size);
  s.exactSums = doubles(2 * MAX_EXACT_BLOCKS);
}

/** Does what `prepare` does after the sort, in arrays that `reserve` made. `outcomeProb` is the array for p(y) where rewards tie, `cdf`
 *  one for the running sum of weights, and `low` one for what its rounding leaves. */
export function prepareSorted(s: Support, outcomeProb: Float64Array, cdf: Float64Array, low: Float64Array): void {
  s.outcomeProb = outcomeProb;
  gatherBlocks(s, cdf, low, false);
  if (s.blocks === s.count) s.outcomeProb = s.refMass;
  normalise(s, cdf, low);
  s.cells = cellsOf(s.blocks);
  sumSteps(s, low);
  padLane(s);
}

/** Leaves the outcomes of positive mass in `s.records`, sorted, and their number in `s.count`. */
export function sortByReward(s: Support): void {
  const { weights, total, records } = s;
  s.count = 0;
  for (let i = 0; i < s.size; i++) if (weights[i] / total > 0) records[2 * s.count++] = i;
  if (!sortRecords(s.rewards, records, s.spare, s.count)) return;
  s.records = s.spare;
  s.spare = records;
}

/** Walks the outcomes by rising reward: their order, blocks, raw masses, and the running sum of weights (in `cdf`, from entry 1 on) and what
 *  its rounding leaves (in `low`). */
function gatherBlocks(s: Support, cdf: Float64Array, low: Float64Array, tiesByIndex: boolean): void {
  const { records, weights, rewards, order, blockOf } = s;
  const { outcomeProb, refMass, reward } = s;
  let b = -1;
  let last = Number.NaN;
  let sum = 0;
  let sumError = 0;
  let mass = 0;
  let massError = 0;
  for (let k = 0; k < s.count; k++) {
    const i = records[2 * k];
    const w = weights[i];
    const r = rewards[i] + 0;
    if (r !== last || tiesByIndex) {
      b++;
      reward[b] = r;
      last = r;
      mass = w;
      massError = 0;
    } else {
      const t = mass + w;
      massError += twoSumError(mass, w, t);
      mass = t;
    }
    const t = sum + w;
    sumError += twoSumError(sum, w, t);
    sum = t;
    order[k] = i;
    blockOf[k] = b;
    outcomeProb[k] = w;
    refMass[b] = mass + massError;
    const upTo = sum + sumError;
    cdf[b + 1] = upTo;
    low[b + 1] = sum - upTo + sumError;
  }
  s.total = sum + sumError;
  s.blocks = b + 1;
  blockOf[s.count] = b;
  cdf[s.blocks + 1] = s.total;
}
