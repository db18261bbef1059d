// Twin of assembly/moments.ts: what a support keeps so that a curve over n costs far less than a pass over the outcomes for each n.
// Neighbouring blocks form a cell in which L varies by at most a 64th of itself, and of 1; it keeps the moments about its centre of the
// gaps of the reward, of delta^3, delta^5 and delta^7. Blocks of delta >= min(|mid|, 1) / LARGE have no part in the latter.

import { exp } from './math';
import { nearestReward } from './metrics';
import { padLane } from './prepare';
import { accumulate, SUM_SIZE, total } from './sum';
import { CELL, cellsOf, doubles, JsSupport } from './support';

export const LARGE = 512;
const WIDTH = 0.015625;
const COST = 4;

const REWARD_ORDERS = 8;
const CUBE_ORDERS = 8;
const FIFTH_ORDERS = 6;
const SEVENTH_ORDERS = 3;
export const CUBES = REWARD_ORDERS;
export const FIFTHS = CUBES + CUBE_ORDERS;
export const SEVENTHS = FIFTHS + FIFTH_ORDERS;
export const ORDERS = SEVENTHS + SEVENTH_ORDERS;

const CHUNK = 64;
const MOMENTS = /* @__PURE__ */ new Float64Array(ORDERS * SUM_SIZE);

/** See assembly/moments.ts. */
export interface Moments {
  cells: number;
  upper: number;
  pivotReward: number;
  span: number;
  centre: Float64Array;
  power: Float64Array;
  reach: Float64Array;
  above: Float64Array;
  /** [cells][ORDERS]. */
  sums: Float64Array;
  large: JsSupport;
}

/** The moments of a support, made when first needed; without cells where they would save nothing. */
export function momentsOf(s: JsSupport): Moments {
  s.moments ??= makeMoments(s);
  return s.moments;
}

function makeMoments(s: JsSupport): Moments {
  const { logCdf, reward } = s;
  const pivot = nearestReward(s, 0);
  let cells = 0;
  let upper = 0;
  for (let to = s.blocks - 1; to > 0; cells++) {
    to = cellFrom(s, to, pivot);
    if (to >= pivot) upper++;
  }
  const large = countLarge(s);
  if ((cells + large) * COST > s.blocks) cells = 0;
  const m: Moments = {
    cells,
    upper,
    pivotReward: reward[pivot],
    span: reward[s.blocks - 1] - reward[0],
    centre: doubles(cells),
    power: doubles(cells),
    reach: doubles(cells),
    above: doubles(cells),
    sums: new Float64Array(cells * ORDERS),
    large: gatherLarge(s, cells === 0 ? 0 : large),
  };
  for (let cell = 0, to = s.blocks - 1; cell < cells; cell++) {
    const from = cellFrom(s, to, pivot);
    const low = logCdf[from];
    const high = logCdf[to - 1];
    const centre = 0.5 * (low + high);
    m.centre[cell] = centre;
    m.power[cell] = exp(centre);
    m.reach[cell] = 0.5 * (high - low) + Math.min(-low, 1) / LARGE;
    m.above[cell] = reward[to];
    addMoments(s, from, to, centre);
    for (let k = 0; k < ORDERS; k++) m.sums[cell * ORDERS + k] = total(MOMENTS, k * SUM_SIZE);
    to = from;
  }
  return m;
}

/** The first block of the cell that ends below block `to`. */
function cellFrom({ logCdf }: JsSupport, to: number, pivot: number): number {
  const least = to > pivot ? pivot : 0;
  const high = logCdf[to - 1];
  const limit = high - Math.min(-high, 1) * WIDTH;
  let from = to - 1;
  while (from > least && logCdf[from - 1] >= limit) from--;
  return from;
}

function isLarge(s: JsSupport, j: number): boolean {
  return s.step[j] * LARGE >= Math.min(-s.logMid[j], 1);
}

function countLarge(s: JsSupport): number {
  let count = 0;
  for (let j = 0; j < s.blocks; j++) if (isLarge(s, j)) count++;
  return count;
}

