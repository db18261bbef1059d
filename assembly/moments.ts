// What a support keeps so that a curve over n costs far less than a pass over the outcomes for each n (see curve.ts). Neighbouring
// blocks form a cell in which L varies by at most a 64th of itself, and of 1. With c its centre, a cell keeps the moments, in L - c, of the
// gaps g_j = r_{j+1} - r_j of the reward, and, in mid - c, of delta^3, delta^5 and delta^7. Blocks of delta >= min(|mid|, 1) / LARGE have
// no part in the latter and are kept as they are: few, since the steps add up to L.

import { exp } from "./math";
import { add, at, mul, neg, pair, setAt, splat, sub } from "./lanes";
import { nearestReward } from "./metrics";
import { padLane } from "./prepare";
import { accumulate, clear, SUM_BYTES, total } from "./sum";
import { CELL, cellsOf, create, doubles, release as releaseSupport, Support } from "./support";

/** A block is large from delta = min(|mid|, 1) / LARGE on. */
export const LARGE: f64 = 512.0;
/** How much of itself, or of 1, L may vary in a cell. */
const WIDTH: f64 = 0.015625;
/** Cells and large blocks cost about this much more for an n than a block does in a walk over all. */
const COST: u32 = 4;

/** Moments of a cell: of the gaps of the reward, of delta^3, of delta^5 and of delta^7. */
const REWARD_ORDERS: u32 = 8;
const CUBE_ORDERS: u32 = 8;
const FIFTH_ORDERS: u32 = 6;
const SEVENTH_ORDERS: u32 = 3;
export const CUBES: u32 = REWARD_ORDERS;
export const FIFTHS: u32 = CUBES + CUBE_ORDERS;
export const SEVENTHS: u32 = FIFTHS + FIFTH_ORDERS;
export const ORDERS: u32 = SEVENTHS + SEVENTH_ORDERS;

/** Blocks whose moments are summed before they are added to those of the cell. */
const CHUNK: u32 = 64;
const MOMENTS = memory.data(<i32>(ORDERS * <u32>SUM_BYTES), 16);

@unmanaged
export class Moments {
  cells: u32 = 0;
  /** How many of the cells, which are numbered from the top down, are not below the reward nearest to 0; that reward. */
  upper: u32 = 0;
  pivotReward: f64 = 0;
  /** The highest reward less the lowest. */
  span: f64 = 0;
  /** f64[cells + 1] each: c; e^c; the largest |L - c| or |mid - c|. */
  centre: usize = 0;
  power: usize = 0;
  reach: usize = 0;
  /** f64[cells]: the reward of the block above. */
  above: usize = 0;
  /** v128[(cells + 1) / 2][ORDERS]: the moments of two cells. */
  sums: usize = 0;
  /** The large blocks, without order and rewards. */
  large: Support = changetype<Support>(0);
}

export function release(m: Moments): void {
  if (m.centre) heap.free(m.centre);
  if (m.power) heap.free(m.power);
  if (m.reach) heap.free(m.reach);
  if (m.above) heap.free(m.above);
  if (m.sums) heap.free(m.sums);
  if (changetype<usize>(m.large)) releaseSupport(m.large);
  heap.free(changetype<usize>(m));
}

