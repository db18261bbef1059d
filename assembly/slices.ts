// The slices of a support, from which a curve over n is summed (curve.ts): runs of neighbouring blocks in which L varies by at most a 64th
// of itself, and of 1. With c its centre, a slice keeps the moments, in L - c, of the gaps g_j = r_{j+1} - r_j of the reward, and, in
// mid - c, of delta^3, delta^5 and delta^7. Large blocks have no part in the latter and are kept as they are: they are few, since the
// steps add up to L.

import { Support } from "./arrays";
import { add, at, before, keep, lesser, lessPair, mul, neg, pair, splat, sub } from "./lanes";
import { accumulate, clear, SUM_SIZE, Sums } from "./sum";

/** A block is large from delta = min(|mid|, 1) / LARGE_STEPS on. */
export const LARGE_STEPS: f64 = 512.0;
/** The part of itself, or of 1, by which L may vary in a slice. */
const MAX_WIDTH: f64 = 0.015625;

/** How many moments a slice keeps of the gaps of the reward, of delta^3, of delta^5 and of delta^7, and at which index each kind begins. */
const REWARD_ORDERS: u32 = 8;
const CUBE_ORDERS: u32 = 8;
const FIFTH_ORDERS: u32 = 6;
const SEVENTH_ORDERS: u32 = 3;
export const REWARDS: u32 = 0;
export const CUBES: u32 = REWARDS + REWARD_ORDERS;
export const FIFTHS: u32 = CUBES + CUBE_ORDERS;
export const SEVENTHS: u32 = FIFTHS + FIFTH_ORDERS;
export const ORDERS: u32 = SEVENTHS + SEVENTH_ORDERS;

/** The first block of the slice that ends below block `end`; no slice reaches across the block `pivot`. */
export function sliceStart(s: Support, end: u32, pivot: u32): u32 {
  const least: u32 = end > pivot ? pivot : 0;
  const high = at(s.logCdf, end - 1);
  const limit = high - min(-high, 1.0) * MAX_WIDTH;
  let from = end - 1;
  while (from > least && at(s.logCdf, from - 1) >= limit) from--;
  return from;
}

/** Whether block j is kept as it is, because its step is too long for the series of a slice. */
// @ts-ignore: decorator
@inline export function isLarge(s: Support, j: u32): bool { return at(s.logStep, j) * LARGE_STEPS >= min(-at(s.logMid, j), 1.0); }

/** How many blocks are large. */
export function countLarge(s: Support): u32 {
  let count: u32 = 0;
  for (let j: u32 = 0; j < s.blocks; j++) if (isLarge(s, j)) count++;
  return count;
}

/** The running sum of each moment. */
export const MOMENT_SUMS: Sums = memory.data(<i32>(ORDERS * SUM_SIZE * 8), 16);
/** Blocks whose moments are summed before they are added to those of the slice: sums within a chunk are not compensated. */
const CHUNK: u32 = 64;

/** Leaves the moments of the blocks from `start` to `end` about the centre in MOMENT_SUMS. */
export function addMoments(s: Support, start: u32, end: u32, centre: f64): void {
  const c = splat(centre);
  for (let k: u32 = 0; k < ORDERS; k++) clear(MOMENT_SUMS, k);
  for (let from = start; from < end; from += CHUNK) {
    const to = min(from + CHUNK, end);
    addRewardMoments(s, from, to, c);
    addStepMoments(s, from, to, c);
  }
}

/** Adds `g_j (L_j - c)^m` for m up to REWARD_ORDERS - 1, `g_j = r_{j+1} - r_j`. */
function addRewardMoments(s: Support, from: u32, to: u32, c: v128): void {
  let m0 = splat(0.0);
  let m1 = splat(0.0);
  let m2 = splat(0.0);
  let m3 = splat(0.0);
  let m4 = splat(0.0);
  let m5 = splat(0.0);
  let m6 = splat(0.0);
  let m7 = splat(0.0);
  for (let j = from; j < to; j += 2) {
    const d = sub(pair(s.logCdf, j), c);
    let w = before(to, j, sub(pair(s.reward, j + 1), pair(s.reward, j)));
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
  addEight(REWARDS, m0, m1, m2, m3, m4, m5, m6, m7);
}

/** Adds delta^3, delta^5 and delta^7 of the blocks that are not large, times powers of `mid - c`. */
function addStepMoments(s: Support, from: u32, to: u32, c: v128): void {
  let m0 = splat(0.0);
  let m1 = splat(0.0);
  let m2 = splat(0.0);
  let m3 = splat(0.0);
  let m4 = splat(0.0);
  let m5 = splat(0.0);
  let m6 = splat(0.0);
  let m7 = splat(0.0);
  let f0 = splat(0.0);
  let f1 = splat(0.0);
  let f2 = splat(0.0);
  let f3 = splat(0.0);
  let f4 = splat(0.0);
  let f5 = splat(0.0);
  let s0 = splat(0.0);
  let s1 = splat(0.0);
  let s2 = splat(0.0);
  for (let j = from; j < to; j += 2) {
    const mid = pair(s.logMid, j);
    const step = pair(s.logStep, j);
    const small = lessPair(mul(step, splat(LARGE_STEPS)), lesser(neg(mid), splat(1.0)));
    const delta = before(to, j, keep(small, step));
    const d = before(to, j, keep(small, sub(mid, c)));
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
  accumulate(MOMENT_SUMS, SEVENTHS + 2, s2);
}

function addEight(k: u32, a: v128, b: v128, c: v128, d: v128, e: v128, f: v128, g: v128, h: v128): void {
  accumulate(MOMENT_SUMS, k, a);
  accumulate(MOMENT_SUMS, k + 1, b);
  accumulate(MOMENT_SUMS, k + 2, c);
  accumulate(MOMENT_SUMS, k + 3, d);
  accumulate(MOMENT_SUMS, k + 4, e);
  accumulate(MOMENT_SUMS, k + 5, f);
  accumulate(MOMENT_SUMS, k + 6, g);
  accumulate(MOMENT_SUMS, k + 7, h);
}
