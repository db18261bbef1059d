// Quantiles of the reward under best-of-n.

import { BLOCKS, HIGH_INFINITE, LOW_INFINITE, TOP_REWARD } from '../assembly/layout';
import type { EngineSupport } from './engine/interface';
import { log } from './numerics/exp-log';
import { firstIndex } from './numerics/first-index';

/** A level that is reached but for this part of its logarithm, 2^-50, counts as reached: the sum of a user's masses is rounded, and so is the level. */
const ROUNDING = 8.881784197001252e-16;

/** The smallest reward `r` with `P(reward <= r) >= level` under best-of-n. */
export function quantileOf(support: EngineSupport, n: number, level: number): number {
  const { results } = support;
  // F^n is 1 at the top block alone
  if (n === Infinity || level === 1) return results[TOP_REWARD];
  const { logCdf, reward } = support.blocks();
  const least = log(level) * (1 + ROUNDING);
  const block = firstIndex(0, results[BLOCKS] - 1, (j) => n * logCdf[j] >= least);
  if (block < results[LOW_INFINITE]) return -Infinity;
  return block >= results[BLOCKS] - results[HIGH_INFINITE] ? Infinity : reward[block];
}
