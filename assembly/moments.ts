// What a support keeps so that a curve over n costs far less than a pass over the outcomes for each n: the moments of its slices
// (slices.ts), and its large blocks.

import { cellsOf, create, createMoments, doubles, Moments, Support } from "./arrays";
import { nearestReward, padLane } from "./blocks";
import { at, Doubles, entry, horner, setAt } from "./lanes";
import { CELL } from "./layout";
import { exp } from "./math";
import { addMoments, countLarge, isLarge, LARGE_STEPS, MOMENT_SUMS, ORDERS, sliceStart } from "./slices";
import { total } from "./sum";

/** At one n, a slice or a large block costs about this many times as much as a block in a walk over all blocks. */
const SLICE_COST: u32 = 4;

/** The k-th moment of a slice, whose number is even, and of the next. */
// @ts-ignore: decorator
@inline export function momentPair(m: Moments, slice: u32, k: u32): v128 { return v128.load(momentsAt(m, slice) + (<usize>k << 4)); }

// @ts-ignore: decorator
@inline function momentsAt(m: Moments, slice: u32): usize { return m.sums + (<usize>(slice >> 1) * ORDERS << 4); }

/** `sum x^m / m! M_m` over the moments of a slice from `start` up to `end`; `quotients` holds x / k, and the first one used is at `offset`. */
export function taylorPair(m: Moments, slice: u32, start: u32, end: u32, quotients: Doubles, offset: u32): v128 {
  let sum = momentPair(m, slice, end - 1);
  for (let k = end - 1; k > start; k--) {
    sum = horner(sum, entry(quotients, offset + k - start - 1), momentPair(m, slice, k - 1));
  }
  return sum;
}

/** The moments of a support, made when first needed; without slices where they would save nothing. */
export function momentsOf(s: Support): Moments {
  const known = s.moments;
  if (known) return known;
  const m = createMoments();
  s.moments = m;
  // all blocks but the top one, which is large, are in slices
  const pivot = nearestReward(s, 0.0, 0.0);
  m.pivotReward = at(s.reward, pivot);
  m.span = at(s.reward, s.blocks - 1) - at(s.reward, 0);
  let slices: u32 = 0;
  for (let end = s.blocks - 1; end > 0; slices++) {
    end = sliceStart(s, end, pivot);
    if (end >= pivot) m.upper++;
  }
  const large = countLarge(s);
  if ((slices + large) * SLICE_COST > s.blocks) return m;
  m.centre = doubles(slices);
  m.power = doubles(slices);
  m.reach = doubles(slices);
  m.above = doubles(slices);
  const bytes: usize = <usize>((slices + 1) >> 1) * ORDERS << 4;
  m.sums = heap.alloc(bytes);
  memory.fill(m.sums, 0, bytes);
  gatherLarge(s, m, large);
  slices = 0;
  for (let end = s.blocks - 1; end > 0; slices++) {
    const from = sliceStart(s, end, pivot);
    const low = at(s.logCdf, from);
    const high = at(s.logCdf, end - 1);
    const centre = 0.5 * (low + high);
    setAt(m.centre, slices, centre);
    setAt(m.power, slices, exp(centre));
    setAt(m.reach, slices, 0.5 * (high - low) + min(-low, 1.0) / LARGE_STEPS);
    setAt(m.above, slices, at(s.reward, end));
    addMoments(s, from, end, centre);
    const lane: usize = momentsAt(m, slices) + (<usize>(slices & 1) << 3);
    for (let k: u32 = 0; k < ORDERS; k++) store<f64>(lane + (<usize>k << 4), total(MOMENT_SUMS, k));
    end = from;
  }
  // the lane beyond an odd number of slices
  setAt(m.centre, slices, -1);
  setAt(m.power, slices, 0);
  setAt(m.reach, slices, 0);
  m.slices = slices;
  return m;
}

/** The large blocks as a support of their own. */
function gatherLarge(s: Support, m: Moments, count: u32): void {
  const large = create(count);
  m.large = large;
  large.refMass = large.outcomeProb = doubles(count);
  large.midCdf = doubles(count);
  large.logStep = doubles(count);
  large.logCdf = doubles(count);
  large.logMid = doubles(count);
  large.reward = doubles(count);
  large.blocks = count;
  large.cells = cellsOf(count);
  large.cellMaxStep = doubles(large.cells);
  let k: u32 = 0;
  for (let j: u32 = 0; j < s.blocks; j++) {
    if (!isLarge(s, j)) continue;
    const step = at(s.logStep, j);
    setAt(large.refMass, k, at(s.refMass, j));
    setAt(large.midCdf, k, at(s.midCdf, j));
    setAt(large.logStep, k, step);
    setAt(large.logCdf, k, at(s.logCdf, j));
    setAt(large.logMid, k, at(s.logMid, j));
    const cell = k / CELL;
    setAt(large.cellMaxStep, cell, k % CELL == 0 ? step : max(step, at(large.cellMaxStep, cell)));
    k++;
  }
  padLane(large);
}
