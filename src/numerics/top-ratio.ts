// How much likelier best-of-n makes the highest rewards.

import { expm1, log1p } from './exp-log';
import { stepOf, surprisal } from './kl-estimator';

/** The largest log ratio of best-of-n and reference, `log((1 - (1-P)^n) / P)`, which is that of the top block, from its mass and the mass below it. */
export function maxLogRatioOf(n: number, topMass: number, belowTop: number): number {
  const limit = surprisal(topMass, belowTop);
  if (n === Infinity) return limit;
  const h = n - 1;
  const excess = -expm1(-h * stepOf(topMass, belowTop)) * (belowTop / topMass);
  return Math.min(log1p(Math.min(excess, h)), limit);
}
