// A policy given by the ratio of its mass to the reference mass of each block.

import type { BlockArrays, EngineSupport } from './engine/interface';
import type { Ratio } from './numerics/block-ratio';
import { cdfBelow } from './numerics/cdf-below';
import { expm1 } from './numerics/exp-log';
import { phiTerm } from './numerics/near-one';
import { accumulate, SUM_SIZE, total } from './numerics/sum';

/** The masses of the blocks by rising reward, with those below and above each; to be read before the engine is called again. */
export class Ranks {
  readonly mass: Float64Array;
  readonly reward: Float64Array;
  readonly #blocks: BlockArrays;

  constructor(support: EngineSupport) {
    this.#blocks = support.blocks();
    this.mass = this.#blocks.mass;
    this.reward = this.#blocks.reward;
  }

  /** The mass below a block, with all its digits. */
  below(j: number): number {
    return cdfBelow(this.#blocks, j);
  }

  /** The mass above a block, with all its digits. */
  above(j: number): number {
    return -expm1(this.#blocks.logCdf[j]);
  }
}

/**
 * Writes the masses of a policy to the engine, for `means` and `spread`.
 *
 * @param ratioOf - writes the ratio of block j; called for each block by rising reward.
 * @returns the KL divergence from the reference.
 */
export function writeMasses(support: EngineSupport, ratioOf: (ranks: Ranks, j: number, ratio: Ratio) => void): number {
  // first, since making it may move the memory
  const masses = support.roomForMasses();
  const ranks = new Ranks(support);
  const ratio: Ratio = { t: 1, u: 0 };
  const sum = new Float64Array(SUM_SIZE);
  for (let j = 0; j < masses.length; j++) {
    const p = ranks.mass[j];
    ratioOf(ranks, j, ratio);
    const q = p * ratio.t;
    masses[j] = q;
    accumulate(sum, 0, j & 1, phiTerm(p, q, ratio.t, ratio.u));
  }
  return total(sum, 0);
}