/** The large blocks as a support of their own. */
function gatherLarge(s: JsSupport, count: number): JsSupport {
  const large = new JsSupport(0);
  for (const name of ['mass', 'midCdf', 'step', 'logCdf', 'logMid', 'reward'] as const) large[name] = doubles(count);
  large.blocks = count;
  large.cells = cellsOf(count);
  large.cellStep = doubles(large.cells);
  if (count === 0) return large;
  for (let j = 0, k = 0; j < s.blocks; j++) {
    if (!isLarge(s, j)) continue;
    large.mass[k] = s.mass[j];
    large.midCdf[k] = s.midCdf[j];
    large.step[k] = s.step[j];
    large.logCdf[k] = s.logCdf[j];
    large.logMid[k] = s.logMid[j];
    const cell = Math.floor(k / CELL);
    large.cellStep[cell] = Math.max(s.step[j], large.cellStep[cell]);
    k++;
  }
  padLane(large);
  return large;
}

/** Leaves the moments of the blocks about the centre in MOMENTS. */
function addMoments(s: JsSupport, start: number, end: number, centre: number): void {
  MOMENTS.fill(0);
  for (let from = start; from < end; from += CHUNK) {
    const to = Math.min(from + CHUNK, end);
    for (let lane = 0; lane < 2; lane++) {
      addRewardMoments(s, from, to, lane, centre);
      addStepMoments(s, from, to, lane, centre);
    }
  }
}

function add(k: number, lane: number, x: number): void {
  accumulate(MOMENTS, k * SUM_SIZE, lane, x);
}

/** Of `g_j`, powers of `L_j - c`. */
function addRewardMoments({ logCdf, reward }: JsSupport, from: number, to: number, lane: number, c: number): void {
  let m0 = 0;
  let m1 = 0;
  let m2 = 0;
  let m3 = 0;
  let m4 = 0;
  let m5 = 0;
  let m6 = 0;
  let m7 = 0;
  for (let j = from + lane; j < to; j += 2) {
    const d = logCdf[j] - c;
    let w = reward[j + 1] - reward[j];
    m0 += w;
    w *= d;
    m1 += w;
    w *= d;
    m2 += w;
    w *= d;
    m3 += w;
    w *= d;
    m4 += w;
    w *= d;
    m5 += w;
    w *= d;
    m6 += w;
    m7 += w * d;
  }
  add(0, lane, m0);
  add(1, lane, m1);
  add(2, lane, m2);
  add(3, lane, m3);
  add(4, lane, m4);
  add(5, lane, m5);
  add(6, lane, m6);
  add(7, lane, m7);
}

/** Of delta^3, delta^5 and delta^7 of the blocks that are not large, powers of `mid - c`. */
function addStepMoments(s: JsSupport, from: number, to: number, lane: number, c: number): void {
  const { step, logMid } = s;
  let m0 = 0;
  let m1 = 0;
  let m2 = 0;
  let m3 = 0;
  let m4 = 0;
  let m5 = 0;
  let m6 = 0;
  let m7 = 0;
  let f0 = 0;
  let f1 = 0;
  let f2 = 0;
  let f3 = 0;
  let f4 = 0;
  let f5 = 0;
  let s0 = 0;
  let s1 = 0;
  let s2 = 0;
  for (let j = from + lane; j < to; j += 2) {
    if (isLarge(s, j)) continue;
    const delta = step[j];
    const d = logMid[j] - c;
    const square = delta * delta;
    let w = square * delta;
    let f = w * square;
    let v = f * square;
    m0 += w;
    w *= d;
    m1 += w;
    w *= d;
    m2 += w;
    w *= d;
    m3 += w;
    w *= d;
    m4 += w;
    w *= d;
    m5 += w;
    w *= d;
    m6 += w;
    m7 += w * d;
    f0 += f;
    f *= d;
    f1 += f;
    f *= d;
    f2 += f;
    f *= d;
    f3 += f;
    f *= d;
    f4 += f;
    f5 += f * d;
    s0 += v;
    v *= d;
    s1 += v;
    s2 += v * d;
  }
  add(CUBES, lane, m0);
  add(CUBES + 1, lane, m1);
  add(CUBES + 2, lane, m2);
  add(CUBES + 3, lane, m3);
  add(CUBES + 4, lane, m4);
  add(CUBES + 5, lane, m5);
  add(CUBES + 6, lane, m6);
  add(CUBES + 7, lane, m7);
  add(FIFTHS, lane, f0);
  add(FIFTHS + 1, lane, f1);
  add(FIFTHS + 2, lane, f2);
  add(FIFTHS + 3, lane, f3);
  add(FIFTHS + 4, lane, f4);
  add(FIFTHS + 5, lane, f5);
  add(SEVENTHS, lane, s0);
  add(SEVENTHS + 1, lane, s1);
  add(SEVENTHS + 2, lane, s2);
}