/** The moments of a support, made when first needed; without cells where they would save nothing. */
export function momentsOf(s: Support): Moments {
  if (s.moments) return changetype<Moments>(s.moments);
  const m = changetype<Moments>(heap.alloc(offsetof<Moments>()));
  memory.fill(changetype<usize>(m), 0, offsetof<Moments>());
  s.moments = changetype<usize>(m);
  // all blocks but the top one, which is large, are in cells
  const pivot = nearestReward(s, 0);
  m.pivotReward = at(s.reward, pivot);
  m.span = at(s.reward, s.blocks - 1) - at(s.reward, 0);
  let cells: u32 = 0;
  for (let to = s.blocks - 1; to > 0; cells++) {
    to = cellFrom(s, to, pivot);
    if (to >= pivot) m.upper++;
  }
  const large = countLarge(s);
  if ((cells + large) * COST > s.blocks) return m;
  m.centre = doubles(cells);
  m.power = doubles(cells);
  m.reach = doubles(cells);
  m.above = doubles(cells);
  const bytes: usize = <usize>((cells + 1) >> 1) * ORDERS << 4;
  m.sums = heap.alloc(bytes);
  memory.fill(m.sums, 0, bytes);
  gatherLarge(s, m, large);
  cells = 0;
  for (let to = s.blocks - 1; to > 0; cells++) {
    const from = cellFrom(s, to, pivot);
    const low = at(s.logCdf, from);
    const high = at(s.logCdf, to - 1);
    const centre = 0.5 * (low + high);
    setAt(m.centre, cells, centre);
    setAt(m.power, cells, exp(centre));
    setAt(m.reach, cells, 0.5 * (high - low) + min(-low, 1.0) / LARGE);
    setAt(m.above, cells, at(s.reward, to));
    addMoments(s, from, to, centre);
    const sums = m.sums + (<usize>(cells >> 1) * ORDERS << 4) + (<usize>(cells & 1) << 3);
    for (let k: u32 = 0; k < ORDERS; k++) store<f64>(sums + (<usize>k << 4), total(momentSum(k)));
    to = from;
  }
  // the lane beyond an odd number of cells
  setAt(m.centre, cells, -1);
  setAt(m.power, cells, 0);
  setAt(m.reach, cells, 0);
  m.cells = cells;
  return m;
}

/** The first block of the cell that ends below block `to`. */
function cellFrom(s: Support, to: u32, pivot: u32): u32 {
  const least: u32 = to > pivot ? pivot : 0;
  const high = at(s.logCdf, to - 1);
  const limit = high - min(-high, 1.0) * WIDTH;
  let from = to - 1;
  while (from > least && at(s.logCdf, from - 1) >= limit) from--;
  return from;
}

// @ts-ignore: decorator
@inline function isLarge(s: Support, j: u32): bool { return at(s.step, j) * LARGE >= min(-at(s.logMid, j), 1.0); }

function countLarge(s: Support): u32 {
  let count: u32 = 0;
  for (let j: u32 = 0; j < s.blocks; j++) if (isLarge(s, j)) count++;
  return count;
}

/** The large blocks as a support of their own. */
function gatherLarge(s: Support, m: Moments, count: u32): void {
  const large = create(count);
  m.large = large;
  large.mass = large.share = doubles(count);
  large.midCdf = doubles(count);
  large.step = doubles(count);
  large.logCdf = doubles(count);
  large.logMid = doubles(count);
  large.reward = doubles(count);
  large.blocks = count;
  large.cells = cellsOf(count);
  large.cellStep = doubles(large.cells);
  let k: u32 = 0;
  for (let j: u32 = 0; j < s.blocks; j++) {
    if (!isLarge(s, j)) continue;
    const step = at(s.step, j);
    setAt(large.mass, k, at(s.mass, j));
    setAt(large.midCdf, k, at(s.midCdf, j));
    setAt(large.step, k, step);
    setAt(large.logCdf, k, at(s.logCdf, j));
    setAt(large.logMid, k, at(s.logMid, j));
    const cell = k / CELL;
    setAt(large.cellStep, cell, k % CELL == 0 ? step : max(step, at(large.cellStep, cell)));
    k++;
  }
  padLane(large);
}

// @ts-ignore: decorator
@inline function momentSum(k: u32): usize { return MOMENTS + SUM_BYTES * <usize>k; }

/** Leaves the moments of the blocks about the centre in `momentSum`. */
function addMoments(s: Support, start: u32, end: u32, centre: f64): void {
  const c = splat(centre);
  for (let k: u32 = 0; k < ORDERS; k++) clear(momentSum(k));
  for (let from = start; from < end; from += CHUNK) {
    const to = min(from + CHUNK, end);
    addRewardMoments(s, from, to, c);
    addStepMoments(s, from, to, c);
  }
}

