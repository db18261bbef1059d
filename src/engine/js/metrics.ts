// Twin of assembly/metrics.ts: every metric of one n, in one walk over the cells.

import { DIVERGENCES, ESTIMATE, GAPS, SUM_COUNT, VARIANCE } from '../engine';
import { N, NEAR_ONE } from '../plan';
import { cellEnd, cellStart, evaluateCell, firstCell, isSmallStep, LOGS, MASSES, RATIOS } from './cell';
import { addDivergences } from './divergences';
import { addEstimates, addTopEstimates } from './estimate';
import { addGaps } from './gaps';
import { type JsSupport, massesOf } from './support';
import { phiTerm } from './terms';
import { addTo, CENTRED_REWARD_SUM, CENTRED_SQUARE_SUM, clearSums, finish, KL_SUM, REWARD_SUM, WIN_RATE_SUM } from './totals';

/** Ends as the sums in `facts`. At n = Infinity, where all mass is on the top block, only the estimates are a sum. */
export function metrics(s: JsSupport, plan: Float64Array, groups: number): void {
  clearSums();
  if (plan[N] === Infinity) {
    if (groups & ESTIMATE) addTopEstimates(s);
  } else {
    addAll(s, plan, groups);
  }
  for (let metric = 0; metric < SUM_COUNT; metric++) s.facts[metric] = finish(metric);
}

function addAll(s: JsSupport, plan: Float64Array, groups: number): void {
  const keepMasses = (groups & (VARIANCE | ESTIMATE)) !== 0;
  if (keepMasses) massesOf(s);

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
    if (!empty && groups & GAPS) addGaps(s, plan, c);
    if (groups & DIVERGENCES) addDivergences(s, from, to, exact);
    if (keepMasses) for (let j = from; j < to; j++) s.masses[j] = empty ? 0 : MASSES[j - from];
  }

  if (groups & VARIANCE) addVariance(s, finish(REWARD_SUM));
  if (groups & ESTIMATE) addEstimates(s, plan);
}

/** KL as sum P phi(t) (no term is negative), win rate as sum Pi (F_{j-1} + P/2), expected reward. */
function addMain(s: JsSupport, from: number, to: number, exact: boolean): void {
  const { mass: masses, midCdf, reward: rewards } = s;
  for (let lane = 0; lane < 2; lane++) {
    let kl = 0;
    let winRate = 0;
    let reward = 0;
    for (let j = from + lane; j < to; j += 2) {
      const mass = MASSES[j - from];
      const u = LOGS[j - from];
      // P phi(t) = Pi (u - 1) + P: good to the last digits of the whole sum where a block is a small part of it
      if (!exact) kl += mass * (u - 1) + masses[j];
      winRate += mass * midCdf[j];
      reward += mass * rewards[j];
    }
    addTo(KL_SUM, lane, exact ? exactKl(s, from, to, lane) : kl);
    addTo(WIN_RATE_SUM, lane, winRate);
    addTo(REWARD_SUM, lane, reward);
  }
}

function exactKl({ mass }: JsSupport, from: number, to: number, lane: number): number {
  let kl = 0;
  for (let j = from + lane; j < to; j += 2) {
    const i = j - from;
    kl += phiTerm(mass[j], MASSES[i], RATIOS[i], LOGS[i]);
  }
  return kl;
}

/** Adds `sum Pi (r - c)` and `sum Pi (r - c)^2`, c the reward nearest to the mean: the variance is the second less the square of the
 *  first, which is at most half of it, since no reward is nearer to the mean than c. */
export function addVariance(s: JsSupport, mean: number): void {
  const { reward, masses } = s;
  const centre = reward[nearestReward(s, mean)];
  for (let c = 0; c < s.cells; c++) {
    const to = cellEnd(s, c);
    for (let lane = 0; lane < 2; lane++) {
      let first = 0;
      let second = 0;
      for (let j = cellStart(c) + lane; j < to; j += 2) {
        const d = reward[j] - centre;
        const moment = masses[j] * d;
        first += moment;
        second += moment * d;
      }
      addTo(CENTRED_REWARD_SUM, lane, first);
      addTo(CENTRED_SQUARE_SUM, lane, second);
    }
  }
}

/** The block whose reward is nearest; rewards rise from block to block. */
export function nearestReward({ reward, blocks }: JsSupport, mean: number): number {
  let low = 0;
  let high = blocks - 1;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (reward[middle] < mean) low = middle + 1;
    else high = middle;
  }
  return low > 0 && mean - reward[low - 1] < reward[low] - mean ? low - 1 : low;
}
