// One n of a curve, from the moments of a support. Three sums depend on n through exponentials alone:
//
//   E[r] = r_p + sum_{j >= p} g_j (1 - e^(n L_j)) - sum_{j < p} g_j e^(n L_j),  r_p the reward nearest to 0 (summation by parts)
//   klGap = sum e^(n mid) (k_1 (n delta)^3 + k_2 (n delta)^5 + ...),  2 sinh(a/2) g(a) as a series in a = n delta
//   winRateGap = sum e^((n+1) mid) (w_1 delta^3 + w_2 delta^5 + ...),  winGapOf in terms.ts
//
// and KL and win rate are their bounds less the gaps. A cell is summed by Taylor's series about its centre c, in h = n |L - c|.
//
// Error. After the term of order k the series of e^h leaves less than e^h h^(k+1) / (k+1)!, and e^h < 3 here: h < n |c| / 100 for the
// widest cell, and cells of n c < FAR are left out. Of the coefficients in a each is less than a tenth of the one before, so with
// b = a^2 / 10 a cell is short of at most 3 (h^8/8! + b h^6/6! + b^2 h^3/3!) + 2 b^3, as a part of its leading term. The cells that are
// left out hold F^n of the bound on the whole. `curveAt` adds this up, and gives way to a walk over all blocks where it is not small
// beside the result.

import { evaluateCell, firstCell } from "./cell";
import { addGaps } from "./gaps";
import { abs, add, at, choose, constant, first, mul, neg, pair, second, setAt, splat, stepBy } from "./lanes";
import { exp2, expm12 } from "./math";
import { metrics } from "./metrics";
import { CUBES, FIFTHS, LARGE, Moments, momentsOf, ORDERS, SEVENTHS } from "./moments";
import { klGapTerm, Plan, sinhcGapTerm } from "./plan";
import { accumulate } from "./sum";
import { Support } from "./support";
import { clearSums, FACTS, finish, KL_GAP_SUM, KL_SUM, REWARD_SUM, sumOf, WIN_GAP_SUM, WIN_RATE_SUM } from "./totals";

/** Cells of n c below this are left out; e^(n L) of their blocks is less than E_FAR = e^-95. */
const FAR: f64 = -96.0;
const E_FAR: f64 = 5.521082277028533e-42;
/** What a sum may be short of, as a part of it. */
const SHORT_MOST: f64 = 1e-14;
/** Up to this n no power of n overflows. */
const N_MOST: f64 = 1e30;
/** Below this part of its bound KL would lose digits as a difference. */
const KL_LEAST: f64 = 0.01;

/** KL, win rate, expected reward and both gaps, at the cost of the cells; or as `metrics` sums them, both gaps only if in `groups`. */
export function curve(s: Support, plan: Plan, groups: u32): void {
  if (plan.n > N_MOST || !curveAt(momentsOf(s), plan)) metrics(s, plan, groups);
}

/** n / k and (n + 1) / k, k from 1, by which a Taylor term becomes the next. */
const QUOTIENTS = memory.data(2 * 8 * 8, 16);
const NEXT_QUOTIENTS: usize = QUOTIENTS + 8 * 8;

// @ts-ignore: decorator
@inline function moment(sums: usize, k: u32): v128 { return v128.load(sums + (<usize>k << 4)); }

/** `sum x^m / m! M_m` over the moments from `start` up to `end`, with the quotients x / m from the first of them on. */
function taylor(sums: usize, start: u32, end: u32, quotients: usize): v128 {
  let sum = moment(sums, end - 1);
  for (let k = end - 1; k > start; k--) {
    sum = stepBy(sum, constant(quotients, k - start - 1), moment(sums, k - 1));
  }
  return sum;
}

