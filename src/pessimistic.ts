// The policy that maximises the expected reward less a multiple of the chi-squared divergence from the reference.

import { TOP_REWARD } from '../assembly/layout';
import { Ranks, writeMasses } from './block-policy';
import type { EngineSupport } from './engine/interface';
import { type Ratio, ratioFrom, ratioFromExcess } from './numerics/block-ratio';
import { expm1FromLog } from './numerics/near-one';
import { accumulate, SUM_SIZE, sumOf, total } from './numerics/sum';
import { checkFiniteRewards, type PolicyMetrics, policyOf } from './policies';

/** Above this (2^1000), differences of rewards could overflow, and quarters are taken. */
const HUGE_REWARD = 2 ** 1000;

/** `Q_j = P_j max(r_j - tau, 0)/beta`, with tau such that the masses sum to 1. */
export function pessimisticPolicy(
  support: EngineSupport,
  size: number,
  beta: number
): PolicyMetrics & { threshold: number; chiSquared: number } {
  checkFiniteRewards(support, 'has no pessimistic policy');
  // first, since making it may move the memory
  support.roomForMasses();
  const ranks = new Ranks(support);
  const { mass, reward } = ranks;
  const top = support.results[TOP_REWARD];
  const scale = Math.max(-reward[0], top) > HUGE_REWARD ? 0.25 : 1;
  const penalty = beta * scale;
  const { from, taken, centre } = takenBlocks(mass, reward, scale, penalty);

  const lost = ranks.below(from);
  // from a reward next to the mean of what is taken, distances are exact or have the digits of what they are
  const distance = (j: number) => reward[j] * scale - centre;
  const sum = sumOf(mass.length - from, (k) => mass[from + k] * distance(from + k));
  const mean = sum / taken;
  const writeRatio = (j: number, ratio: Ratio) => {
    const spread = distance(j) - mean;
    const x = (spread === 0 ? 0 : spread / penalty) + lost / taken;
    if (x > -0.5) return ratioFromExcess(x, ratio);
    // next to the threshold, the reward and the penalty nearly cancel, and what is left is small beside them
    const left = penalty + distance(j) - (lost * distance(j) + sum);
    return ratioFrom(left / penalty / taken, ratio);
  };
  const ratio: Ratio = { t: 1, u: 0 };
  const chiSquared = sumOf(mass.length - from, (k) => {
    writeRatio(from + k, ratio);
    return mass[from + k] * expm1FromLog(ratio.t, ratio.u) ** 2;
  });
  const kl = writeMasses(support, (_, j, ratio) => (j < from ? ratioFrom(0, ratio) : writeRatio(j, ratio)));
  const threshold = (centre + (mean - penalty / taken)) / scale;
  return { ...policyOf(support, size, kl), threshold, chiSquared: lost + chiSquared };
}

/** From the top down, a block is taken while `tau = top - (beta + sum P gap)/(sum P)` is below its reward, sums being over those taken before it. */
function takenBlocks(mass: Float64Array, reward: Float64Array, scale: number, penalty: number) {
  const top = reward[reward.length - 1] * scale;
  const sums = new Float64Array(2 * SUM_SIZE);
  let from = mass.length;
  let taken = 0;
  let gaps = 0;
  while (from > 0) {
    const gap = top - reward[from - 1] * scale;
    if (gap > 0 && penalty + gaps <= taken * gap) break;
    from--;
    accumulate(sums, 0, 0, mass[from]);
    accumulate(sums, 1, 0, mass[from] * gap);
    taken = total(sums, 0);
    gaps = total(sums, 1);
  }
  if (from === 0) taken = 1;
  return { from, taken, centre: nearestReward(reward, from, (top - gaps / taken) / scale) * scale };
}

/** The reward nearest to a value among those of the blocks from `from` on, which rise. */
function nearestReward(reward: Float64Array, from: number, value: number): number {
  let low = from;
  let high = reward.length - 1;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (reward[middle] < value) low = middle + 1;
    else high = middle;
  }
  return low > from && value - reward[low - 1] < reward[low] - value ? reward[low - 1] : reward[low];
}
