// All sums at one n, in one walk over the cells. A group of sums takes time only if it is asked for.

import { bonMassOf, Coefficients, Support } from "./arrays";
import {
  BON_MASSES,
  cellEnd,
  cellStart,
  evaluateCell,
  expNear,
  firstCell,
  isNarrow,
  isSmallStep,
  isVeryNarrow,
  LOG_RATIOS,
  logFromMiddle,
  middleOf,
  RATIOS,
} from "./cell";
import { addDivergences } from "./divergences";
import { addEstimates, addTopEstimates } from "./estimates";
import { addGaps } from "./gaps";
import { add, at, entry, inFirstLane, mul, pair, setPair, splat, sub } from "./lanes";
import {
  DEVIATION,
  DIVERGENCES,
  ESTIMATES,
  EXPECTED_REWARD,
  GAPS,
  KL,
  LOG_N,
  LOG_RATIO_SERIES,
  N,
  N_MINUS_1,
  NEAR_ONE_LIMIT,
  OUTCOMES,
  SUM_COUNT,
  VARIANCE,
  WIN_RATE,
} from "./layout";
import { approachLimits } from "./limits";
import { exp } from "./math";
import { phiTerm } from "./near-one";
import { addDeviation, addOutcomes } from "./outcomes";
import { blockMasses } from "./policy";
import { clearSums, finish, SUMS } from "./results";
import { settleRewards } from "./rewards";
import { accumulate, accumulateInline } from "./sum";

/** Writes the sums of one n >= 1 to RESULTS: KL, win rate and expected reward, and those of the groups asked for (the others mean
 *  nothing). At n = Infinity, where all mass is on the top block, only what is summed over outcomes is a sum. */
export function metrics(s: Support, c: Coefficients, groups: u32): void {
  clearSums();
  const finite = at(c, N) < Infinity;
  if (finite) addAll(s, c, groups);
  else {
    if (groups & ESTIMATES) addTopEstimates(s);
    if (groups & (OUTCOMES | DEVIATION)) blockMasses(s, c);
  }
  if (groups & OUTCOMES) addOutcomes(s, c);
  if (groups & DEVIATION) addDeviation(s, c);
  for (let k: u32 = 0; k < SUM_COUNT; k++) finish(k);
  if (!finite) return;
  settleRewards(s, c, groups);
  approachLimits(s, c);
}

function addAll(s: Support, c: Coefficients, groups: u32): void {
  const keepMasses = (groups & (VARIANCE | ESTIMATES | OUTCOMES | DEVIATION)) != 0;
  if (keepMasses) bonMassOf(s);

  const start = firstCell(s, c);
  for (let cell: u32 = 0; cell < s.cells; cell++) {
    const from = cellStart(cell);
    const to = cellEnd(s, cell);
    const empty = cell < start;
    // The blocks below the first cell have no best-of-n mass: t is 0 there, so that phi is 1, and all sums but the divergences get nothing.
    if (cell + 1 == start) accumulate(SUMS, KL, inFirstLane(at(s.midCdf, to - 1) + 0.5 * at(s.refMass, to - 1)));
    if (groups == 0 && at(c, N) >= NEAR_ONE_LIMIT && !empty && isNarrow(s, c, cell)) {
      addNarrow(s, c, from, to);
      continue;
    }
    if (!empty || groups & DIVERGENCES) evaluateCell(s, c, cell);
    const small = isSmallStep(s, c, cell);
    const exact = !small || at(c, N) < NEAR_ONE_LIMIT;
    if (!empty) addMain(s, from, to, exact);
    if (!empty && groups & GAPS) addGaps(s, c, cell);
    if (groups & DIVERGENCES) addDivergences(s, from, to, exact);
    if (keepMasses) for (let j = from; j < to; j += 2) setPair(s.bonMass, j, empty ? splat(0.0) : pair(BON_MASSES, j - from));
  }

  if (groups & ESTIMATES) addEstimates(s, c);
}

/** Adds KL as sum P phi(t) (no term is negative), the win rate as sum Pi (F_{j-1} + P/2), and the expected reward. */
function addMain(s: Support, from: u32, to: u32, exact: bool): void {
  let kl = splat(0.0);
  let winRate = splat(0.0);
  let reward = splat(0.0);
  for (let j = from; j < to; j += 2) {
    const p = pair(s.refMass, j);
    const mass = pair(BON_MASSES, j - from);
    const u = pair(LOG_RATIOS, j - from);
    // P phi(t) = Pi (u - 1) + P is good to the last digits of the whole sum where a block is a small part of it
    kl = add(kl, exact ? phiTerm(p, mass, pair(RATIOS, j - from), u) : add(mul(mass, sub(u, splat(1.0))), p));
    winRate = add(winRate, mul(mass, pair(s.midCdf, j)));
    reward = add(reward, mul(mass, pair(s.reward, j)));
  }
  accumulateInline(SUMS, KL, kl);
  accumulateInline(SUMS, WIN_RATE, winRate);
  accumulateInline(SUMS, EXPECTED_REWARD, reward);
}

/** What `evaluateCell` and `addMain` do for a narrow cell, in one walk: most of a large support where nothing else is asked for. */
function addNarrow(s: Support, c: Coefficients, from: u32, to: u32): void {
  const refMass = s.refMass;
  const logStep = s.logStep;
  const logMid = s.logMid;
  const midCdf = s.midCdf;
  const rewards = s.reward;
  const middle = middleOf(s, from, to);
  const veryNarrow = isVeryNarrow(s, c, from, to);
  const logScale = splat(at(c, LOG_N) + at(c, N_MINUS_1) * middle);
  const scale = splat(at(c, N) * exp(at(c, N_MINUS_1) * middle));
  const n = entry(c, N);
  const h = entry(c, N_MINUS_1);
  const c1 = entry(c, LOG_RATIO_SERIES + 1);
  const c2 = entry(c, LOG_RATIO_SERIES + 2);
  const c3 = entry(c, LOG_RATIO_SERIES + 3);
  let kl = splat(0.0);
  let winRate = splat(0.0);
  let reward = splat(0.0);
  for (let j = from; j < to; j += 2) {
    const p = pair(refMass, j);
    const d = logFromMiddle(n, h, c1, c2, c3, pair(logStep, j), pair(logMid, j), splat(middle));
    const mass = mul(p, mul(scale, expNear(d, veryNarrow)));
    kl = add(kl, add(mul(mass, sub(add(logScale, d), splat(1.0))), p));
    winRate = add(winRate, mul(mass, pair(midCdf, j)));
    reward = add(reward, mul(mass, pair(rewards, j)));
  }
  accumulate(SUMS, KL, kl);
  accumulate(SUMS, WIN_RATE, winRate);
  accumulate(SUMS, EXPECTED_REWARD, reward);
}
