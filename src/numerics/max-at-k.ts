// The weights with which training for the best of k counts each of m samples, and the two baselines that make them less noisy.

import { binomialWeights, LEVEL, scalePair } from './binomial-weights';
import { RowSort } from './row-sort';
import { twoProductError, twoSumError } from './sum';

type Doubles = Float64Array | Float32Array;

/**
 * What is subtracted from the weights: nothing, the mean of the others, or the best of the other k - 1.
 *
 * @example
 * // the others are 1 and 2, then 3 and 1: the lowest sample has the least weight
 * maxAtKWeights([1, 3, 2], 2, { baseline: 'leave-one-out-of-k-minus-one' }); // → [0, 1, 0.33333333]
 */
export type Baseline = 'none' | 'leave-one-out' | 'leave-one-out-of-k-minus-one';

export const BASELINES: readonly Baseline[] = ['none', 'leave-one-out', 'leave-one-out-of-k-minus-one'];

/** A sum that is smaller than its terms by more than this factor is taken again in pairs of doubles. */
const MOST_CANCELLED = 8;

/** Rewards of which the largest is outside this range are scaled, so that gaps do not overflow and the errors of products do not underflow. */
const LARGE = 2 ** 990;
const SMALL = 2 ** -400;

/**
 * Weights of the samples of rows of one length, by rising reward `r_1 <= ... <= r_m`. With `w_i = C(i-1, k-1) / C(m, k)` (binomial-weights.ts):
 *
 * - without a baseline `s_i = w_i r_i + sum over l > i of v_l r_l`, where `v_l = C(l-2, k-2) / C(m, k) = w_l (k-1)/(l-1)`;
 * - leave-one-out rises from i to i + 1 by `(r_{i+1} - r_i) w_i (1 + km/((m-1)(m-k)))`. At the highest sample it is `sum over j < m of
 *   (r_{j+1} - r_j) w_j jm/((m-1)(m-k))`, less `r_m k/(m(m-1))`, and neither part is larger than thrice the largest weight;
 * - against the other k - 1 it rises by `(r_{i+1} - r_i) w_{i+1}`, from 0.
 *
 * Tied samples get the same bits: the first form is evaluated at the last of them, where Pascal's rule makes it the same for all, and gaps of 0 add nothing.
 */
export class MaxAtK {
  readonly #own: Float64Array;
  readonly #ownLow: Float64Array;
  readonly #above: Float64Array;
  readonly #aboveLow: Float64Array;
  readonly #sort: RowSort;
  readonly #sorted: Float64Array;
  readonly #weights: Float64Array;
  /** With leave-one-out, what the gap above each sample adds to the weight of the highest, and what it takes from those below it. */
  readonly #highest: Float64Array;
  readonly #rise: Float64Array;

  /**
   * @param m - the number of samples of a row.
   * @param k - a whole number from 1 to m; below m with leave-one-out, at least 2 with the last baseline.
   */
  constructor(
    readonly m: number,
    readonly k: number,
    readonly baseline: Baseline
  ) {
    const { high, low, level, plainFrom } = binomialWeights(m, k);
    // a weight below 2^-600 of the largest decides nothing where rewards are of ordinary size, and is kept as far as doubles reach
    for (let i = 0; i < plainFrom; i++) {
      high[i] *= LEVEL ** -level[i];
      low[i] = 0;
    }
    this.#own = high;
    this.#ownLow = low;
    this.#above = new Float64Array(m);
    this.#aboveLow = new Float64Array(m);
    if (baseline === 'none') this.#fillAbove();
    const factor = baseline === 'leave-one-out' ? m / ((m - 1) * (m - k)) : 0;
    this.#highest = high.map((w, i) => w * (factor * (i + 1)));
    this.#rise = high.map((w) => w * (1 + factor * k));
    this.#sort = new RowSort(m);
    this.#sorted = this.#sort.values.subarray(0, m);
    this.#weights = new Float64Array(m);
  }

