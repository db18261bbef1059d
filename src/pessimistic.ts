// The policy that maximises the expected reward less a multiple of the chi-squared divergence from the reference.

import { TOP_REWARD } from '../assembly/layout';
import type { EngineSupport } from './engine/interface';
import { ratioFromExcess } from './numerics/rank-laws';
import { accumulate, SUM_SIZE, sumOf, total } from './numerics/sum';
import { checkFiniteRewards, type PolicyMetrics, policyOf } from './policies';
import { Ranks, writeMasses } from './rank-laws';

/** Above this (2^1000), differences of rewards could overflow, and quarters are taken. */
const HUGE_REWARD = 2 ** 1000;

/** `Q_j = P_j max(r_j - tau, 0)/beta`, with tau such that the masses sum to 1. */
export function pessimisticPolicy(
  support: EngineSupport,
  size: number,
  beta: number
): PolicyMetrics & { threshold: number; chiSquared: number } {
  checkFiniteRewards(support, 'has no pessimistic policy');
  const { mass, reward, below } = ranksOf(support);
  const top = support.results[TOP_REWARD];
  const scale = Math.max(-reward[0], top) > HUGE_REWARD ? 0.25 : 1;
  const penalty = beta * scale;
  const { from, taken, centre } = takenBlocks(mass, reward, scale, penalty);

  const lost = below(from);
  // about a number next to it, the mean of what is taken keeps the digits of its distance from each reward
  const distance = (j: number) => reward[j] * scale - centre;
  const mean = sumOf(mass.length - from, (k) => mass[from + k] * distance(from + k)) / taken;
  const excessAt = (j: number) => {
    const spread = distance(j) - mean;
    return Math.max(-1, (spread === 0 ? 0 : spread / penalty) + lost / taken);
  };
  const chiSquared = lost + sumOf(mass.length - from, (k) => mass[from + k] * excessAt(from + k) ** 2);
  const kl = writeMasses(support, (_, j, ratio) => ratioFromExcess(j < from ? -1 : excessAt(j), ratio));
  const threshold = (centre + (mean - penalty / taken)) / scale;
  return { ...policyOf(support, size, kl), threshold, chiSquared };
}

function ranksOf(support: EngineSupport) {
  // first, since making it may move the memory
  support.roomForMasses();
  const ranks = new Ranks(support);
  return { mass: ranks.mass, reward: ranks.reward, below: (j: number) => ranks.below(j) };
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
  return { from, taken, centre: top - gaps / taken };
}
