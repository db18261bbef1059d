// One n of a curve, from the moments of a support. Three sums depend on n through exponentials alone:
//
//   E[r] = r_p + sum_{j >= p} g_j (1 - e^(n L_j)) - sum_{j < p} g_j e^(n L_j),  r_p the reward nearest to 0 (summation by parts)
//   klGap = sum e^(n mid) (k_1 (n delta)^3 + k_2 (n delta)^5 + ...),  2 sinh(a/2) g(a) as a series in a = n delta
//   winRateGap = sum e^((n+1) mid) (w_1 delta^3 + w_2 delta^5 + ...),  winGapOf in gaps.ts
//
// and KL and win rate are their bounds less the gaps. A slice is summed by Taylor's series about its centre c, in h = n |L - c|.
//
// Error. After the term of order k the series of e^h leaves less than e^h h^(k+1) / (k+1)!, and e^h < 3 here: h < n |c| / 100 for the
// widest slice, and slices of n c < MIN_EXPONENT are left out. Of the coefficients in a each is less than a tenth of the one before, so with
// b = a^2 / 10 a slice is short of at most 3 (h^8/8! + b h^6/6! + b^2 h^3/3!) + 2 b^3, as a part of its leading term. The slices that are
// left out hold F^n of the bound on the whole. `curveAt` adds this up, and gives way to a walk over all blocks where it is not small
// beside the result.

import { Coefficients, Moments, Support } from "./arrays";
import { evaluateCell, firstCell } from "./cell";
import { addGaps } from "./gaps";
import { abs, add, at, choose, Doubles, inFirstLane, isBelow, keepLanes, lesser, mul, neg, pair, setAt, splat } from "./lanes";
import {
  EXPECTED_REWARD,
  KL,
  KL_BOUND,
  KL_GAP,
  KL_GAP_SERIES,
  N,
  N_MINUS_1,
  SINHC_GAP_SERIES,
  WIN_RATE,
  WIN_RATE_GAP,
  X,
} from "./layout";
import { approachLimits } from "./limits";
import { expm1Pair, expPair } from "./math";
import { metrics } from "./metrics";
import { momentPair, momentsOf, taylorPair } from "./moments";
import { clearSums, finish, RESULTS, SUMS } from "./results";
import { isPlainMean } from "./rewards";
import { CUBES, FIFTHS, LARGE_STEPS, ORDERS, REWARDS, SEVENTHS } from "./slices";
import { accumulate } from "./sum";

/** Slices of n c below this are left out: e^(n L) of their blocks is less than LEFT_OUT_POWER = e^-95. */
const MIN_EXPONENT: f64 = -96.0;
const LEFT_OUT_POWER: f64 = 5.521082277028533e-42;
/** How much a sum may be short of, as a part of the sum: a tenth of the 1e-13 that is promised. */
const MAX_SHORTFALL: f64 = 1e-14;
/** Up to this n no power of n overflows: the largest is n^7. */
const MAX_N: f64 = 1e30;
/** Below this part of its bound, KL as a difference would lose more than one digit. */
const MIN_KL_PART: f64 = 0.1;
/** A block that is not large has delta < min(|mid|, 1) / LARGE_STEPS, and |mid| < 1.02 |c|: L varies by a 64th of itself in a slice, and
 *  mid by half a step more. */
const MAX_MID_PART: f64 = 1.02;

/** Writes KL, win rate, expected reward and both gaps at one finite n to RESULTS, within 1e-13 and at the cost of the slices. Where the
 *  slices do not suffice it calls `metrics`, which writes the gaps only if they are in `groups`. */
export function curve(s: Support, c: Coefficients, groups: u32): void {
  const byMoments = at(c, N) <= MAX_N && curveAt(momentsOf(s), c);
  if (byMoments && isPlainMean(at(s.reward, 0), at(s.reward, s.blocks - 1), at(RESULTS, EXPECTED_REWARD))) approachLimits(s, c);
  else metrics(s, c, groups);
}

