// The outcomes of a support by rank, the best first, gathered into bins. No bin cuts a block of equal rewards, so that the bins are a support
// themselves, whose best-of-n policy gives each bin exactly the mass that the policy of the whole support gives to its outcomes.

import { Support } from '../../src/index';
import { wholeSteps } from './grid';
import { rewardEnds } from './reward-ends';

/** Up to this many outcomes each has a bin of its own, on a linear axis: with more, the bins would be thinner than some four pixels. */
export const MAX_SINGLE_BINS = 128;
/** About how many bins hold more outcomes than that, on a logarithmic axis: the axis has room for these. */
const LOG_BINS = 120;

export interface Bins {
  /** The ranks of each bin's best and worst outcome, from 1. */
  first: Uint32Array;
  last: Uint32Array;
  /** The reference's mass in each bin. */
  reference: Float64Array;
  /** The reward of each bin's worst outcome. */
  reward: Float64Array;
  /** The reward of each bin's best outcome. */
  bestReward: Float64Array;
  /** The name of the likeliest outcome of each bin, if outcomes have names. */
  labels: string[] | undefined;
}

/** The outcomes in bins of ranks, and in bins of rewards. */
export interface BothBins {
  byRank: Bins;
  byReward: Bins;
}

export function binsOf(support: Support, rewards: ArrayLike<number>, labels?: readonly string[]): BothBins {
  const probs = support.policy(1);
  const falling = Float64Array.from(rewards)
    .filter((_, i) => probs[i] > 0)
    .sort()
    .reverse();
  const gather = (last: Uint32Array) => gathered(last, falling, probs, rewards, labels);
  return { byRank: gather(ends(falling)), byReward: gather(rewardEnds(falling)) };
}

/** @param last - the last rank of every bin. */
function gathered(
  last: Uint32Array,
  falling: Float64Array,
  probs: Float64Array,
  rewards: ArrayLike<number>,
  labels?: readonly string[]
): Bins {
  const first = last.map((_, bin) => (bin === 0 ? 1 : last[bin - 1] + 1));
  const reward = Float64Array.from(last, (rank) => falling[rank - 1]);
  const bestReward = Float64Array.from(first, (rank) => falling[rank - 1]);

  const reference = new Float64Array(last.length);
  const likeliest = new Int32Array(last.length).fill(-1);
  probs.forEach((p, i) => {
    if (p === 0) return;
    const bin = binOf(reward, rewards[i]);
    reference[bin] += p;
    if (likeliest[bin] < 0 || p > probs[likeliest[bin]]) likeliest[bin] = i;
  });
  return { first, last, reference, reward, bestReward, labels: labels && Array.from(likeliest, (i) => labels[i]) };
}

/** The bins as a support: a better bin has a higher reward. */
export function supportOf({ reference }: Bins): Support {
  return Support.from({ weights: reference, rewards: Float64Array.from(reference, (_, bin) => -bin) });
}

/** The last rank of every bin: all ranks, or some evenly spaced in their logarithm, each moved to the end of its block of equal rewards. */
function ends(falling: Float64Array): Uint32Array {
  const size = falling.length;
  const ranks = size <= MAX_SINGLE_BINS ? falling.map((_, i) => i + 1) : wholeSteps(size, LOG_BINS);
  const found = new Set<number>();
  for (const rank of ranks) {
    let end = rank;
    while (end < size && falling[end] === falling[end - 1]) end++;
    found.add(end);
  }
  return Uint32Array.from(found);
}

/** The bin of a reward: the first whose worst reward is not above it, found by bisection. */
function binOf(worst: Float64Array, reward: number): number {
  let low = 0;
  let high = worst.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (worst[middle] <= reward) high = middle;
    else low = middle + 1;
  }
  return low;
}
