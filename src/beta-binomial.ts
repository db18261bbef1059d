// A model of how likely problems are to be solved, from which pass@k follows beyond the samples that there are.

import { coded } from './errors';
import { checkSameLength, checkWhole, type Numbers, outOfRange, toDoubles } from './input/numbers';
import { logFail } from './numerics/beta-binomial-chance';
import { countsOf, fitBetaBinomial, logLikelihood, logPowers } from './numerics/beta-binomial-fit';
import { expm1, log1p } from './numerics/exp-log';
import { leastWholeAbove1 } from './numerics/least-whole';

/**
 * The beta-binomial model with the greatest likelihood: the chance of success of a problem has the density of Beta(alpha, beta).
 *
 * @example
 * const model = betaBinomial([1, 2, 3, 4], [8, 8, 8, 8]);
 * model.limit; // → 'binomial'
 */
export interface BetaBinomial {
  /** Infinity in the binomial limit, and null where there is no maximum. */
  alpha: number | null;
  /** Infinity in the binomial limit, and null where there is no maximum. */
  beta: number | null;
  /** The logarithm of the likelihood, in nats, without binomial coefficients. */
  logLikelihood: number;
  /** Why there is no pair of numbers: `binomial` if problems differ no more than by chance, `degenerate` if each always fails or always passes. */
  limit?: 'binomial' | 'degenerate';
  /** pass@k of a problem drawn from the model, for any whole k >= 1; NaN where the model does not tell it. */
  passAtK(k: number): number;
  /** The least whole k whose pass@k is at least a target from 0 to 1; Infinity where none is. */
  budgetFor(target: number): number;
}

/**
 * Fits the beta-binomial model by maximum likelihood (Kazdan et al., arXiv:2510.05197). Where some problems can never be solved, it is too high at large k.
 *
 * @param correct - how many samples of each problem are correct.
 * @param samples - how many samples each problem has, whole numbers >= 1.
 * @throws TypeError if an argument has the wrong type, or the lengths differ; RangeError if there is no problem, or a count is not whole or out of range.
 *
 * @example
 * const model = betaBinomial([3, 5, 0, 2, 8, 1, 4, 0, 6, 2], Array(10).fill(100));
 * model.alpha; // → 2.0152224728
 * model.passAtK(1000); // → 0.9965761961
 */
export function betaBinomial(correct: Numbers, samples: Numbers): BetaBinomial {
  const [passed, all] = [toDoubles('correct', correct), toDoubles('samples', samples)];
  checkSameLength('correct', passed, 'samples', all);
  if (passed.length === 0) throw coded(RangeError, 'EMPTY', 'correct has no problem');
  for (let i = 0; i < passed.length; i++) {
    checkWhole(`samples[${i}]`, all[i], 1, Number.MAX_SAFE_INTEGER, '', i);
    checkWhole(`correct[${i}]`, passed[i], 0, all[i], 'the number of samples', i);
  }
  const problems = passed.length;
  const always = passed.filter((k, i) => k === all[i]).length;
  const never = passed.filter((k) => k === 0).length;
  if (always + never === problems) {
    // every chance is 0 or 1, in this proportion
    return modelOf(
      { alpha: null, beta: null, logLikelihood: logPowers(always, never), limit: 'degenerate' },
      () => always / problems
    );
  }
  const counts = countsOf(passed, all);
  const fitted = fitBetaBinomial(counts);
  if (fitted === undefined) {
    const { passes, fails, share } = counts;
    return modelOf(
      { alpha: Infinity, beta: Infinity, logLikelihood: logPowers(passes, fails), limit: 'binomial' },
      (k) => -expm1(k * log1p(-share))
    );
  }
  const { alpha, beta } = fitted;
  return modelOf({ alpha, beta, logLikelihood: logLikelihood(counts, alpha, beta) }, (k) => -expm1(logFail(alpha, beta, k)));
}

function modelOf(fit: Omit<BetaBinomial, 'passAtK' | 'budgetFor'>, chance: (k: number) => number): BetaBinomial {
  return {
    ...fit,
    passAtK(k) {
      checkWhole('k', k, 1, Infinity);
      return chance(k);
    },
    budgetFor(target) {
      if (typeof target !== 'number' || !(target >= 0 && target <= 1)) throw outOfRange('target', target, 'a number from 0 to 1');
      if (chance(1) >= target) return 1;
      // a chance that is 1 by rounding only is none that is reached
      if (fit.limit === 'degenerate' || target === 1) return Infinity;
      return leastWholeAbove1((k) => chance(k) >= target);
    },
  };
}
