// How many draws are worth their cost: the rule that looks at each draw before it pays for the next, and the best number to draw in one go.

import { BLOCKS, REFERENCE_REWARD } from '../assembly/layout';
import type { EngineSupport } from './engine/interface';
import { coded } from './errors';
import { metricsAt } from './metrics';
import { type Gains, gainAt, gainsOf } from './numerics/gains';
import { infinitiesOf } from './numerics/infinities';
import { leastWholeAbove1 } from './numerics/least-whole';
import { twoProductError, twoSumError } from './numerics/sum';

/** A gain that exceeds the cost by less than this part of it counts as equal, so that rounding does not decide a tie. */
const TIE = 1e-14;

/**
 * What draws that cost something are worth, as `Support.stopping` returns it.
 *
 * @example
 * const support = Support.from({ probs: [0.5, 0.5], rewards: [0, 1] });
 * const { reservation, expectedDraws, bestFixedN, bestFixedValue } = support.stopping(0.2);
 * reservation; // → 0.6
 * expectedDraws; // → 2
 * bestFixedN; // → 2
 * bestFixedValue; // → 0.35
 */
export interface Stopping {
  /** The reward from which on to stop drawing, and at the same time the expected reward less the expected cost of doing so, which no other rule exceeds. */
  reservation: number;
  /** How many draws that takes on average. */
  expectedDraws: number;
  /** The whole number of draws with the largest expected best reward less the cost, the smaller one of two that tie. */
  bestFixedN: number;
  /** The expected best reward of that many draws, less their cost. */
  bestFixedValue: number;
}

/** @param cost - of each draw, above 0. */
export function stoppingOf(support: EngineSupport, cost: number): Stopping {
  const gains = finiteGainsOf(support, 'stopping needs finite rewards, and some of this support are infinite');
  const bestFixedN = bestFixed(gains, cost);
  const { expectedReward } = metricsAt(support, bestFixedN, ['expectedReward']);
  const paid = cost * bestFixedN;
  const left = expectedReward - paid;
  const rest = twoSumError(expectedReward, -paid, left) - twoProductError(cost, bestFixedN, paid);
  // the product of huge numbers has no rest
  const bestFixedValue = Number.isFinite(rest) ? left + rest : left;
  return { ...reservationOf(support, cost), bestFixedN, bestFixedValue };
}

/** @throws RangeError with the message where a reward of positive mass is infinite. */
export function finiteGainsOf(support: EngineSupport, message: string): Gains {
  if (infinitiesOf(support.results) !== 0) throw coded(RangeError, 'INFINITE_REWARD', message);
  return gainsOf(support.blocks());
}

/** The z with `E max(r - z, 0) = cost`: from the top down, `z = (sum P r - cost) / sum P` over the blocks that are above it. */
function reservationOf(support: EngineSupport, cost: number): { reservation: number; expectedDraws: number } {
  const { mass, reward } = support.blocks();
  let [kept, keptError, sum, error] = [0, 0, -cost, 0];
  for (let j = support.results[BLOCKS] - 1; ; j--) {
    const k = kept + mass[j];
    keptError += twoSumError(kept, mass[j], k);
    kept = k;
    const product = mass[j] * reward[j];
    const t = sum + product;
    error += twoSumError(sum, product, t) + productError(mass[j], reward[j], product);
    sum = t;
    const z = (sum + error) / (kept + keptError);
    if (j === 0) return { reservation: support.results[REFERENCE_REWARD] - cost, expectedDraws: 1 };
    // a reward that z just reaches is good enough too
    if (z > reward[j - 1]) return { reservation: Math.min(z, reward[j]), expectedDraws: 1 / (kept + keptError) };
  }
}

/** The rounding error of a product, 0 where that is beyond the range of doubles. */
function productError(a: number, b: number, product: number): number {
  const error = twoProductError(a, b, product);
  return Number.isFinite(error) && Math.abs(product) > 2 ** -900 ? error : 0;
}

/** The first n after which a draw gains no more than it costs. */
function bestFixed(gains: Gains, cost: number): number {
  const isEnough = (n: number) => gainAt(gains, n) <= cost * (1 + TIE);
  return isEnough(1) ? 1 : leastWholeAbove1(isEnough);
}
