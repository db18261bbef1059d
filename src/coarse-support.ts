// A small support that is nearly like a large one: for pictures, and as the beginning of a search on the large one.

import type { Doubles } from './input/numbers';
import { Support } from './support';

/** A support with fewer blocks is not made smaller: rules take some milliseconds on it. */
const MIN_BLOCKS = 8192;

/** A group of neighbours has this part of the mass that lies above its lower end, so that groups are the finer the higher their rewards: some hundreds in all. */
const PART = 1 / 64;

/**
 * Joins neighbours in the order of the rewards into one outcome with their mass and their mean reward. A large support is left as it is where it has few blocks, or
 * infinite rewards.
 *
 * @param rewards - those that the support was made of.
 * @returns undefined where the support itself is to be used; otherwise one to be disposed of.
 */
export function coarseSupport(support: Support, rewards: Doubles): { support: Support; rewards: Float64Array } | undefined {
  if (support.blocks < MIN_BLOCKS || !Number.isFinite(support.referenceReward)) return undefined;
  const reference = support.policy(1);
  const order = Uint32Array.from(rewards.keys()).sort((a, b) => rewards[b] - rewards[a]);
  const [masses, means]: number[][] = [[], []];
  let above = 0;
  let mass = 0;
  let mean = 0;
  for (const i of order) {
    const p = reference[i];
    if (p === 0) continue;
    mass += p;
    mean += (p / mass) * (rewards[i] - mean);
    if (mass < PART * (above + mass)) continue;
    masses.push(mass);
    means.push(mean);
    above += mass;
    mass = 0;
    mean = 0;
  }
  if (mass > 0) {
    masses.push(mass);
    means.push(mean);
  }
  const joined = Float64Array.from(means);
  return { support: Support.from({ weights: masses, rewards: joined }), rewards: joined };
}
