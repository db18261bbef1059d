// Twin of assembly/metrics.ts: every metric of one n, in one walk over the cells.

import { DIVERGENCES, ESTIMATE, GAPS, VARIANCE } from '../engine';
import { N, NEAR_ONE } from '../plan';
import { cellEnd, cellStart, evaluateCell, isSmallStep, LOGS, MASSES } from './cell';
import { addDivergences } from './divergences';
import { klEstimate } from './estimate';
import { addGaps } from './gaps';
import { accumulate, SUM_SIZE, total } from './sum';
import { CELL, doubles, type JsSupport } from './support';
import { phi } from './terms';

const KL_SUM = 0;
const WIN_RATE_SUM = 1;
const REWARD_SUM = 2;
export const KL_GAP_SUM = 3;
export const WIN_GAP_SUM = 4;
export const REVERSE_KL_SUM = 5;
export const VARIATION_SUM = 6;
export const CHI_SQUARED_SUM = 7;
export const HELLINGER_SUM = 8;
const VARIANCE_SUM = 9;
const ESTIMATE_SUM = 10;
const COUNT = 11;

const SUMS = /* @__PURE__ */ new Float64Array(COUNT * SUM_SIZE);

/** Adds x to one lane of the running sum of one metric. */
export function addTo(metric: number, lane: number, x: number): void {
  accumulate(SUMS, metric * SUM_SIZE, lane, x);
}

const LOG_OF_ZERO = -746;

/** Writes the sums in the order above. */
export function metrics(s: JsSupport, plan: Float64Array, groups: number, results: Float64Array): void {
  SUMS.fill(0);
  const keepMasses = (groups & (VARIANCE | ESTIMATE)) !== 0;
  if (keepMasses && s.masses.length === 0) s.masses = doubles(s.blocks);

  const start = firstCell(s, plan);
  for (let c = 0; c < s.cells; c++) {
    const from = cellStart(c);
    const to = cellEnd(s, c);
    const empty = c < start;
    // No best-of-n mass up to here: t = 0, where phi is 1, and all else but the divergences 0.
    if (c + 1 === start) addTo(KL_SUM, 0, s.midCdf[to - 1] + 0.5 * s.mass[to - 1]);
    if (!empty || groups & DIVERGENCES) evaluateCell(s, plan, c);
    const small = isSmallStep(s, plan, c);
    const exact = !small || plan[N] < NEAR_ONE;
    if (!empty) addMain(s, from, to, exact);
    if (!empty && groups & GAPS) addGaps(s, plan, from, to, small);
    if (groups & DIVERGENCES) addDivergences(s, from, to, exact);
    if (keepMasses) for (let j = from; j < to; j++) s.masses[j] = empty ? 0 : MASSES[j - from];
  }

  for (let metric = 0; metric < VARIANCE_SUM; metric++) results[metric] = total(SUMS, metric * SUM_SIZE);
  if (groups & VARIANCE) results[VARIANCE_SUM] = rewardVariance(s, results[REWARD_SUM]);
  if (groups & ESTIMATE) results[ESTIMATE_SUM] = klEstimate(s, plan);
}

/** The first cell that holds any best-of-n mass: L rises from cell to cell. */
export function firstCell(s: JsSupport, plan: Float64Array): number {
  let low = 0;
  let high = s.cells - 1;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (plan[N] * s.logCdf[middle * CELL + CELL - 1] < LOG_OF_ZERO) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** KL_SUM as sum P phi(t) (no term is negative), win rate as sum Pi (F_{j-1} + P/2), expected reward. */
function addMain(s: JsSupport, from: number, to: number, exact: boolean): void {
  const { mass: masses, midCdf, reward: rewards } = s;
  for (let lane = 0; lane < 2; lane++) {
    let kl = 0;
    let winRate = 0;
    let reward = 0;
    for (let j = from + lane; j < to; j += 2) {
      const p = masses[j];
      const mass = MASSES[j - from];
      const u = LOGS[j - from];
      // P phi(t) = Pi (u - 1) + P: good to the last digits of the whole sum where a block is a small part of it
      kl += exact ? p * phi(u) : mass * (u - 1) + p;
      winRate += mass * midCdf[j];
      reward += mass * rewards[j];
    }
    addTo(KL_SUM, lane, kl);
    addTo(WIN_RATE_SUM, lane, winRate);
    addTo(REWARD_SUM, lane, reward);
  }
}

/** `sum Pi (r - mean)^2`, from the masses kept. */
function rewardVariance(s: JsSupport, mean: number): number {
  const { reward, masses } = s;
  for (let c = 0; c < s.cells; c++) {
    const to = cellEnd(s, c);
    for (let lane = 0; lane < 2; lane++) {
      let sum = 0;
      for (let j = cellStart(c) + lane; j < to; j += 2) {
        const d = reward[j] - mean;
        sum += masses[j] * d * d;
      }
      addTo(VARIANCE_SUM, lane, sum);
    }
  }
  return total(SUMS, VARIANCE_SUM * SUM_SIZE);
}
