// The weights of samples for training on the best of k: of one prompt, and of many at once.

import { placeOf, startsOf } from './batch-input';
import { coded } from './errors';
import { checkAllFinite, checkWhole, fieldsOf, type Numbers, toDoubles } from './input/numbers';
import { show } from './input/show';
import { BASELINES, type Baseline, MaxAtK } from './numerics/max-at-k';

export type { Baseline };

/**
 * How training weights are made.
 *
 * @example
 * maxAtKWeights([0, 1, 3], 2, { baseline: 'leave-one-out-of-k-minus-one' }); // → [0, 0.33333333, 1.66666667]
 */
export interface WeightOptions {
  /** What is subtracted from the weights, so that they vary less; `maxAtKWeights` says what each name stands for. @default 'none' */
  baseline?: Baseline;
}

/**
 * The input of `maxAtKWeightsBatch`: rows packed end to end, each of them the samples of one prompt.
 *
 * @example
 * // a prompt of two samples, then one of three
 * const batch = { rewards: Float32Array.of(0, 1, 2, 1, 0), rows: Uint32Array.of(2, 3), k: 1 };
 * maxAtKWeightsBatch(batch); // → [0, 0.5, 0.66666667, 0.33333333, 0]
 */
export interface WeightBatch extends WeightOptions {
  /** The rewards of all rows, one row after another, all finite. */
  rewards: Float64Array | Float32Array;
  /** The number of samples in each row, or the one number that all rows have. */
  rows: Uint32Array | number;
  /** The best of how many samples is trained for. */
  k: number;
}

/**
 * How much each sample of a prompt counts in the gradient of the mean reward of the best of k (Walder and Karkhanis, arXiv:2505.15201): the mean over all choices
 * of k of the m samples is `sum of weights / k`, and `sum of weights[i] * grad log p(sample i)` estimates its gradient without bias. With rewards of 0 and 1 this is
 * the gradient of pass@k. Samples of equal reward have equal weights.
 *
 * Without a baseline the weight of a sample is `sum of max(r over I) / C(m, k)`, over the choices I of k samples that hold it. Both baselines leave the mean of the
 * gradient as it is:
 *
 * - `'leave-one-out'` subtracts the mean of the weights that the other samples have among themselves (equation 29 there);
 * - `'leave-one-out-of-k-minus-one'` subtracts from each `max(r over I)` the highest reward of the other k - 1 (equation 33): what the sample adds. No
 *   weight is negative, and that of a sample that is never the best one is exactly 0.
 *
 * @param rewards - of each sample, finite numbers.
 * @param k - a whole number from 1 to the number of samples m; at most m - 1 with `'leave-one-out'`, at least 2 with `'leave-one-out-of-k-minus-one'`.
 * @returns the weight of each sample, in the order and the unit of the rewards.
 * @throws TypeError if an argument has the wrong type or the baseline is not known; RangeError if there is no sample, a reward is not finite or k is out of range.
 *
 * @example
 * maxAtKWeights([0, 1, 3], 2); // → [1.33333333, 1.33333333, 2]
 * maxAtKWeights([0, 1, 3], 2, { baseline: 'leave-one-out' }); // → [-1.66666667, -1.66666667, 1]
 */
export function maxAtKWeights(rewards: Numbers, k: number, options: WeightOptions = {}): Float64Array {
  const { baseline: given } = fieldsOf('options', options, ['baseline']);
  const baseline = toBaseline(given);
  const checked = toDoubles('rewards', rewards);
  checkAllFinite('rewards', checked);
  if (checked.length === 0) throw coded(RangeError, 'EMPTY', 'rewards is empty: weights need at least one sample');
  checkK(k, checked.length, baseline);
  const weights = new Float64Array(checked.length);
  new MaxAtK(checked.length, k, baseline).fill(checked, 0, weights);
  return weights;
}

/**
 * The training weights of many prompts in one call: those of `maxAtKWeights` for each row, to the bit.
 *
 * @param batch - the rows, packed end to end, and k.
 * @returns the weight of each sample, packed as the rewards are.
 * @throws as `maxAtKWeights`; the message names the row that has too few samples for k.
 *
 * @example
 * const rewards = Float64Array.of(0, 1, 3, 1, 0, 0);
 * maxAtKWeightsBatch({ rewards, rows: 3, k: 2, baseline: 'leave-one-out-of-k-minus-one' }); // → [0, 0.33333333, 1.66666667, 0.66666667, 0, 0]
 */
export function maxAtKWeightsBatch(batch: WeightBatch): Float64Array {
  const given = fieldsOf('batch', batch, ['rewards', 'rows', 'k', 'baseline']);
  const baseline = toBaseline(given.baseline);
  const rewards = toDoubles('rewards', given.rewards);
  const starts = startsOf(given.rows, rewards, 'sample');
  const k = given.k;
  checkWhole('k', k, baseline === 'leave-one-out-of-k-minus-one' ? 2 : 1, Infinity);
  checkRows(starts, k, baseline);
  checkAllFinite('rewards', rewards, -Infinity, (i) => placeOf('rewards', i, starts));

  const weights = new Float64Array(rewards.length);
  const known = new Map<number, MaxAtK>();
  for (let row = 0; row + 1 < starts.length; row++) {
    const m = starts[row + 1] - starts[row];
    let weigher = known.get(m);
    if (weigher === undefined) {
      weigher = new MaxAtK(m, k, baseline);
      known.set(m, weigher);
    }
    weigher.fill(rewards, starts[row], weights);
  }
  return weights;
}

function toBaseline(baseline: unknown = 'none'): Baseline {
  if (BASELINES.includes(baseline as Baseline)) return baseline as Baseline;
  throw coded(TypeError, 'UNKNOWN_NAME', `baseline is ${show(baseline)}, expected one of ${BASELINES.join(', ')}`);
}

function checkK(k: unknown, m: number, baseline: Baseline): asserts k is number {
  const spare = baseline === 'leave-one-out' ? 1 : 0;
  const least = baseline === 'leave-one-out-of-k-minus-one' ? 2 : 1;
  if (m < least + spare)
    throw coded(RangeError, 'NO_ESTIMATE', `the baseline ${baseline} needs two samples, and there is 1 sample`);
  checkWhole('k', k, least, m - spare, spare > 0 ? `one less than the number of samples, ${m}` : 'the number of samples');
}

/** @throws RangeError that names the first row with too few samples for k. */
function checkRows(starts: Uint32Array, k: number, baseline: Baseline): void {
  const needed = baseline === 'leave-one-out' ? k + 1 : k;
  for (let row = 0; row + 1 < starts.length; row++) {
    const m = starts[row + 1] - starts[row];
    if (m >= needed) continue;
    const samples = m === 1 ? '1 sample' : `${m} samples`;
    const message = `row ${row} has ${samples}, expected at least ${needed} for k = ${k} and the baseline ${baseline}`;
    throw coded(RangeError, 'NO_ESTIMATE', message, row);
  }
}
