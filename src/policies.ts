// The policies that the paper sets best-of-n against (sections 6 and 7), on the blocks of one support.

import { HIGH_INFINITE, LOW_INFINITE } from '../assembly/layout';
import type { Blocks, EngineSupport } from './engine/interface';
import { coded } from './errors';
import { checkEither } from './input/numbers';
import { log, log1p } from './numerics/exp-log';
import { HIGH, infinitiesOf, LOW, withInfinite } from './numerics/infinities';
import { tiltOfKl } from './numerics/match-kl';
import { accumulate, SUM_SIZE, sumOf, total } from './numerics/sum';
import { type Scored, scoresOfRewards, scoresOfWinRates, type Tilted, tiltBlocks } from './numerics/tilt';
import { scaleOf } from './numerics/weights';

/**
 * A policy and its metrics against the reference, as `threshold`, `tilted` and `matchKl` of a support return them.
 *
 * @example
 * const support = Support.from({ probs: [0.5, 0.3, 0.2], rewards: [0, 1, 2] });
 * const { kl, winRate, policy } = support.threshold(1);
 * kl; // → 0.69314718
 * winRate; // → 0.75
 * policy; // → [0, 0.6, 0.4]
 */
export interface PolicyMetrics {
  /** The KL divergence of the policy from the reference, in nats, over blocks of equal reward. */
  kl: number;
  /** The chance that a draw of the policy beats one of the reference, a tie counting one half. */
  winRate: number;
  /** The mean reward under the policy; ±Infinity where an infinite reward has mass, NaN where both have. */
  expectedReward: number;
  /** The probability of every outcome, in the order of the input. */
  policy: Float64Array;
}

/**
 * What the tilted policy is tilted by: the reward, or the chance of beating one reference draw (section 7).
 *
 * @example
 * const support = Support.from({ probs: [0.5, 0.5], rewards: [0, 1] });
 * support.tilted(Math.log(3), 'reward').policy; // → [0.25, 0.75]
 * // the chances of winning are 1/4 and 3/4
 * support.tilted(2 * Math.log(3), 'winRate').policy; // → [0.25, 0.75]
 */
export type Tilt = 'reward' | 'winRate';

/** The threshold policy: the reference given that the reward is at least `tau` (section 6). */
export function thresholdPolicy(support: EngineSupport, size: number, tau: number): PolicyMetrics & { acceptance: number } {
  const { mass, reward } = restoreInfinities(support, support.blocks());
  const from = reward.findIndex((r) => r >= tau);
  if (from < 0) throw coded(RangeError, 'UNREACHABLE', `reward is ${tau}, and no outcome of the support reaches it`);
  const acceptance = massOf(mass, from, mass.length);
  const masses = mass.map((p, j) => (j < from ? 0 : p / acceptance));
  return {
    acceptance,
    kl: klOfPart(mass, from, mass.length),
    // draws of the top `acceptance` of the reference win against all below them, and half against each other
    winRate: 1 - acceptance / 2,
    expectedReward: meanReward(masses, reward),
    policy: spread(support, masses, size),
  };
}

/** The tilted policy: `P(y) e^(beta s(y)) / Z` (section 7). */
export function tiltedPolicy(support: EngineSupport, size: number, beta: number, tilt: Tilt): PolicyMetrics {
  const blocks = support.blocks();
  return metricsOf(support, blocks, size, beta, tiltBlocks(scoredBy(support, blocks, tilt, beta), beta));
}

function metricsOf(support: EngineSupport, blocks: Blocks, size: number, beta: number, tilted: Tilted): PolicyMetrics {
  const { masses } = tilted;
  const { mass, midCdf, reward } = restoreInfinities(support, blocks);
  const top = mass.length - 1;
  return {
    // what all mass on the best, or the worst, block has is the limit
    kl: Math.min(tilted.kl, beta < 0 ? klOfPart(mass, 0, 1) : klOfPart(mass, top, top + 1)),
    winRate: clamp(sumOfProducts(masses, midCdf, 1), midCdf[0], midCdf[top]),
    expectedReward: meanReward(masses, reward),
    policy: spread(support, masses, size),
  };
}

