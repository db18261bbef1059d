// A made-up next-token distribution: logits that fall with the logarithm of the rank, as those of language models about do.

import type { SupportInput } from '../../src/index';
import { type SoftmaxRewards, VOCABULARY } from '../references';

/** How fast the logits fall: Zipf's law, a little steepened. */
const STEEPNESS = 1.1;

export function softmax(temperature: number, rewards: SoftmaxRewards): SupportInput {
  const ranks = Float64Array.from({ length: VOCABULARY }, (_, i) => Math.log(i + 1));
  const logits = ranks.map((rank) => (-STEEPNESS * rank) / temperature);
  return { logits, rewards: rewardsOf(ranks, rewards) };
}

function rewardsOf(ranks: Float64Array, rewards: SoftmaxRewards): Float64Array {
  if (rewards === 'likely') return ranks.map((rank) => -rank);
  if (rewards === 'unlikely') return ranks;
  let state = 1;
  return ranks.map(() => {
    state = (Math.imul(1664525, state) + 1013904223) >>> 0;
    return state / 2 ** 32;
  });
}
