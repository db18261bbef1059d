// Twin of assembly/estimate.ts: the paper's estimator of the KL (section 4, eq. 25) and its mean under the best-of-n policy.
//
// d_n(eps) is klBound(n) times the chance that a draw of mass eps is never seen, plus the KL of best-of-n on the two outcomes
// {the rest, eps}: `A klBound + (1-eps) phi(t_1) + eps phi(t_2)`, `A = (1-eps)^n`, no term of which is negative.

import { EXCESS, KL_BOUND, LOG_N, logRatioTerm, N, NEAR_ONE } from '../plan';
import { SMALL_STEP } from './cell';
import { exp, expTail, log1p } from './math';
import { accumulate, SUM_SIZE, total } from './sum';
import type { JsSupport } from './support';
import { FIRST_STEP, phi, ratioExcess, SMALL_RATIO, smallStep } from './terms';

/** `sum pi(y) d_n(p(y))` over the outcomes, from the masses kept. */
export function klEstimate(s: JsSupport, plan: Float64Array): number {
  const { share, mass, masses, blockOf } = s;
  const untied = share === mass;
  const sum = new Float64Array(SUM_SIZE);
  for (let k = 0; k < s.count; k++) {
    // inside a block in proportion to p(y)
    const j = blockOf[k];
    const outcomeMass = untied ? masses[k] : masses[j] * (share[k] / mass[j]);
    accumulate(sum, 0, k & 1, outcomeMass * klEstimateOf(plan, share[k]));
  }
  return total(sum, 0);
}

/** d_n(epsilon), 0 <= epsilon <= 1. */
export function klEstimateOf(plan: Float64Array, epsilon: number): number {
  const d = missStep(epsilon);
  const a = plan[N] * d;
  if (plan[N] < NEAR_ONE || !(a <= SMALL_STEP)) return klEstimateWide(plan, epsilon, d);
  const b = a * a;
  let series = logRatioTerm(plan, 5) * b + logRatioTerm(plan, 4);
  series = series * b + logRatioTerm(plan, 3);
  series = series * b + logRatioTerm(plan, 2);
  series = series * b + logRatioTerm(plan, 1);
  const hd = plan[EXCESS] * d;
  const u = plan[LOG_N] + (b * series - 0.5 * hd);
  const seen = a - b * expTail(-a);
  return (1 - seen) * (plan[KL_BOUND] - hd) + seen * u;
}

/** -log1p(-epsilon), the step of a top outcome of mass epsilon. */
function missStep(epsilon: number): number {
  if (epsilon <= SMALL_RATIO) return smallStep(epsilon);
  return epsilon >= 1 ? FIRST_STEP : -log1p(-epsilon);
}

function klEstimateWide(plan: Float64Array, epsilon: number, d: number): number {
  if (epsilon <= 0) return plan[KL_BOUND];
  const h = plan[EXCESS];
  const lower = (1 - epsilon) * phi(-(h * d));
  const upper = epsilon * phi(log1p(ratioExcess(h, d)));
  const unseen = exp(-(plan[N] * d)) * plan[KL_BOUND];
  return unseen + (lower + upper);
}
