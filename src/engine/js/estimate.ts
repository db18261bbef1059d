// Twin of assembly/estimate.ts: the paper's estimator of the KL (section 4, eq. 25) and its mean under the best-of-n policy.
//
// d_n(eps) is klBound(n) times the chance that a draw of mass eps is never seen, plus the KL of best-of-n on the two outcomes
// {the rest, eps}: `A klBound + (1-eps) phi(t_1) + eps phi(t_2)`, `A = (1-eps)^n`, no term of which is negative.

import { ESTIMATE, EXCESS, KL_BOUND, N, NEAR_ONE } from '../plan';
import { SMALL_STEP } from './cell';
import { exp, expm1, log, log1p } from './math';
import { CELL, type JsSupport } from './support';
import { FIRST_STEP, phiTerm, ratioExcess, SMALL_RATIO, smallStep } from './terms';
import { addTo, ESTIMATE_SUM } from './totals';

/** Adds `sum pi(y) d_n(p(y))` over the outcomes, from the masses kept. */
export function addEstimates(s: JsSupport, plan: Float64Array): void {
  const { share, mass, masses, blockOf, rest } = s;
  const untied = share === mass;
  for (let from = 0; from < s.count; from += CELL) {
    const to = Math.min(from + CELL, s.count);
    const tiny = plan[N] >= NEAR_ONE && areTiny(s, plan[N], from, to);
    for (let lane = 0; lane < 2; lane++) {
      let part = 0;
      for (let k = from + lane; k < to; k += 2) {
        // inside a block in proportion to p(y)
        const j = untied ? k : blockOf[k];
        const outcomeMass = untied ? masses[j] : masses[j] * (share[k] / mass[j]);
        part += outcomeMass * (tiny ? tinyEstimate(plan, share[k]) : klEstimateOf(plan, share[k], rest));
      }
      addTo(ESTIMATE_SUM, lane, part);
    }
  }
}

const TINY_EPSILON = 0.000244140625;
const TINY_EXPECTED = 0.0078125;

/** Whether the outcomes from one on to another are all rare. */
function areTiny({ share }: JsSupport, n: number, from: number, to: number): boolean {
  let epsilon = 0;
  for (let k = from; k < to; k++) if (share[k] > epsilon) epsilon = share[k];
  return epsilon <= TINY_EPSILON && n * epsilon <= TINY_EXPECTED;
}

/** `klEstimateOf` for rare outcomes. */
function tinyEstimate(plan: Float64Array, epsilon: number): number {
  const square = epsilon * epsilon;
  const even3 = square * 0.25 + 0.5;
  const odd3 = square * 0.2 + 1 / 3;
  const d = epsilon + square * (even3 + epsilon * odd3);
  const a = plan[N] * d;
  const b = a * a;
  const even = ((plan[ESTIMATE + 6] * b + plan[ESTIMATE + 4]) * b + plan[ESTIMATE + 2]) * b + plan[ESTIMATE + 0];
  const rest = (plan[ESTIMATE + 7] * b + plan[ESTIMATE + 5]) * b + plan[ESTIMATE + 3];
  return even + a * b * rest;
}

/** -log(epsilon), the estimator's limit; `rest` is 1 - epsilon where epsilon > 1/2. */
export function surprisal(epsilon: number, rest: number): number {
  if (epsilon === 0) return Infinity;
  return epsilon > 0.5 ? 0 - log1p(-rest) : -log(epsilon);
}

/** The limit for n = Infinity: the mean of -log p(y) over the top block. */
export function addTopEstimates(s: JsSupport): void {
  const { share, mass, blockOf, rest } = s;
  const top = s.blocks - 1;
  let from = s.count;
  while (from > 0 && blockOf[from - 1] === top) from--;
  let sum = 0;
  for (let k = from; k < s.count; k++) {
    const p = share[k];
    sum += (p / mass[top]) * surprisal(p, rest);
  }
  addTo(ESTIMATE_SUM, 0, sum);
}

/** d_n(epsilon), 0 <= epsilon <= 1; `rest` is 1 - epsilon where epsilon > 1/2. */
export function klEstimateOf(plan: Float64Array, epsilon: number, rest: number): number {
  const a = plan[N] * smallStep(epsilon);
  if (plan[N] < NEAR_ONE || epsilon > SMALL_RATIO || a > SMALL_STEP) return klEstimateWide(plan, epsilon, rest);
  // a power series in a without a linear term: twelve terms leave 2^-58
  const b = a * a;
  let even = plan[ESTIMATE + 12] * b + plan[ESTIMATE + 10];
  even = even * b + plan[ESTIMATE + 8];
  even = even * b + plan[ESTIMATE + 6];
  even = even * b + plan[ESTIMATE + 4];
  even = even * b + plan[ESTIMATE + 2];
  even = even * b + plan[ESTIMATE + 0];
  let odd = plan[ESTIMATE + 11] * b + plan[ESTIMATE + 9];
  odd = odd * b + plan[ESTIMATE + 7];
  odd = odd * b + plan[ESTIMATE + 5];
  odd = odd * b + plan[ESTIMATE + 3];
  return even + a * b * odd;
}

function klEstimateWide(plan: Float64Array, epsilon: number, rest: number): number {
  if (epsilon <= 0) return plan[KL_BOUND];
  const complement = epsilon > 0.5 ? rest : 1 - epsilon;
  const h = plan[EXCESS];
  const d = missStep(epsilon, complement);
  const u = -(h * d);
  const t = exp(u);
  const m = ratioExcess(h, d);
  const nd = -(plan[N] * d);
  const lower = phiTerm(complement, complement * t, t, u);
  const upper = phiTerm(epsilon, -expm1(nd), 1 + m, log1p(m));
  const unseen = exp(nd) * plan[KL_BOUND];
  return unseen + (lower + upper);
}

/** -log(1 - epsilon), the step of a top outcome of mass epsilon. */
function missStep(epsilon: number, complement: number): number {
  if (epsilon <= 0.5) return -log1p(-epsilon);
  return complement <= 0 ? FIRST_STEP : -log(complement);
}
