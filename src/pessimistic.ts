// The policy that maximises the expected reward less a multiple of the chi-squared divergence from the reference.

import { KL, TOP_REWARD } from '../assembly/layout';
import { Ranks, writeMasses } from './block-policy';
import type { EngineSupport } from './engine/interface';
import { type Ratio, ratioFrom, ratioFromExcess } from './numerics/block-ratio';
import { firstIndex } from './numerics/first-index';
import { expm1FromLog } from './numerics/near-one';
import { accumulate, SUM_SIZE, sumOf, total } from './numerics/sum';
import { checkFiniteRewards, type PolicyMetrics, policyOf } from './policies';

/** Above this (2^1000), differences of rewards could overflow, and quarters are taken. */
const HUGE_REWARD = 2 ** 1000;
/** Where rewards or the penalty are below this, products with masses could be next to the least double, and lose digits. */
const TINY = 2 ** -400;
/** What both are multiplied by in that case, where neither is above `LARGE`. */
const TINY_SCALE = 2 ** 600;
const LARGE = 2 ** 400;

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
  const scale = scaleOf(Math.max(-reward[0], top), beta);
  const penalty = beta * scale;
  const { from, taken, centre } = takenBlocks(mass, reward, scale, penalty);

  const lost = ranks.below(from);
  if (from === mass.length - 1) {
    // all mass is on the top block, whose ratio could overflow
    const threshold = top - beta / taken;
    return { ...policyOf(support, size, support.keepFrom(from)[KL]), threshold, chiSquared: lost / taken };
  }
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
    const x = expm1FromLog(ratio.t, ratio.u);
    // the square alone could overflow
    return mass[from + k] * x * x;
  });
  const kl = writeMasses(support, (_, j, ratio) => (j < from ? ratioFrom(0, ratio) : writeRatio(j, ratio)));
  // the penalty in the larger unit could overflow when it is divided
  const threshold = scale > 1 ? centre / scale + (mean / scale - beta / taken) : (centre + (mean - penalty / taken)) / scale;
  return { ...policyOf(support, size, kl), threshold, chiSquared: lost + chiSquared };
}

/** @param largest - the largest magnitude of a reward. */
function scaleOf(largest: number, beta: number): number {
  if (largest > HUGE_REWARD) return 0.25;
  return Math.min(largest, beta) < TINY && Math.max(largest, beta) < LARGE ? TINY_SCALE : 1;
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
  const next = firstIndex(from, reward.length - 1, (j) => !(reward[j] < value));
  return next > from && value - reward[next - 1] < reward[next] - value ? reward[next - 1] : reward[next];
}