  #fillAbove(): void {
    const pair = new Float64Array(2);
    for (let i = 1; i < this.m; i++) {
      pair[0] = this.#own[i];
      pair[1] = this.#ownLow[i];
      scalePair(pair, this.k - 1, i);
      this.#above[i] = pair[0];
      this.#aboveLow[i] = pair[1];
    }
  }

  /** Writes the weights of the row of m finite rewards that begins at the index `at`, in the order of its samples, to the same places of `out`. */
  fill(rewards: Doubles, at: number, out: Float64Array): void {
    const { m } = this;
    this.#sort.sort(rewards, at);
    const { order } = this.#sort;
    const sorted = this.#sorted;
    const weights = this.#weights;
    const largest = Math.max(-sorted[0], sorted[m - 1]);
    const scale = largest > LARGE ? 2 ** -20 : largest < SMALL ? 2 ** 500 : 1;
    if (scale !== 1) for (let i = 0; i < m; i++) sorted[i] *= scale;
    if (this.baseline === 'none') {
      if (!weigh(sorted, this.#own, this.#above, weights)) {
        weighInPairs(sorted, this.#own, this.#ownLow, this.#above, this.#aboveLow, weights);
      }
    } else if (this.baseline === 'leave-one-out') leaveOneOut(sorted, this.#highest, this.#rise, this.k, weights);
    else leaveOneOutOfOthers(sorted, this.#own, weights);
    const back = 1 / scale;
    for (let i = 0; i < m; i++) out[at + order[i]] = weights[i] * back;
  }
}

/** Writes the weights without a baseline; false where more than a digit is lost because rewards of both signs cancel. */
function weigh(sorted: Float64Array, own: Float64Array, above: Float64Array, weights: Float64Array): boolean {
  let [sum, rest, size, weight] = [0, 0, 0, 0];
  let before = Number.NaN;
  let keepsDigits = true;
  for (let i = sorted.length - 1; i >= 0; i--) {
    const reward = sorted[i];
    if (reward !== before) {
      const term = reward * own[i];
      const whole = sum + term;
      weight = whole + (twoSumError(sum, term, whole) + rest);
      if (Math.abs(weight) * MOST_CANCELLED < size + Math.abs(term)) keepsDigits = false;
      before = reward;
    }
    weights[i] = weight;
    const term = reward * above[i];
    const next = sum + term;
    rest += twoSumError(sum, term, next);
    sum = next;
    size += Math.abs(term);
  }
  return keepsDigits;
}

/** The same in pairs of doubles. */
function weighInPairs(
  sorted: Float64Array,
  own: Float64Array,
  ownLow: Float64Array,
  above: Float64Array,
  aboveLow: Float64Array,
  weights: Float64Array
): void {
  let [sum, rest, weight] = [0, 0, 0];
  let before = Number.NaN;
  for (let i = sorted.length - 1; i >= 0; i--) {
    const reward = sorted[i];
    if (reward !== before) {
      const term = reward * own[i];
      const left = twoProductError(reward, own[i], term) + reward * ownLow[i];
      const whole = sum + term;
      weight = whole + (twoSumError(sum, term, whole) + (rest + left));
      before = reward;
    }
    weights[i] = weight;
    const term = reward * above[i];
    const next = sum + term;
    rest += twoSumError(sum, term, next) + (twoProductError(reward, above[i], term) + reward * aboveLow[i]);
    sum = next;
  }
}

/** Writes the leave-one-out weights, from the highest sample down. */
function leaveOneOut(sorted: Float64Array, highest: Float64Array, rise: Float64Array, k: number, weights: Float64Array): void {
  const m = sorted.length;
  let sum = (-sorted[m - 1] / m) * (k / (m - 1));
  let rest = 0;
  for (let i = 1; i < m; i++) {
    const term = (sorted[i] - sorted[i - 1]) * highest[i - 1];
    const next = sum + term;
    rest += twoSumError(sum, term, next);
    sum = next;
  }
  weights[m - 1] = sum + rest;
  for (let i = m - 1; i > 0; i--) {
    const term = (sorted[i - 1] - sorted[i]) * rise[i - 1];
    const next = sum + term;
    rest += twoSumError(sum, term, next);
    sum = next;
    weights[i - 1] = sum + rest;
  }
}

/** Writes the weights against the best of the other k - 1, from the lowest sample up: sums without a negative term. */
function leaveOneOutOfOthers(sorted: Float64Array, own: Float64Array, weights: Float64Array): void {
  let [sum, rest] = [0, 0];
  weights[0] = 0;
  for (let i = 1; i < sorted.length; i++) {
    const term = (sorted[i] - sorted[i - 1]) * own[i];
    const next = sum + term;
    rest += twoSumError(sum, term, next);
    sum = next;
    weights[i] = sum + rest;
  }
}