/** n / k and (n + 1) / k, k from 1 at entry k - 1, by which a Taylor term becomes the next. */
const QUOTIENTS: Doubles = memory.data(<i32>(8 * 8), 16);
const NEXT_QUOTIENTS: Doubles = memory.data(<i32>(8 * 8), 16);

/** f64[4][2], two lanes each: how much KL, win rate and reward are short of, and the sum of the reward's terms without their signs. */
const SHORTFALLS: Doubles = memory.data(<i32>(8 * 8), 16);
const SHORT_KL: u32 = 0;
const SHORT_WIN_RATE: u32 = 1;
const SHORT_REWARD: u32 = 2;
const REWARD_SIZE: u32 = 3;

// @ts-ignore: decorator
@inline function shortfall(k: u32): f64 { return at(SHORTFALLS, 2 * k) + at(SHORTFALLS, 2 * k + 1); }

/** Writes the sums and returns true, or returns false where they could be short of too much. */
function curveAt(m: Moments, c: Coefficients): bool {
  if (m.slices == 0) return false;
  const n = at(c, N);
  const end = lastSlice(m, n);
  clearSums();
  addLarge(m, c);
  addSlices(m, c, end);

  // where the loop ended: 1 - e^(n L) is 1 in all upper slices that are left
  const start = end < m.upper ? at(m.above, end) : m.pivotReward;
  accumulate(SUMS, EXPECTED_REWARD, inFirstLane(start));
  const left = end < m.slices ? LEFT_OUT_POWER : 0.0;
  const klGap = finish(KL_GAP);
  const winGap = finish(WIN_RATE_GAP);
  finish(EXPECTED_REWARD);
  const kl = at(c, KL_BOUND) - klGap;
  setAt(RESULTS, KL, kl);
  setAt(RESULTS, WIN_RATE, n / (n + 1.0) - winGap);
  return (
    kl >= MIN_KL_PART * at(c, KL_BOUND) &&
    shortfall(SHORT_KL) + left * at(c, KL_BOUND) <= MAX_SHORTFALL * min(klGap, kl) &&
    shortfall(SHORT_WIN_RATE) + left * at(c, X) <= MAX_SHORTFALL * winGap &&
    shortfall(SHORT_REWARD) + left * m.span <= MAX_SHORTFALL * (shortfall(REWARD_SIZE) + Math.abs(start))
  );
}

/** The first slice that is left out, or the number of slices; slices are left out in pairs. */
function lastSlice(m: Moments, n: f64): u32 {
  let slice: u32 = 0;
  while (slice < m.slices && n * at(m.centre, slice) >= MIN_EXPONENT) slice += 2;
  return min(slice, m.slices);
}

