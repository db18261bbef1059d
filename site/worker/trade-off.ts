// Win rate or reward against KL divergence: the policies that best-of-n is set against (sections 6 and 7).

import type { Support, Tilt } from '../../src/index';
import type { Value } from '../fields';

export interface Points {
  kl: number[];
  value: number[];
}

export interface TradeOff {
  threshold: Points;
  tilted: Points;
}

/** Beyond this share of the largest KL divergence the tilted policies crowd together. */
const REACH = 0.995;
const THRESHOLDS = 24;
const TILTS_MOST = 60;

/** The tilt that is best for a value at equal KL divergence. */
export const tiltFor = (value: Value): Tilt => (value === 'winRate' ? 'winRate' : 'reward');

/** @param rewards - thresholds to try, from the highest down. */
export function tradeOff(support: Support, rewards: Float64Array, value: Value): TradeOff {
  const every = Math.ceil(rewards.length / THRESHOLDS);
  const thresholds = [...rewards].filter((_, i) => i % every === 0);
  const policies = thresholds.map((reward) => support.threshold(reward));
  return { threshold: pointsOf(policies, value), tilted: pointsOf([...tilts(support, value)], value) };
}

/** Tilted policies from the reference to nearly the best outcome alone: beta doubles from where it hardly matters. */
function* tilts(support: Support, value: Value) {
  const tilt = tiltFor(value);
  const { kl: most } = support.metrics(Number.POSITIVE_INFINITY, ['kl']);
  const scale = tilt === 'winRate' ? 1 : Math.sqrt(support.metrics(1, ['rewardVariance']).rewardVariance);
  yield support.tilted(0, tilt);
  if (scale === 0) return;
  const ratio = support.blocks > 1e4 ? 2 : Math.SQRT2;
  let beta = 0.1 / scale;
  for (let i = 0; i < TILTS_MOST; i++, beta *= ratio) {
    const policy = support.tilted(beta, tilt);
    yield policy;
    if (policy.kl >= REACH * most) return;
  }
}

function pointsOf(policies: { kl: number; winRate: number; expectedReward: number }[], value: Value): Points {
  return { kl: policies.map(({ kl }) => kl), value: policies.map((policy) => policy[value]) };
}
