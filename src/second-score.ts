// A second score of the outcomes of a support, such as a gold reward: its mean under best-of-n, where that peaks, and how often the two scores disagree.

import type { EngineSupport } from './engine/interface';
import { coefficientsAt } from './numerics/coefficients';
import { exponentialSum } from './numerics/exponential-sum';
import { maximaOf } from './numerics/maxima';
import { disagreementOfPairs } from './numerics/pairwise-disagreement';
import { twoSumError } from './numerics/sum';

/** Scores whose means differ by less than this part of the mean of `abs(s)` tie: no digits tell them apart. */
const TIE = 4e-15;

/** Sums of scores above 2^960 are made of these parts of them, and cannot overflow. */
const LARGE = 2 ** 960;
const UNIT_OF_LARGE = 2 ** 60;

/**
 * Where the mean of a second score is largest, as `Support.peak` returns it.
 *
 * @example
 * const support = Support.from({ probs: [0.5, 0.5], rewards: [0, 1], scores: { gold: [1, 0] } });
 * const { n, value } = support.peak('gold');
 * n; // → 1
 * value; // → 0.5
 */
export interface ScorePeak {
  /** The number of samples, a real number >= 1 or Infinity. */
  n: number;
  /** The mean score there. */
  value: number;
}

export class SecondScore {
  readonly #values: Float64Array;
  #blocks: BlockScores | undefined;

  /** @param values - the score of each outcome, finite, f64[size]; they become this object's own. */
  constructor(values: Float64Array) {
    this.#values = values;
  }

  /** The mean score of best-of-n: `sum_j Pi_j s_j`. */
  mean(support: EngineSupport, n: number): number {
    const { means, low, high, unit } = this.#of(support);
    // a sum rounds, a mean is never outside of the range
    return unit * Math.min(Math.max(meanOf(support.bestOfMasses(coefficientsAt(n)), means), low), high);
  }

  peak(support: EngineSupport): ScorePeak {
    const { means, unit } = this.#of(support);
    const blocks = support.blocks();
    // the slope in n of `s_B - sum_j<B F_j^n (s_{j+1} - s_j)`
    const slope = exponentialSum(means.length - 1, (j) => -blocks.logCdf[j] * (means[j + 1] - means[j]), blocks);
    const { places, risesInTheEnd } = maximaOf(slope);
    const sizes = means.map(Math.abs);
    let best = { n: 1, value: this.mean(support, 1) };
    for (const n of risesInTheEnd ? [...places, Infinity] : places) {
      const value = this.mean(support, n);
      const doubt = TIE * unit * meanOf(support.bestOfMasses(coefficientsAt(n)), sizes);
      if (value > best.value + doubt) best = { n, value };
    }
    return best;
  }

  /** The chance that two independent reference draws are ordered differently by reward and score, a tie in one of the two counting one half. */
  disagreement(support: EngineSupport): number {
    const { order, block, prob } = support.outcomes();
    const ranks = Float64Array.from(order, (_, k) => (block === undefined ? k : block[k]));
    const scores = Float64Array.from(order, (i) => this.#values[i]);
    return Math.min(disagreementOfPairs(ranks, scores, prob), 1);
  }

  #of(support: EngineSupport): BlockScores {
    this.#blocks ??= blockScores(support, this.#values);
    return this.#blocks;
  }
}

interface BlockScores {
  /** The mean score of each block in proportion to the reference, in `unit`: f64[blocks]. */
  means: Float64Array;
  /** A power of 2. */
  unit: number;
  /** The least and the largest of them. */
  low: number;
  high: number;
}

function blockScores(support: EngineSupport, values: Float64Array): BlockScores {
  const { order, block, prob } = support.outcomes();
  const count = order.length;
  let largest = 0;
  for (const value of values) largest = Math.max(largest, Math.abs(value));
  const unit = largest > LARGE ? UNIT_OF_LARGE : 1;
  const means = new Float64Array(block === undefined ? count : block[count - 1] + 1);
  for (let k = 0; k < count; ) {
    const j = block === undefined ? k : block[k];
    let end = k + 1;
    while (block !== undefined && end < count && block[end] === j) end++;
    means[j] = end === k + 1 ? values[order[k]] / unit : meanInBlock(values, order, prob, k, end, unit);
    k = end;
  }
  let low = Infinity;
  let high = -Infinity;
  for (const mean of means) {
    if (mean < low) low = mean;
    if (mean > high) high = mean;
  }
  return { means, low, high, unit };
}

/** The mean score of the outcomes from `from` to before `to` in the unit, and never outside of their range. */
function meanInBlock(
  values: Float64Array,
  order: Uint32Array,
  prob: Float64Array,
  from: number,
  to: number,
  unit: number
): number {
  let [low, high] = [Infinity, -Infinity];
  let [sum, error, mass, massError] = [0, 0, 0, 0];
  // probabilities may be next to the least double, and products with them would lose digits
  let largest = 0;
  for (let k = from; k < to; k++) largest = Math.max(largest, prob[k]);
  for (let k = from; k < to; k++) {
    const value = values[order[k]] / unit;
    low = Math.min(low, value);
    high = Math.max(high, value);
    const p = prob[k] / largest;
    const term = p * value;
    const t = sum + term;
    error += twoSumError(sum, term, t);
    sum = t;
    const m = mass + p;
    massError += twoSumError(mass, p, m);
    mass = m;
  }
  return Math.min(Math.max((sum + error) / (mass + massError), low), high);
}

/** `sum mass value`, compensated in two lanes, f64[blocks] each. */
function meanOf(masses: Float64Array, values: Float64Array): number {
  const { length } = masses;
  let [s0, s1, e0, e1] = [0, 0, 0, 0];
  let j = 0;
  for (; j + 2 <= length; j += 2) {
    const a = masses[j] * values[j];
    const b = masses[j + 1] * values[j + 1];
    const t0 = s0 + a;
    const t1 = s1 + b;
    e0 += twoSumError(s0, a, t0);
    e1 += twoSumError(s1, b, t1);
    s0 = t0;
    s1 = t1;
  }
  if (j < length) {
    const a = masses[j] * values[j];
    const t = s0 + a;
    e0 += twoSumError(s0, a, t);
    s0 = t;
  }
  const t = s0 + s1;
  return t + (twoSumError(s0, s1, t) + (e0 + e1));
}
