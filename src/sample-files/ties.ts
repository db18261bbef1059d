// Prompts whose best reward several samples share.

import type { Group } from './table';

/**
 * How many prompts have several samples of their highest reward, so that the best of n is drawn among equals. 0 where the choice changes nothing: flags of
 * 0 and 1 without further scores.
 */
export function tiedPrompts({ offsets, rewards, scores }: Pick<Group, 'offsets' | 'rewards' | 'scores'>): number {
  if (Object.keys(scores).length === 0 && rewards.every((reward) => reward === 0 || reward === 1)) return 0;
  let tied = 0;
  for (let prompt = 0; prompt + 1 < offsets.length; prompt++) {
    let best = -Infinity;
    let count = 0;
    for (let i = offsets[prompt]; i < offsets[prompt + 1]; i++) {
      if (rewards[i] > best) {
        best = rewards[i];
        count = 1;
      } else if (rewards[i] === best) count++;
    }
    if (count > 1) tied++;
  }
  return tied;
}
