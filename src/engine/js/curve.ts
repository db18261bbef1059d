// Twin of assembly/curve.ts: one n of a curve, from the moments of a support. The sums and the bound on what they are short of are
// derived there.

import { EXCESS, KL_BOUND, KL_GAP, N, SINHC_GAP, X } from '../plan';
import { evaluateCell, firstCell } from './cell';
import { addGaps } from './gaps';
import { exp, expm1 } from './math';
import { metrics } from './metrics';
import { CUBES, FIFTHS, LARGE, type Moments, momentsOf, ORDERS, SEVENTHS } from './moments';
import type { JsSupport } from './support';
import { addTo, clearSums, finish, KL_GAP_SUM, KL_SUM, REWARD_SUM, WIN_GAP_SUM, WIN_RATE_SUM } from './totals';

const FAR = -96;
const E_FAR = 5.521082277028533e-42;
const SHORT_MOST = 1e-14;
const N_MOST = 1e30;
const KL_LEAST = 0.01;

/** n / k and (n + 1) / k, k from 1, by which a Taylor term becomes the next. */
const QUOTIENTS = /* @__PURE__ */ new Float64Array(8);
const NEXT_QUOTIENTS = /* @__PURE__ */ new Float64Array(8);

/** What the sums are short of, and the reward's terms without their signs: two lanes each. */
const shortKl = /* @__PURE__ */ new Float64Array(2);
const shortWin = /* @__PURE__ */ new Float64Array(2);
const shortReward = /* @__PURE__ */ new Float64Array(2);
const sizes = /* @__PURE__ */ new Float64Array(2);

/** KL, win rate, expected reward and both gaps, at the cost of the cells; or as `metrics` sums them, both gaps only if in `groups`. */
export function curve(s: JsSupport, plan: Float64Array, groups: number): void {
  if (plan[N] > N_MOST || !curveAt(momentsOf(s), plan, s.facts)) metrics(s, plan, groups);
}

/** `sum x^m / m! M_m` over the moments of a cell from `start` up to `end`, with the quotients x / m from index `first` on. */
function taylor(sums: Float64Array, cell: number, start: number, end: number, quotients: Float64Array, first: number): number {
  const base = cell * ORDERS;
  let sum = sums[base + end - 1];
  for (let k = end - 1; k > start; k--) sum = sums[base + k - 1] + sum * quotients[first + k - start - 1];
  return sum;
}

/** Writes the sums and returns true, or false where they could be short of too much. */
function curveAt(m: Moments, plan: Float64Array, facts: Float64Array): boolean {
  if (m.cells === 0) return false;
  const { sums } = m;
  const n = plan[N];
  for (let k = 0; k < 8; k++) {
    QUOTIENTS[k] = n / (k + 1);
    NEXT_QUOTIENTS[k] = (n + 1) / (k + 1);
  }
  // the coefficients of delta^3, delta^5, delta^7
  const g1 = plan[KL_GAP + 1];
  const g2 = plan[KL_GAP + 2];
  const g3 = plan[KL_GAP + 3];
  const square = n * n;
  const k1 = g1 * (square * n);
  const k2 = (g2 + g1 * (1 / 24)) * (square * square * n);
  const k3 = (g3 + g2 * (1 / 24) + g1 * (1 / 1920)) * (square * square * square * n);
  const scale = plan[EXCESS] * 0.5 * n;
  const quarter = (n + 1) * (n + 1) * 0.25;
  const w1 = plan[SINHC_GAP] * scale;
  const w2 = plan[SINHC_GAP + 1] * scale * quarter;
  const w3 = plan[SINHC_GAP + 2] * scale * quarter * quarter;
  const perStep = (n + 1) * (1.02 / LARGE);

  clearSums();
  addLarge(m.large, plan);
  for (const sum of [shortKl, shortWin, shortReward, sizes]) sum.fill(0);
  let cell = 0;
  for (; cell < m.cells; cell++) {
    const lane = cell & 1;
    const c = m.centre[cell];
    const nc = n * c;
    if (lane === 0 && nc < FAR) break;
    const all = sums[cell * ORDERS];
    const e = exp(nc);
    // of the reward, above r_p as 1 - e^(n L)
    const rest = taylor(sums, cell, 1, CUBES, QUOTIENTS, 1) * n;
    const reward = -((cell < m.upper ? expm1(nc) : e) * all + e * rest);
    addTo(REWARD_SUM, lane, reward);
    sizes[lane] += Math.abs(reward);
    // of the gaps
    const cubes = taylor(sums, cell, CUBES, FIFTHS, QUOTIENTS, 0);
    const fifths = taylor(sums, cell, FIFTHS, SEVENTHS, QUOTIENTS, 0);
    const sevenths = taylor(sums, cell, SEVENTHS, ORDERS, QUOTIENTS, 0);
    addTo(KL_GAP_SUM, lane, e * (k1 * cubes + (k2 * fifths + k3 * sevenths)));
    const nextCubes = taylor(sums, cell, CUBES, FIFTHS, NEXT_QUOTIENTS, 0);
    const nextFifths = taylor(sums, cell, FIFTHS, SEVENTHS, NEXT_QUOTIENTS, 0);
    const nextSevenths = taylor(sums, cell, SEVENTHS, ORDERS, NEXT_QUOTIENTS, 0);
    const f = e * m.power[cell];
    addTo(WIN_GAP_SUM, lane, f * (w1 * nextCubes + (w2 * nextFifths + w3 * nextSevenths)));
    // what they are short of
    const h = (n + 1) * m.reach[cell];
    const a = perStep * Math.min(-c, 1);
    const b = a * a * 0.1;
    const h2 = h * h;
    const h3 = h2 * h;
    const h6 = h3 * h3;
    const h8 = h6 * h2 * (3 / 40320);
    const short = h8 + b * (h6 * (3 / 720) + b * (h3 * 0.5 + b * 2));
    const lead = sums[cell * ORDERS + CUBES];
    shortKl[lane] += e * (k1 * lead) * short;
    shortWin[lane] += f * (w1 * lead) * short;
    shortReward[lane] += e * Math.abs(all) * h8;
  }

  // where the loop ended: 1 - e^(n L) is 1 in all upper cells that are left
  const start = cell < m.upper ? m.above[cell] : m.pivotReward;
  addTo(REWARD_SUM, 0, start);
  const left = cell < m.cells ? E_FAR : 0;
  const klGap = finish(KL_GAP_SUM);
  const winGap = finish(WIN_GAP_SUM);
  const kl = plan[KL_BOUND] - klGap;
  facts[KL_GAP_SUM] = klGap;
  facts[WIN_GAP_SUM] = winGap;
  facts[REWARD_SUM] = finish(REWARD_SUM);
  facts[KL_SUM] = kl;
  facts[WIN_RATE_SUM] = n / (n + 1) - winGap;
  return (
    kl >= KL_LEAST * plan[KL_BOUND] &&
    sumOfLanes(shortKl) + left * plan[KL_BOUND] <= SHORT_MOST * klGap &&
    sumOfLanes(shortWin) + left * plan[X] <= SHORT_MOST * winGap &&
    sumOfLanes(shortReward) + left * m.span <= SHORT_MOST * (sumOfLanes(sizes) + Math.abs(start))
  );
}

function sumOfLanes(x: Float64Array): number {
  return x[0] + x[1];
}

function addLarge(s: JsSupport, plan: Float64Array): void {
  for (let c = firstCell(s, plan); c < s.cells; c++) {
    evaluateCell(s, plan, c);
    addGaps(s, plan, c);
  }
}