/** Adds all slices before `end` to the sums, and what they are short of to SHORTFALLS. */
function addSlices(m: Moments, c: Coefficients, end: u32): void {
  const n = at(c, N);
  for (let k: u32 = 0; k < 8; k++) {
    setAt(QUOTIENTS, k, n / <f64>(k + 1));
    setAt(NEXT_QUOTIENTS, k, (n + 1.0) / <f64>(k + 1));
  }
  // the coefficients of delta^3, delta^5, delta^7
  const g1 = at(c, KL_GAP_SERIES + 1);
  const g2 = at(c, KL_GAP_SERIES + 2);
  const g3 = at(c, KL_GAP_SERIES + 3);
  const square = n * n;
  const k1 = splat(g1 * (square * n));
  const k2 = splat((g2 + g1 * (1.0 / 24.0)) * (square * square * n));
  const k3 = splat((g3 + g2 * (1.0 / 24.0) + g1 * (1.0 / 1920.0)) * (square * square * square * n));
  const scale = at(c, N_MINUS_1) * 0.5 * n;
  const quarter = (n + 1.0) * (n + 1.0) * 0.25;
  const w1 = splat(at(c, SINHC_GAP_SERIES) * scale);
  const w2 = splat(at(c, SINHC_GAP_SERIES + 1) * scale * quarter);
  const w3 = splat(at(c, SINHC_GAP_SERIES + 2) * scale * quarter * quarter);
  const perStep = splat((n + 1.0) * (MAX_MID_PART / LARGE_STEPS));

  let shortKl = splat(0.0);
  let shortWin = splat(0.0);
  let shortReward = splat(0.0);
  let size = splat(0.0);
  for (let slice: u32 = 0; slice < end; slice += 2) {
    const centre = pair(m.centre, slice);
    const nc = mul(splat(n), centre);
    const e = expPair(nc);
    // the reward, above r_p as 1 - e^(n L)
    const all = momentPair(m, slice, REWARDS);
    const rest = mul(taylorPair(m, slice, REWARDS + 1, CUBES, QUOTIENTS, 1), splat(n));
    const reward = neg(add(mul(choose(isBelow(slice, m.upper), expm1Pair(nc), e), all), mul(e, rest)));
    accumulate(SUMS, EXPECTED_REWARD, reward);
    size = add(size, abs(reward));
    // the gaps
    const cubes = taylorPair(m, slice, CUBES, FIFTHS, QUOTIENTS, 0);
    const fifths = taylorPair(m, slice, FIFTHS, SEVENTHS, QUOTIENTS, 0);
    const sevenths = taylorPair(m, slice, SEVENTHS, ORDERS, QUOTIENTS, 0);
    accumulate(SUMS, KL_GAP, mul(e, add(mul(k1, cubes), add(mul(k2, fifths), mul(k3, sevenths)))));
    const nextCubes = taylorPair(m, slice, CUBES, FIFTHS, NEXT_QUOTIENTS, 0);
    const nextFifths = taylorPair(m, slice, FIFTHS, SEVENTHS, NEXT_QUOTIENTS, 0);
    const nextSevenths = taylorPair(m, slice, SEVENTHS, ORDERS, NEXT_QUOTIENTS, 0);
    const f = mul(e, pair(m.power, slice));
    accumulate(SUMS, WIN_RATE_GAP, mul(f, add(mul(w1, nextCubes), add(mul(w2, nextFifths), mul(w3, nextSevenths)))));
    // what they are short of
    const h = mul(splat(n + 1.0), pair(m.reach, slice));
    const a = mul(perStep, lesser(neg(centre), splat(1.0)));
    const b = mul(mul(a, a), splat(0.1));
    const h2 = mul(h, h);
    const h3 = mul(h2, h);
    const h6 = mul(h3, h3);
    const h8 = mul(mul(h6, h2), splat(3.0 / 40320.0));
    const inB = mul(b, add(mul(h6, splat(3.0 / 720.0)), mul(b, add(mul(h3, splat(0.5)), mul(b, splat(2.0))))));
    const short = add(h8, inB);
    const lead = momentPair(m, slice, CUBES);
    shortKl = add(shortKl, mul(mul(e, mul(k1, lead)), short));
    shortWin = add(shortWin, mul(mul(f, mul(w1, lead)), short));
    shortReward = add(shortReward, mul(mul(e, abs(all)), h8));
  }
  keepLanes(SHORTFALLS, SHORT_KL, shortKl);
  keepLanes(SHORTFALLS, SHORT_WIN_RATE, shortWin);
  keepLanes(SHORTFALLS, SHORT_REWARD, shortReward);
  keepLanes(SHORTFALLS, REWARD_SIZE, size);
}

function addLarge(m: Moments, c: Coefficients): void {
  const large = m.large;
  if (large == null) return;
  for (let cell = firstCell(large, c); cell < large.cells; cell++) {
    evaluateCell(large, c, cell);
    addGaps(large, c, cell);
  }
}
