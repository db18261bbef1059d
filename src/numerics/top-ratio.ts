// How much likelier best-of-n makes the highest rewards.

import { expm1, log1p } from './exp-log';
import { stepOf, surprisal } from './kl-estimator';

/** Below this, 2^-60, `1 - e^-a` is a. */
const SMALL = 8.673617379884035e-19;

/** The largest log ratio of best-of-n and reference, `log((1 - (1-P)^n) / P)`, which is that of the top block, from its mass and the mass below it. */
export function maxLogRatioOf(n: number, topMass: number, belowTop: number): number {
  const limit = surprisal(topMass, belowTop);
  if (n === Infinity) return limit;
  const h = n - 1;
  const step = stepOf(topMass, belowTop);
  const a = h * step;
  const odds = belowTop / topMass;
  // a may be a subnormal number
  const excess = a < SMALL ? h * (step * odds) : -expm1(-a) * odds;
  return Math.min(log1p(Math.min(excess, h)), limit);
}
