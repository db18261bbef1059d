// Policies that look at ranks only.

import { BEST_OF_POISSON, BLOCKS, KL, REFERENCE_REWARD, TOP_FRACTION, WORST_OF } from '../assembly/layout';
import { Ranks, writeMasses } from './block-policy';
import type { EngineSupport } from './engine/interface';
import { metricsAt } from './metrics';
import { coefficientsAt } from './numerics/coefficients';
import { infinitiesOf, withInfinite } from './numerics/infinities';
import { surprisal } from './numerics/kl-estimator';
import { topOfLaw } from './numerics/top-of';
import { type PolicyMetrics, policyOf } from './policies';

/** The laws of one parameter: the engine's name of each, and the parameter at which it is the reference. */
const RANK_LAWS = {
  worstOf: { law: WORST_OF, reference: 1 },
  bestOfPoisson: { law: BEST_OF_POISSON, reference: 0 },
  topFraction: { law: TOP_FRACTION, reference: 1 },
};

/** The policy of a law of one parameter, which has been checked; at Infinity, all mass is on one end. */
export function rankPolicy(support: EngineSupport, size: number, name: keyof typeof RANK_LAWS, parameter: number): PolicyMetrics {
  const { law, reference } = RANK_LAWS[name];
  const rate = parameter - reference;
  if (rate === 0) return referencePolicy(support, size);
  if (rate === Infinity) return name === 'worstOf' ? lowestPolicy(support, size) : highestPolicy(support, size);
  return policyOf(support, size, support.rankLaw(law, rate)[KL]);
}

/** A uniform choice among the best j of n draws. */
export function topOfPolicy(support: EngineSupport, size: number, n: number, j: number): PolicyMetrics {
  if (n === j) return referencePolicy(support, size);
  if (n === Infinity) return highestPolicy(support, size);
  if (j === 1) return bestOfPolicy(support, size, n);
  const law = topOfLaw(n, j);
  const kl = writeMasses(support, (ranks, k, ratio) => law(ranks.mass[k], ranks.below(k), ranks.above(k), ratio));
  return policyOf(support, size, kl);
}

function bestOfPolicy(support: EngineSupport, size: number, n: number): PolicyMetrics {
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

function highestPolicy(support: EngineSupport, size: number): PolicyMetrics {
  return policyOf(support, size, support.keepFrom(support.results[BLOCKS] - 1)[KL]);
}

function lowestPolicy(support: EngineSupport, size: number): PolicyMetrics {
  const masses = support.roomForMasses();
  masses.fill(0);
  masses[0] = 1;
  const ranks = new Ranks(support);
  return policyOf(support, size, surprisal(ranks.mass[0], ranks.above(0)));
}
