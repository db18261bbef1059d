// Policies that look at ranks only, and the walk over the blocks that all policies share that are given by the ratio of each block's mass to its reference mass.

import { BLOCKS, REFERENCE_REWARD } from '../assembly/layout';
import type { EngineSupport } from './engine/interface';
import { metricsAt } from './metrics';
import { coefficientsAt } from './numerics/coefficients';
import { expm1 } from './numerics/exp-log';
import { infinitiesOf, withInfinite } from './numerics/infinities';
import { surprisal } from './numerics/kl-estimator';
import { phiTerm } from './numerics/near-one';
import { RANK_LAWS, type RankLaw, type RankLawName, type Ratio } from './numerics/rank-laws';
import { accumulate, SUM_SIZE, total } from './numerics/sum';
import { topOfLaw } from './numerics/top-of';
import { type PolicyMetrics, policyOf } from './policies';

/** The policy of a law of one parameter, which has been checked. */
export function rankPolicy(support: EngineSupport, size: number, name: RankLawName, parameter: number): PolicyMetrics {
  const { reference, mirrored, law } = RANK_LAWS[name];
  if (parameter === reference) return referencePolicy(support, size);
  if (parameter === Infinity) return endPolicy(support, size, mirrored);
  return policyByRank(support, size, law(parameter), mirrored);
}

/** A uniform choice among the best j of n draws. */
export function topOfPolicy(support: EngineSupport, size: number, n: number, j: number): PolicyMetrics {
  if (n === j) return referencePolicy(support, size);
  if (n === Infinity) return endPolicy(support, size, false);
  if (j > 1) return policyByRank(support, size, topOfLaw(n, j), false);
  const metrics = metricsAt(support, n, ['kl', 'winRate', 'expectedReward']);
  const policy = new Float64Array(size);
  support.policy(coefficientsAt(n), policy);
  return { ...metrics, policy };
}

/** The reference itself, to the last bit. */
function referencePolicy(support: EngineSupport, size: number): PolicyMetrics {
  const policy = new Float64Array(size);
  support.policy(coefficientsAt(1), policy);
  const { results } = support;
  const expectedReward = withInfinite(results[REFERENCE_REWARD], infinitiesOf(results));
  return { kl: 0, winRate: 0.5, expectedReward, policy };
}

/** All mass on the highest reward, or on the lowest. */
function endPolicy(support: EngineSupport, size: number, lowest: boolean): PolicyMetrics {
  const masses = support.roomForMasses();
  const end = lowest ? 0 : masses.length - 1;
  masses.fill(0);
  masses[end] = 1;
  return policyOf(support, size, largestKl(support, lowest));
}

/** The KL divergence of all mass on the highest reward, or on the lowest. */
function largestKl(support: EngineSupport, lowest: boolean): number {
  const ranks = new Ranks(support);
  const j = lowest ? 0 : support.results[BLOCKS] - 1;
  return surprisal(ranks.mass[j], lowest ? ranks.above(j) : ranks.below(j));
}

function policyByRank(support: EngineSupport, size: number, law: RankLaw, mirrored: boolean): PolicyMetrics {
  const limit = largestKl(support, mirrored);
  const kl = writeMasses(support, (ranks, j, ratio) => {
    const below = ranks.below(j);
    const above = ranks.above(j);
    if (mirrored) law(ranks.mass[j], above, below, ratio);
    else law(ranks.mass[j], below, above, ratio);
  });
  return policyOf(support, size, Math.min(kl, limit));
}

/** The masses of the blocks, with those below and above each. */
export class Ranks {
  readonly mass: Float64Array;
  readonly reward: Float64Array;
  readonly #midCdf: Float64Array;
  readonly #logCdf: Float64Array;

  constructor(support: EngineSupport) {
    const blocks = support.blocks();
    this.mass = blocks.mass;
    this.reward = blocks.reward;
    this.#midCdf = blocks.midCdf;
    this.#logCdf = blocks.logCdf;
  }

  /** The CDF below a block, with all its digits: a sum of two numbers of one sign. */
  below(j: number): number {
    return j === 0 ? 0 : this.#midCdf[j - 1] + this.mass[j - 1] / 2;
  }

  /** What is above a block, with all its digits next to 0 too. */
  above(j: number): number {
    const upTo = this.#midCdf[j] + this.mass[j] / 2;
    return upTo <= 0.5 ? 1 - upTo : -expm1(this.#logCdf[j]);
  }
}

/** Writes the masses of a policy to an engine, for `means` and `spread`, and returns its KL divergence. */
export function writeMasses(support: EngineSupport, ratioOf: (ranks: Ranks, j: number, ratio: Ratio) => void): number {
  // first, since making it may move the memory
  const masses = support.roomForMasses();
  const ranks = new Ranks(support);
  const { mass } = ranks;
  const ratio: Ratio = { t: 1, u: 0 };
  const sum = new Float64Array(SUM_SIZE);
  for (let j = 0; j < masses.length; j++) {
    const p = mass[j];
    ratioOf(ranks, j, ratio);
    const q = p * ratio.t;
    masses[j] = q;
    accumulate(sum, 0, j & 1, phiTerm(p, q, ratio.t, ratio.u));
  }
  return total(sum, 0);
}