/** Of `g_j`, powers of `L_j - c`. */
function addRewardMoments(s: Support, from: u32, to: u32, c: v128): void {
  let m0 = splat(0.0), m1 = m0, m2 = m0, m3 = m0, m4 = m0, m5 = m0, m6 = m0, m7 = m0;
  for (let j = from; j < to; j += 2) {
    const d = sub(pair(s.logCdf, j), c);
    let w = sub(pair(s.reward, j + 1), pair(s.reward, j));
    if (j + 1 == to) w = f64x2.replace_lane(w, 1, 0);
    m0 = add(m0, w);
    w = mul(w, d);
    m1 = add(m1, w);
    w = mul(w, d);
    m2 = add(m2, w);
    w = mul(w, d);
    m3 = add(m3, w);
    w = mul(w, d);
    m4 = add(m4, w);
    w = mul(w, d);
    m5 = add(m5, w);
    w = mul(w, d);
    m6 = add(m6, w);
    m7 = add(m7, mul(w, d));
  }
  addEight(0, m0, m1, m2, m3, m4, m5, m6, m7);
}

/** Of delta^3, delta^5 and delta^7 of the blocks that are not large, powers of `mid - c`. */
function addStepMoments(s: Support, from: u32, to: u32, c: v128): void {
  let m0 = splat(0.0), m1 = m0, m2 = m0, m3 = m0, m4 = m0, m5 = m0, m6 = m0, m7 = m0;
  let f0 = m0, f1 = m0, f2 = m0, f3 = m0, f4 = m0, f5 = m0, s0 = m0, s1 = m0, s2 = m0;
  for (let j = from; j < to; j += 2) {
    const mid = pair(s.logMid, j);
    const step = pair(s.step, j);
    let small = f64x2.lt(mul(step, splat(LARGE)), f64x2.pmin(neg(mid), splat(1.0)));
    if (j + 1 == to) small = i64x2.replace_lane(small, 1, 0);
    const delta = v128.and(small, step);
    const d = v128.and(small, sub(mid, c));
    const square = mul(delta, delta);
    let w = mul(square, delta);
    let f = mul(w, square);
    let v = mul(f, square);
    m0 = add(m0, w);
    w = mul(w, d);
    m1 = add(m1, w);
    w = mul(w, d);
    m2 = add(m2, w);
    w = mul(w, d);
    m3 = add(m3, w);
    w = mul(w, d);
    m4 = add(m4, w);
    w = mul(w, d);
    m5 = add(m5, w);
    w = mul(w, d);
    m6 = add(m6, w);
    m7 = add(m7, mul(w, d));
    f0 = add(f0, f);
    f = mul(f, d);
    f1 = add(f1, f);
    f = mul(f, d);
    f2 = add(f2, f);
    f = mul(f, d);
    f3 = add(f3, f);
    f = mul(f, d);
    f4 = add(f4, f);
    f5 = add(f5, mul(f, d));
    s0 = add(s0, v);
    v = mul(v, d);
    s1 = add(s1, v);
    s2 = add(s2, mul(v, d));
  }
  addEight(CUBES, m0, m1, m2, m3, m4, m5, m6, m7);
  addEight(FIFTHS, f0, f1, f2, f3, f4, f5, s0, s1);
  accumulate(momentSum(SEVENTHS + 2), s2);
}

function addEight(k: u32, a: v128, b: v128, c: v128, d: v128, e: v128, f: v128, g: v128, h: v128): void {
  accumulate(momentSum(k), a);
  accumulate(momentSum(k + 1), b);
  accumulate(momentSum(k + 2), c);
  accumulate(momentSum(k + 3), d);
  accumulate(momentSum(k + 4), e);
  accumulate(momentSum(k + 5), f);
  accumulate(momentSum(k + 6), g);
  accumulate(momentSum(k + 7), h);
}
