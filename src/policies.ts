// The policies that the paper sets best-of-n against (sections 6 and 7), on the blocks of one support.

import { ACCEPTANCE, BLOCKS, EXPECTED_REWARD, KL, TOP_REWARD, WIN_RATE } from '../assembly/layout';
import type { EngineSupport } from './engine/interface';
import { coded } from './errors';
import { checkEither } from './input/numbers';
import { tiltOfKl } from './match-kl';
import { infinitiesOf } from './numerics/infinities';

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
  const from = support.firstAtLeast(tau);
  if (from === support.results[BLOCKS])
    throw coded(RangeError, 'UNREACHABLE', `reward is ${tau}, and no outcome of the support reaches it`);
  const { [ACCEPTANCE]: acceptance, [KL]: kl } = support.keepFrom(from);
  // draws of the top `acceptance` of the reference win against all below them, and half against each other
  return { acceptance, ...policyOf(support, size, kl), winRate: 1 - acceptance / 2 };
}

/** The tilted policy: `P(y) e^(beta s(y)) / Z` (section 7). */
export function tiltedPolicy(support: EngineSupport, size: number, beta: number, tilt: Tilt): PolicyMetrics {
  const byWinRate = isByWinRate(support, tilt);
  // a tilt by 0 keeps everything
  const results = beta === 0 ? support.keepFrom(0) : support.tilt(byWinRate, beta, 1);
  return policyOf(support, size, results[KL]);
}

/** The tilted policy whose KL divergence is `kl`, which rises with beta. */
export function matchedPolicy(support: EngineSupport, size: number, kl: number, tilt: Tilt): PolicyMetrics & { beta: number } {
  const byWinRate = isByWinRate(support, tilt);
  if (kl === 0) return { beta: 0, ...tiltedPolicy(support, size, 0, tilt) };
  const { [BLOCKS]: blocks, [TOP_REWARD]: topReward } = support.results;
  // by reward, blocks of one outcome each may tie for the highest
  const { [KL]: most } = support.keepFrom(byWinRate ? blocks - 1 : support.firstAtLeast(topReward));
  if (kl >= most) {
    const message = `kl is ${kl}, expected less than ${most}, which all mass on the highest reward has`;
    throw coded(RangeError, 'UNREACHABLE', message);
  }
  const found = tiltOfKl(support, byWinRate, kl, most);
  if (found === undefined) {
    const message = 'the rewards are so close together that beta would be above the largest number';
    throw coded(RangeError, 'UNREACHABLE', message);
  }
  return { beta: found.beta, ...policyOf(support, size, found.kl) };
}

/** What the support made last, with its KL divergence. */
export function policyOf(support: EngineSupport, size: number, kl: number): PolicyMetrics {
  const { [WIN_RATE]: winRate, [EXPECTED_REWARD]: expectedReward } = support.means();
  const policy = new Float64Array(size);
  support.spread(policy);
  return { kl, winRate, expectedReward, policy };
}

function isByWinRate(support: EngineSupport, tilt: Tilt): boolean {
  if (tilt === 'winRate') return true;
  checkEither('tilt', tilt, 'reward', 'winRate');
  checkFiniteRewards(support, 'can be tilted by "winRate" only');
  return false;
}

/** @throws RangeError if an infinite reward has mass; `consequence` says what such a support cannot do. */
export function checkFiniteRewards(support: EngineSupport, consequence: string): void {
  if (infinitiesOf(support.results) !== 0)
    throw coded(RangeError, 'INFINITE_REWARD', `a support with infinite rewards ${consequence}`);
}