/** The tilted policy whose KL divergence is `kl`, which rises with beta. */
export function matchedPolicy(support: EngineSupport, size: number, kl: number, tilt: Tilt): PolicyMetrics & { beta: number } {
  const blocks = support.blocks();
  const { mass, reward } = blocks;
  const scored = scoredBy(support, blocks, tilt, 1);
  // by reward, blocks of one outcome each may tie for the highest
  const from = tilt === 'winRate' ? mass.length - 1 : reward.indexOf(reward[mass.length - 1]);
  const most = klOfPart(mass, from, mass.length);
  if (kl > 0 && kl >= most) {
    const message = `kl is ${kl}, expected less than ${most}, which all mass on the highest reward has`;
    throw coded(RangeError, 'UNREACHABLE', message);
  }
  const found = kl === 0 ? { beta: 0, tilted: tiltBlocks(scored, 0) } : tiltOfKl(scored, kl, most);
  if (found === undefined) {
    const message = 'the rewards are so close together that beta would be above the largest number';
    throw coded(RangeError, 'UNREACHABLE', message);
  }
  return { beta: found.beta, ...metricsOf(support, blocks, size, 1, found.tilted) };
}

/** The reference mass of the blocks from `from` up to `to`, one of which is the first or the last. */
function massOf(mass: Float64Array, from: number, to: number): number {
  return to - from === mass.length ? 1 : sumOf(to - from, (j) => mass[from + j]);
}

/** The KL divergence of the policy that keeps these blocks: `-log` of their mass or, where that is above one half, `-log1p(-m)` with
 *  `m` the mass of all others, whichever keeps its digits. */
function klOfPart(mass: Float64Array, from: number, to: number): number {
  const kept = massOf(mass, from, to);
  if (kept <= 0.5) return -log(kept);
  return 0 - log1p(-sumOf(mass.length - to + from, (j) => mass[j < from ? j : to - from + j]));
}

function scoredBy(support: EngineSupport, { mass, reward }: Blocks, tilt: Tilt, beta: number): Scored {
  if (tilt === 'winRate') return scoresOfWinRates(mass, beta);
  checkEither('tilt', tilt, 'reward', 'winRate');
  if (infinitiesOf(support.results) !== 0) {
    throw coded(RangeError, 'INFINITE_REWARD', 'a support with infinite rewards can be tilted by "winRate" only');
  }
  return scoresOfRewards(mass, reward);
}

/** Puts a mean that left the range of its values by a rounding back into it. */
function clamp(mean: number, low: number, high: number): number {
  return Math.min(Math.max(mean, low), high);
}

/** `sum a b scale`. */
function sumOfProducts(a: Float64Array, b: Float64Array, scale: number): number {
  const sum = new Float64Array(SUM_SIZE);
  for (let j = 0; j < a.length; j++) accumulate(sum, 0, j & 1, a[j] * (b[j] * scale));
  return total(sum, 0);
}

/** Puts back the infinite rewards, which the engine keeps as 0. */
function restoreInfinities(support: EngineSupport, blocks: Blocks): Blocks {
  blocks.reward.fill(-Infinity, 0, support.results[LOW_INFINITE]);
  blocks.reward.fill(Infinity, blocks.reward.length - support.results[HIGH_INFINITE]);
  return blocks;
}

/** The mean reward of the masses, inside the range of the rewards that have mass; an infinite reward of positive mass makes it infinite, or NaN if
 *  both are. */
function meanReward(masses: Float64Array, reward: Float64Array): number {
  let infinite = 0;
  let low = Infinity;
  let high = -Infinity;
  for (let j = 0; j < masses.length; j++) {
    if (masses[j] === 0) continue;
    if (Number.isFinite(reward[j])) {
      low = Math.min(low, reward[j]);
      high = Math.max(high, reward[j]);
    } else infinite |= reward[j] < 0 ? LOW : HIGH;
  }
  if (low > high) return withInfinite(0, infinite);
  // partial sums could overflow
  const scale = scaleOf(Math.max(-low, high));
  const sum = sumOf(masses.length, (j) => (masses[j] === 0 || !Number.isFinite(reward[j]) ? 0 : masses[j] * (reward[j] * scale)));
  return withInfinite(clamp(sum / scale, low, high), infinite);
}

function spread(support: EngineSupport, masses: Float64Array, size: number): Float64Array {
  const policy = new Float64Array(size);
  support.spread(masses, policy);
  return policy;
}
