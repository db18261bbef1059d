// A made-up next-token distribution. Its logits fall with the logarithm of the rank, as those of language models do approximately.

import type { SupportInput } from '../../src/index';
import { type SoftmaxRewards, VOCABULARY_SIZE } from '../references';

/** How fast the logits fall with the logarithm of the rank: 1 is Zipf's law, and language models are a little steeper. */
const STEEPNESS = 1.1;

export function softmax(temperature: number, rewards: SoftmaxRewards): SupportInput {
  const logRanks = Float64Array.from({ length: VOCABULARY_SIZE }, (_, i) => Math.log(i + 1));
  const logits = logRanks.map((logRank) => (-STEEPNESS * logRank) / temperature);
  return { logits, rewards: REWARDS[rewards](logRanks) };
}

const REWARDS: Record<SoftmaxRewards, (logRanks: Float64Array) => Float64Array> = {
  likely: (logRanks) => logRanks.map((logRank) => -logRank),
  unlikely: (logRanks) => logRanks,
  independent: (logRanks) => pseudoRandom(logRanks.length),
};

/** The same numbers in [0, 1) on every page: a linear congruential generator with the constants of Numerical Recipes. */
function pseudoRandom(count: number): Float64Array {
  let state = 1;
  return Float64Array.from({ length: count }, () => {
    state = (Math.imul(1664525, state) + 1013904223) >>> 0;
    return state / 2 ** 32;
  });
}
