// Values next to their limits for n = Infinity. A finite n never reaches a limit, and so no value here passes it, or is rounded up to it: a
// win rate or a mean reward next to its limit is the largest double that is not above the exact value. What is left to the limit is
// summed as such, with all its digits: `sum F_j^n (m_{j+1} - m_j)` over all blocks but the top one, m the reward or the CDF in the middle.

import { Coefficients, Support } from "./arrays";
import { at, setAt } from "./lanes";
import { EXPECTED_REWARD, KL, N, WIN_RATE } from "./layout";
import { exp } from "./math";
import { RESULTS } from "./results";
import { twoSumError } from "./sum";

/** A value is next to its limit from here on, 2^-16 of what it can vary by: the samples of a large support that count there are then few. */
const NEAR_PART: f64 = 1.52587890625e-5;
/** And where what is left is less than twice this part of the limit, so that neither its error nor cancellation costs a digit. */
const SMALL_PART: f64 = 0.00048828125;
/** Where this part of what is left stays open, the sum is complete: 2^-60. */
const OPEN_PART: f64 = 8.673617379884035e-19;
/** So many blocks are summed at most: where that is not enough, one more sample changes too little to be told from rounding anyway. */
const MAX_BLOCKS: u32 = 1024;
/** What is left to a limit where it was not summed. */
const UNKNOWN: f64 = -1.0;
/** What is left is taken for so much less, 2^-45 of itself, which is more than its error: a target that is the exact value must be reached. */
const CERTAIN_PART: f64 = 0.9999999999999716;
/** A little more than half the distance of neighbouring doubles, as a part of the upper one: 2^-53 and 2^-105. */
const HALF_UNIT: f64 = 1.1102230246251568e-16;

/** Whether a mean is so near to the highest reward that `approachLimits` would replace it. */
export function isNearTop(lowest: f64, highest: f64, mean: f64): bool {
  // in halves, since the difference may overflow
  const left = 0.5 * highest - 0.5 * mean;
  return left < NEAR_PART * (0.5 * highest - 0.5 * lowest) && left < SMALL_PART * Math.abs(highest);
}

/** Keeps KL, win rate and mean reward of a finite n, which stand in RESULTS, within what they cannot pass. */
export function approachLimits(s: Support, c: Coefficients): void {
  setAt(RESULTS, KL, min(at(RESULTS, KL), s.klLimit));
  // best of one is the reference itself
  if (s.blocks == 1 || at(c, N) == 1) return;
  let winRate = at(RESULTS, WIN_RATE);
  if (s.winRateLimit - winRate < NEAR_PART) {
    winRate = largestBelow(winRate, s.winRateLimit, s.winRateLimitLow, leftOf(s, c, false));
  }
  setAt(RESULTS, WIN_RATE, max(0.5, winRate));
  const lowest = at(s.reward, 0);
  const highest = at(s.reward, s.blocks - 1);
  const mean = at(RESULTS, EXPECTED_REWARD);
  if (isNearTop(lowest, highest, mean)) setAt(RESULTS, EXPECTED_REWARD, max(lowest, largestBelow(mean, highest, 0.0, leftOf(s, c, true))));
  else setAt(RESULTS, EXPECTED_REWARD, max(lowest, mean));
}

/** The largest double that is not above `limit + low - left` and is below `limit + low`; where `left` is UNKNOWN, the given value if that
 *  is less. */
function largestBelow(value: f64, limit: f64, low: f64, left: f64): f64 {
  const known = max(left, 0.0);
  const difference = limit - known;
  const error = twoSumError(limit, -known, difference) + low;
  let result = difference + error;
  const rounding = result - difference;
  if (rounding > error || (known == 0 && rounding == error)) result -= Math.abs(result) * HALF_UNIT;
  return left == UNKNOWN ? min(value, result) : result;
}

/** What the mean reward, or else the win rate, is below its limit; UNKNOWN where that takes too many blocks. Differences of rewards are halved,
 *  lest they overflow. */
function leftOf(s: Support, c: Coefficients, ofReward: bool): f64 {
  const top = s.blocks - 1;
  const lowest = 0.5 * at(s.reward, 0);
  let sum: f64 = 0;
  let error: f64 = 0;
  for (let j = top; j > 0; j--) {
    const power = exp(at(c, N) * at(s.logCdf, j - 1));
    const reward = 0.5 * at(s.reward, j);
    const most = ofReward ? reward - lowest : 0.5;
    if (power * most <= OPEN_PART * sum || power == 0) break;
    if (top - j == MAX_BLOCKS) return UNKNOWN;
    const term = power * (ofReward ? reward - 0.5 * at(s.reward, j - 1) : 0.25 * (at(s.refMass, j) + at(s.refMass, j - 1)));
    const t = sum + term;
    error += twoSumError(sum, term, t);
    sum = t;
  }
  return 2.0 * CERTAIN_PART * (sum + error);
}
