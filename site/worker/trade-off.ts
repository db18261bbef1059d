// The policies that best-of-n is compared with in the trade-off chart: threshold policies (section 6) and tilted policies (section 7), each with its
// KL divergence and its win rate or expected reward.

import type { Support, Tilt } from '../../src/index';
import { GOALS, type Goal } from '../goals';

/** One entry for each policy, KL divergences in nats. */
export interface Points {
  kl: number[];
  value: number[];
}

export interface TradeOff {
  threshold: Points;
  tilted: Points;
}

/** Beyond this share of the largest KL divergence the tilted policies crowd together: their KL divergence approaches it without an end. */
const MAX_KL_SHARE = 0.995;
/** The most threshold policies: as dots they still stand apart on a chart as wide as a phone. */
const MAX_THRESHOLDS = 24;
/** The most tilted policies: enough for beta to grow a billionfold. The largest KL divergence is nearly reached long before, unless the best rewards all but tie. */
const MAX_TILTS = 60;
/** Each tilted policy takes walks over all blocks. In supports with more blocks than this, beta grows faster, and the line has half the points. */
const MAX_FINE_BLOCKS = 1e4;

/** @param rewards - the thresholds to choose from, from the highest down. */
export function tradeOff(support: Support, rewards: Float64Array, goal: Goal): TradeOff {
  const every = Math.ceil(rewards.length / MAX_THRESHOLDS);
  const thresholds = [...rewards].filter((_, i) => i % every === 0);
  const policies = thresholds.map((reward) => support.threshold(reward));
  return { threshold: pointsOf(policies, goal), tilted: pointsOf([...tiltedPolicies(support, GOALS[goal].tilt)], goal) };
}

/** The order of magnitude of the spread, under the reference, of what a policy is tilted by. Beta begins to matter at about its inverse. */
const SPREAD: Record<Tilt, (support: Support) => number> = {
  winRate: () => 1,
  reward: (support) => Math.sqrt(support.metrics(1, ['rewardVariance']).rewardVariance),
};

/** Tilted policies from the reference to nearly the best outcome alone. Beta grows evenly in its logarithm from where it hardly matters. */
function* tiltedPolicies(support: Support, tilt: Tilt) {
  const { kl: maxKl } = support.metrics(Number.POSITIVE_INFINITY, ['kl']);
  const spread = SPREAD[tilt](support);
  yield support.tilted(0, tilt);
  if (spread === 0) return;
  const ratio = support.blocks > MAX_FINE_BLOCKS ? 2 : Math.SQRT2;
  let beta = 0.1 / spread;
  for (let i = 0; i < MAX_TILTS; i++, beta *= ratio) {
    const policy = support.tilted(beta, tilt);
    yield policy;
    if (policy.kl >= MAX_KL_SHARE * maxKl) return;
  }
}

function pointsOf(policies: { kl: number; winRate: number; expectedReward: number }[], goal: Goal): Points {
  return { kl: policies.map(({ kl }) => kl), value: policies.map((policy) => policy[goal]) };
}
