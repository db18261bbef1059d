// Every metric of one n, in one walk over the cells; a group of metrics costs only the sums it needs. Results go to RESULTS in
// the order below, which is that of SUMS in src/engine/engine.ts.

import { cellEnd, cellStart, evaluateCell, isSmallStep, LOGS, MASSES } from "./cell";
import { addDivergences } from "./divergences";
import { klEstimate } from "./estimate";
import { addGaps } from "./gaps";
import { add, at, mul, pair, setPair, splat, sub } from "./lanes";
import { NEAR_ONE, Plan } from "./plan";
import { accumulate, clear, SUM_BYTES, total } from "./sum";
import { CELL, doubles, Support } from "./support";
import { phi } from "./terms";

const KL_SUM: u32 = 0;
const WIN_RATE_SUM: u32 = 1;
const REWARD_SUM: u32 = 2;
export const KL_GAP_SUM: u32 = 3;
export const WIN_GAP_SUM: u32 = 4;
export const REVERSE_KL_SUM: u32 = 5;
export const VARIATION_SUM: u32 = 6;
export const CHI_SQUARED_SUM: u32 = 7;
export const HELLINGER_SUM: u32 = 8;
const VARIANCE_SUM: u32 = 9;
const ESTIMATE_SUM: u32 = 10;
const COUNT: u32 = 11;

/** Groups of metrics that are summed together, as bits of `groups`. KL_SUM, win rate and expected reward always are. */
const GAPS: u32 = 1;
const DIVERGENCES: u32 = 2;
const VARIANCE: u32 = 4;
const ESTIMATE: u32 = 8;

export const RESULTS = memory.data(<i32>(COUNT * 8), 16);
const SUMS = memory.data(<i32>(<u32>SUM_BYTES * COUNT), 16);

/** The running sum of one metric. */
// @ts-ignore: decorator
@inline export function sumOf(metric: u32): usize { return SUMS + SUM_BYTES * <usize>metric; }

/** e^(n L) is 0 below this n L. */
const LOG_OF_ZERO: f64 = -746.0;

export function metrics(s: Support, plan: Plan, groups: u32): void {
  for (let metric: u32 = 0; metric < COUNT; metric++) clear(sumOf(metric));
  const keepMasses = (groups & (VARIANCE | ESTIMATE)) != 0;
  if (keepMasses && !s.masses) s.masses = doubles(s.blocks);

  const start = firstCell(s, plan);
  for (let c: u32 = 0; c < s.cells; c++) {
    const from = cellStart(c);
    const to = cellEnd(s, c);
    const empty = c < start;
    // No best-of-n mass up to here: t = 0, where phi is 1, and all else but the divergences 0.
    if (c + 1 == start) accumulate(sumOf(KL_SUM), f64x2(at(s.midCdf, to - 1) + 0.5 * at(s.mass, to - 1), 0));
    if (!empty || groups & DIVERGENCES) evaluateCell(s, plan, c);
    const small = isSmallStep(s, plan, c);
    const exact = !small || plan.n < NEAR_ONE;
    if (!empty) addMain(s, from, to, exact);
    if (!empty && groups & GAPS) addGaps(s, plan, from, to, small);
    if (groups & DIVERGENCES) addDivergences(s, from, to, exact);
    if (keepMasses) for (let j = from; j < to; j += 2) setPair(s.masses, j, empty ? splat(0.0) : pair(MASSES, j - from));
  }

  for (let metric: u32 = 0; metric < VARIANCE_SUM; metric++) setResult(metric, total(sumOf(metric)));
  if (groups & VARIANCE) setResult(VARIANCE_SUM, rewardVariance(s, load<f64>(RESULTS + 8 * <usize>REWARD_SUM)));
  if (groups & ESTIMATE) setResult(ESTIMATE_SUM, klEstimate(s, plan));
}

// @ts-ignore: decorator
@inline function setResult(metric: u32, value: f64): void { store<f64>(RESULTS + 8 * <usize>metric, value); }

/** The first cell that holds any best-of-n mass: L rises from cell to cell. */
export function firstCell(s: Support, plan: Plan): u32 {
  let low: u32 = 0;
  let high: u32 = s.cells - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (plan.n * at(s.logCdf, middle * CELL + CELL - 1) < LOG_OF_ZERO) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** KL_SUM as sum P phi(t) (no term is negative), win rate as sum Pi (F_{j-1} + P/2), expected reward. */
function addMain(s: Support, from: u32, to: u32, exact: bool): void {
  let kl = splat(0.0);
  let winRate = splat(0.0);
  let reward = splat(0.0);
  for (let j = from; j < to; j += 2) {
    const p = pair(s.mass, j);
    const mass = pair(MASSES, j - from);
    const u = pair(LOGS, j - from);
    // P phi(t) = Pi (u - 1) + P: good to the last digits of the whole sum where a block is a small part of it
    kl = add(kl, exact ? mul(p, phi(u)) : add(mul(mass, sub(u, splat(1.0))), p));
    winRate = add(winRate, mul(mass, pair(s.midCdf, j)));
    reward = add(reward, mul(mass, pair(s.reward, j)));
  }
  accumulate(sumOf(KL_SUM), kl);
  accumulate(sumOf(WIN_RATE_SUM), winRate);
  accumulate(sumOf(REWARD_SUM), reward);
}

/** `sum Pi (r - mean)^2`, from the masses kept. */
function rewardVariance(s: Support, mean: f64): f64 {
  for (let c: u32 = 0; c < s.cells; c++) {
    const to = cellEnd(s, c);
    let sum = splat(0.0);
    for (let j = cellStart(c); j < to; j += 2) {
      const d = sub(pair(s.reward, j), splat(mean));
      sum = add(sum, mul(mul(pair(s.masses, j), d), d));
    }
    accumulate(sumOf(VARIANCE_SUM), sum);
  }
  return total(sumOf(VARIANCE_SUM));
}