/** Writes the sums and returns true, or false where they could be short of too much. */
function curveAt(m: Moments, plan: Plan): bool {
  if (m.cells == 0) return false;
  const n = plan.n;
  for (let k: u32 = 0; k < 8; k++) {
    setAt(QUOTIENTS, k, n / <f64>(k + 1));
    setAt(NEXT_QUOTIENTS, k, (n + 1.0) / <f64>(k + 1));
  }
  // the coefficients of delta^3, delta^5, delta^7
  const g1 = first(klGapTerm(plan, 1));
  const g2 = first(klGapTerm(plan, 2));
  const g3 = first(klGapTerm(plan, 3));
  const square = n * n;
  const k1 = splat(g1 * (square * n));
  const k2 = splat((g2 + g1 * (1.0 / 24.0)) * (square * square * n));
  const k3 = splat((g3 + g2 * (1.0 / 24.0) + g1 * (1.0 / 1920.0)) * (square * square * square * n));
  const scale = plan.excess * 0.5 * n;
  const quarter = (n + 1.0) * (n + 1.0) * 0.25;
  const w1 = splat(first(sinhcGapTerm(plan, 0)) * scale);
  const w2 = splat(first(sinhcGapTerm(plan, 1)) * scale * quarter);
  const w3 = splat(first(sinhcGapTerm(plan, 2)) * scale * quarter * quarter);

  clearSums();
  addLarge(m.large, plan);
  let shortKl = splat(0.0);
  let shortWin = splat(0.0);
  let shortReward = splat(0.0);
  let sizes = splat(0.0);
  let cell: u32 = 0;
  for (; cell < m.cells && n * at(m.centre, cell) >= FAR; cell += 2) {
    const sums = m.sums + (<usize>(cell >> 1) * ORDERS << 4);
    const c = pair(m.centre, cell);
    const nc = mul(splat(n), c);
    const e = exp2(nc);
    // of the reward, above r_p as 1 - e^(n L)
    const isUpper = f64x2.lt(f64x2(cell, cell + 1), splat(m.upper));
    const all = moment(sums, 0);
    const rest = mul(taylor(sums, 1, CUBES, QUOTIENTS + 8), splat(n));
    const reward = neg(add(mul(choose(isUpper, expm12(nc), e), all), mul(e, rest)));
    accumulate(sumOf(REWARD_SUM), reward);
    sizes = add(sizes, abs(reward));
    // of the gaps
    const cubes = taylor(sums, CUBES, FIFTHS, QUOTIENTS);
    const fifths = taylor(sums, FIFTHS, SEVENTHS, QUOTIENTS);
    const sevenths = taylor(sums, SEVENTHS, ORDERS, QUOTIENTS);
    accumulate(sumOf(KL_GAP_SUM), mul(e, add(mul(k1, cubes), add(mul(k2, fifths), mul(k3, sevenths)))));
    const nextCubes = taylor(sums, CUBES, FIFTHS, NEXT_QUOTIENTS);
    const nextFifths = taylor(sums, FIFTHS, SEVENTHS, NEXT_QUOTIENTS);
    const nextSevenths = taylor(sums, SEVENTHS, ORDERS, NEXT_QUOTIENTS);
    const f = mul(e, pair(m.power, cell));
    accumulate(sumOf(WIN_GAP_SUM), mul(f, add(mul(w1, nextCubes), add(mul(w2, nextFifths), mul(w3, nextSevenths)))));
    // what they are short of
    const h = mul(splat(n + 1.0), pair(m.reach, cell));
    const a = mul(splat((n + 1.0) * (1.02 / LARGE)), f64x2.pmin(neg(c), splat(1.0)));
    const b = mul(mul(a, a), splat(0.1));
    const h2 = mul(h, h);
    const h3 = mul(h2, h);
    const h6 = mul(h3, h3);
    const h8 = mul(mul(h6, h2), splat(3.0 / 40320.0));
    const inB = mul(b, add(mul(h6, splat(3.0 / 720.0)), mul(b, add(mul(h3, splat(0.5)), mul(b, splat(2.0))))));
    const short = add(h8, inB);
    const lead = moment(sums, CUBES);
    shortKl = add(shortKl, mul(mul(e, mul(k1, lead)), short));
    shortWin = add(shortWin, mul(mul(f, mul(w1, lead)), short));
    shortReward = add(shortReward, mul(mul(e, abs(all)), h8));
  }

  // where the loop ended: 1 - e^(n L) is 1 in all upper cells that are left
  const start = cell < m.upper ? at(m.above, cell) : m.pivotReward;
  accumulate(sumOf(REWARD_SUM), f64x2(start, 0));
  const left = cell < m.cells ? E_FAR : 0.0;
  const klGap = finish(KL_GAP_SUM);
  const winGap = finish(WIN_GAP_SUM);
  finish(REWARD_SUM);
  const kl = plan.klBound - klGap;
  setAt(FACTS, KL_SUM, kl);
  setAt(FACTS, WIN_RATE_SUM, n / (n + 1.0) - winGap);
  return (
    kl >= KL_LEAST * plan.klBound &&
    sumOfLanes(shortKl) + left * plan.klBound <= SHORT_MOST * klGap &&
    sumOfLanes(shortWin) + left * plan.x <= SHORT_MOST * winGap &&
    sumOfLanes(shortReward) + left * m.span <= SHORT_MOST * (sumOfLanes(sizes) + Math.abs(start))
  );
}

function sumOfLanes(x: v128): f64 { return first(x) + second(x); }

function addLarge(s: Support, plan: Plan): void {
  for (let c = firstCell(s, plan); c < s.cells; c++) {
    evaluateCell(s, plan, c);
    addGaps(s, plan, c);
  }
}
