// What best-of-n would give under a new policy, from samples of an old one.

import { doesNotFit } from './engine/interface';
import { coded } from './errors';
import { checkAllFinite, checkSameLength, checkWhole, type Numbers, toDoubles } from './input/numbers';
import { offPolicyBestOf as estimate, offPolicyBytes } from './numerics/off-policy';

/**
 * An estimate for a policy that the samples were not drawn from.
 *
 * @example
 * const { value, weights } = offPolicyBestOf([1, 2], [1.5, 0.5], 1);
 * value; // → 1.25
 * weights; // → [0.75, 0.5]
 */
export interface OffPolicyEstimate {
  /** The mean of the highest reward of n draws from the new policy, in the unit of the rewards. */
  value: number;
  /** The weight of each sample in the gradient, in the unit of the rewards; they sum to n times `value`. */
  weights: Float64Array;
}

/**
 * The mean of the best of n under a new policy, from m samples of an old one: `sum of max(r over I) product(ratio over I) / C(m, n)` over all choices I of n
 * samples. It is unbiased wherever the old policy can draw what the new one draws, since the ratios of independent draws multiply. The weight of a sample is the
 * same sum over the choices that hold it, so that `sum of weights[i] * grad log p(sample i)` estimates the gradient of the mean under the new policy. With
 * ratios of 1 these are `Samples.expectedReward` and `maxAtKWeights`.
 *
 * The estimate varies ever more the further the ratios are from 1 and the larger n is. Time and memory grow with `m min(n, m - n + 1)`.
 *
 * @param rewards - of each sample, finite numbers.
 * @param ratios - for each sample the probability under the new policy over that under the old one, finite and not negative.
 * @param n - a whole number from 1 to the number of samples.
 * @returns the estimate and the weights, within about 1e-15 times the square root of m where rewards have one sign; infinite where they are beyond the range of doubles.
 * @throws TypeError if an argument has the wrong type or length; RangeError if there is no sample, a number is out of range, or the memory cannot be had.
 *
 * @example
 * offPolicyBestOf([1, 2, 4], [1, 1, 1], 2).value; // → 3.33333333
 * offPolicyBestOf([1, 2, 4], [1.5, 1, 0.5], 2).value; // → 2.66666667
 */
export function offPolicyBestOf(rewards: Numbers, ratios: Numbers, n: number): OffPolicyEstimate {
  const [checkedRewards, checkedRatios] = [toDoubles('rewards', rewards), toDoubles('ratios', ratios)];
  checkSameLength('rewards', checkedRewards, 'ratios', checkedRatios);
  const { length } = checkedRewards;
  if (length === 0) throw coded(RangeError, 'EMPTY', 'rewards is empty: an estimate needs at least one sample');
  checkAllFinite('rewards', checkedRewards);
  checkAllFinite('ratios', checkedRatios, 0);
  checkWhole('n', n, 1, length, 'the number of samples');
  try {
    return estimate(checkedRewards, checkedRatios, n);
  } catch (error) {
    throw error instanceof RangeError ? doesNotFit(`best of ${n} of ${length} samples`, offPolicyBytes(length, n)) : error;
  }
}
