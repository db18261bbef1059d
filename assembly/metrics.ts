// Every metric of one n, in one walk over the cells; a group of metrics costs only the sums it needs.

import {
  cellEnd,
  cellStart,
  evaluateCell,
  expNear,
  firstCell,
  isNarrow,
  isSmallStep,
  isVeryNarrow,
  logFromMiddle,
  LOGS,
  MASSES,
  middleOf,
  RATIOS,
} from "./cell";
import { addDivergences } from "./divergences";
import { addEstimates, addTopEstimates } from "./estimate";
import { addGaps } from "./gaps";
import { add, at, mul, pair, setPair, splat, sub } from "./lanes";
import { exp } from "./math";
import { NEAR_ONE, Plan } from "./plan";
import { accumulate } from "./sum";
import { massesOf, Support } from "./support";
import { phiTerm } from "./terms";
import { CENTRED_REWARD_SUM, CENTRED_SQUARE_SUM, clearSums, finish, KL_SUM, REWARD_SUM, SUM_COUNT, sumOf, WIN_RATE_SUM } from "./totals";

/** Groups of metrics that are summed together, as bits of `groups`. KL, win rate and expected reward always are. */
const GAPS: u32 = 1;
const DIVERGENCES: u32 = 2;
export const VARIANCE: u32 = 4;
const ESTIMATE: u32 = 8;

/** Ends as the sums in FACTS. At n = Infinity, where all mass is on the top block, only the estimates are a sum. */
export function metrics(s: Support, plan: Plan, groups: u32): void {
  clearSums();
  if (plan.n == Infinity) {
    if (groups & ESTIMATE) addTopEstimates(s);
  } else {
    addAll(s, plan, groups);
  }
  for (let metric: u32 = 0; metric < SUM_COUNT; metric++) finish(metric);
}

function addAll(s: Support, plan: Plan, groups: u32): void {
  const keepMasses = (groups & (VARIANCE | ESTIMATE)) != 0;
  if (keepMasses) massesOf(s);

  const start = firstCell(s, plan);
  for (let c: u32 = 0; c < s.cells; c++) {
    const from = cellStart(c);
    const to = cellEnd(s, c);
    const empty = c < start;
    // No best-of-n mass up to here: t = 0, where phi is 1, and all else but the divergences 0.
    if (c + 1 == start) accumulate(sumOf(KL_SUM), f64x2(at(s.midCdf, to - 1) + 0.5 * at(s.mass, to - 1), 0));
    if (groups == 0 && plan.n >= NEAR_ONE && !empty && isNarrow(s, plan, c)) {
      addNarrow(s, plan, from, to);
      continue;
    }
    if (!empty || groups & DIVERGENCES) evaluateCell(s, plan, c);
    const small = isSmallStep(s, plan, c);
    const exact = !small || plan.n < NEAR_ONE;
    if (!empty) addMain(s, from, to, exact);
    if (!empty && groups & GAPS) addGaps(s, plan, c);
    if (groups & DIVERGENCES) addDivergences(s, from, to, exact);
    if (keepMasses) for (let j = from; j < to; j += 2) setPair(s.masses, j, empty ? splat(0.0) : pair(MASSES, j - from));
  }

  if (groups & VARIANCE) addVariance(s, finish(REWARD_SUM));
  if (groups & ESTIMATE) addEstimates(s, plan);
}

/** KL as sum P phi(t) (no term is negative), win rate as sum Pi (F_{j-1} + P/2), expected reward. */
function addMain(s: Support, from: u32, to: u32, exact: bool): void {
  let kl = splat(0.0);
  let winRate = splat(0.0);
  let reward = splat(0.0);
  for (let j = from; j < to; j += 2) {
    const p = pair(s.mass, j);
    const mass = pair(MASSES, j - from);
    const u = pair(LOGS, j - from);
    // P phi(t) = Pi (u - 1) + P: good to the last digits of the whole sum where a block is a small part of it
    kl = add(kl, exact ? phiTerm(p, mass, pair(RATIOS, j - from), u) : add(mul(mass, sub(u, splat(1.0))), p));
    winRate = add(winRate, mul(mass, pair(s.midCdf, j)));
    reward = add(reward, mul(mass, pair(s.reward, j)));
  }
  accumulate(sumOf(KL_SUM), kl);
  accumulate(sumOf(WIN_RATE_SUM), winRate);
  accumulate(sumOf(REWARD_SUM), reward);
}

/** What `evaluateCell` and `addMain` do for a narrow cell, in one walk: most of a large support where nothing else is asked for. */
function addNarrow(s: Support, plan: Plan, from: u32, to: u32): void {
  const steps = s.step;
  const logMids = s.logMid;
  const masses = s.mass;
  const midCdfs = s.midCdf;
  const rewards = s.reward;
  const middle = middleOf(s, from, to);
  const veryNarrow = isVeryNarrow(s, plan, from, to);
  const logScale = splat(plan.logN + plan.excess * middle);
  const scale = splat(plan.n * exp(plan.excess * middle));
  let kl = splat(0.0);
  let winRate = splat(0.0);
  let reward = splat(0.0);
  for (let j = from; j < to; j += 2) {
    const p = pair(masses, j);
    const d = logFromMiddle(plan, pair(steps, j), pair(logMids, j), splat(middle));
    const mass = mul(p, mul(scale, expNear(d, veryNarrow)));
    kl = add(kl, add(mul(mass, sub(add(logScale, d), splat(1.0))), p));
    winRate = add(winRate, mul(mass, pair(midCdfs, j)));
    reward = add(reward, mul(mass, pair(rewards, j)));
  }
  accumulate(sumOf(KL_SUM), kl);
  accumulate(sumOf(WIN_RATE_SUM), winRate);
  accumulate(sumOf(REWARD_SUM), reward);
}

/** Adds `sum Pi (r - c)` and `sum Pi (r - c)^2`, c the reward nearest to the mean: the variance is the second less the square of the
 *  first, which is at most half of it, since no reward is nearer to the mean than c. */
export function addVariance(s: Support, mean: f64): void {
  const centre = splat(at(s.reward, nearestReward(s, mean)));
  for (let c: u32 = 0; c < s.cells; c++) {
    const to = cellEnd(s, c);
    let first = splat(0.0);
    let second = splat(0.0);
    for (let j = cellStart(c); j < to; j += 2) {
      const d = sub(pair(s.reward, j), centre);
      const moment = mul(pair(s.masses, j), d);
      first = add(first, moment);
      second = add(second, mul(moment, d));
    }
    accumulate(sumOf(CENTRED_REWARD_SUM), first);
    accumulate(sumOf(CENTRED_SQUARE_SUM), second);
  }
}

/** The block whose reward is nearest; rewards rise from block to block. */
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
