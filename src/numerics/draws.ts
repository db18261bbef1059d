// The draws of one row by rising reward, and means over all choices of n of them. Values of ordinary size go through the kernel's formulas
// (choices.ts), and so have the kernel's bits; values of any size, infinite ones, and weights below 2^-600 go through WeightedMean.

import { knownWeights, LEVEL, type Weights } from './binomial-weights';
import { countTies, endOfTies, isPlain, meanOfBest, meanOfLowest, shareAmong, shareWeights, winRateOf } from './choices';
import { coefficientsAt } from './coefficients';
import { exp, expm1 } from './exp-log';
import { klEstimateOf } from './kl-estimator';
import { orderOf } from './sort';
import { WeightedMean } from './weighted-mean';

type Doubles = Float64Array | Float32Array;

/** Weights of draws, of which those below the index `from` have none. */
interface Shares extends Weights {
  from: number;
}

/** Room for the draws of one row. It can be filled again; what is asked is of the row that it was filled with last. */
export class Draws {
  /** The rewards by rising size, and the index in the row of each. */
  readonly #sorted: Float64Array;
  readonly #order: Uint32Array;
  /** Values in the order of the draws. */
  readonly #values: Float64Array;
  /** How often the weight of each draw counts in the win rate; whether there are ties. */
  readonly #counts: Float64Array;
  #tied = false;
  /** The weights of the n that was asked for last, since several estimates of one n follow one another, and those that tied draws share. */
  #weights: { n: number; values: Weights } | undefined;
  #shared: { of: Weights; values: Shares } | undefined;

  /** @param size - the number of draws, m >= 1. */
  constructor(readonly size: number) {
    // one piece of memory: for a few draws, asking for it takes longer than sorting them
    const memory = new ArrayBuffer((3 * Float64Array.BYTES_PER_ELEMENT + Uint32Array.BYTES_PER_ELEMENT) * size);
    const doubles = (index: number) => new Float64Array(memory, index * Float64Array.BYTES_PER_ELEMENT * size, size);
    this.#sorted = doubles(0);
    this.#values = doubles(1);
    this.#counts = doubles(2);
    this.#order = new Uint32Array(memory, 3 * Float64Array.BYTES_PER_ELEMENT * size, size);
  }

  /**
   * Takes the draws of a row.
   *
   * @param rewards - of each draw, no NaN.
   * @param room - as of `orderOf`.
   */
  fill(rewards: Doubles, room?: Uint32Array): this {
    orderOf(rewards, this.#order, room);
    for (let k = 0; k < this.size; k++) this.#sorted[k] = rewards[this.#order[k]];
    this.#tied = countTies(this.#sorted, this.size, this.#counts);
    this.#shared = undefined;
    return this;
  }

  /** The mean of the highest reward of n draws, 1 <= n <= m; ±Infinity where an infinite one has weight, NaN where both have. */
  expectedReward(n: number): number {
    return this.mean(this.#weightsOf(n), n);
  }

  /** The mean of a value at the draw with the highest reward of n, 1 <= n <= m; tied draws share their weight. */
  atBest(values: Doubles, n: number): number {
    return this.mean(this.#weightsOf(n), n, values);
  }

  /**
   * The mean of the rewards, or of other values, under weights of the draws by rising reward; tied draws share their weight.
   *
   * @param rank - the first draw that has any weight is the rank-th.
   */
  mean(weights: Weights, rank: number, values?: Doubles): number {
    if (values === undefined) return meanAtBest(weights, rank - 1, this.#sorted);
    for (let k = 0; k < this.size; k++) this.#values[k] = values[this.#order[k]];
    if (!this.#tied) return meanAtBest(weights, rank - 1, this.#values);
    if (this.#shared?.of !== weights) this.#shared = { of: weights, values: sharesOf(weights, this.#sorted, rank) };
    const shared = this.#shared.values;
    return meanAtBest(shared, shared.from, this.#values);
  }

  /** The mean of the paper's estimator at the draw with the highest reward of n, from logarithms of probabilities, at most 0; 1 <= n <= m. */
  klEstimate(logProbs: Doubles, n: number): number {
    if (n === 1) return 0;
    const c = coefficientsAt(n);
    const estimates = Float64Array.from(logProbs, (l) => klEstimateOf(c, exp(l), -expm1(l)));
    return this.atBest(estimates, n);
  }

  /** The mean of the lowest reward of n draws, 1 <= n <= m. */
  worst(n: number): number {
    return meanAtWorst(this.#weightsOf(n), this.#sorted, n);
  }

  /** The mean of the lowest of n values, 1 <= n <= m. */
  lowest(values: Doubles, n: number): number {
    this.#values.set(values);
    return meanAtWorst(this.#weightsOf(n), this.#values.sort(), n);
  }

  /** The chance that the best of n draws beats one more, 1 <= n < m; a tie counts one half. */
  winRate(n: number): number {
    const { high, low, plainFrom } = knownWeights(this.size, n + 1);
    return winRateOf(high, low, this.#counts, plainFrom, this.size, n);
  }

  #weightsOf(n: number): Weights {
    if (this.#weights?.n !== n) this.#weights = { n, values: knownWeights(this.size, n) };
    return this.#weights.values;
  }
}

/** The mean of the values at the highest of n, under the weights of the draws, of which those below `from` have none. */
function meanAtBest({ high, low, level, plainFrom }: Weights, from: number, values: Float64Array): number {
  const m = values.length;
  if (plainFrom <= from && isPlain(values, m)) return meanOfBest(high, low, values, from, m);
  const mean = new WeightedMean();
  for (let i = from; i < m; i++) mean.add(high[i], low[i], level[i], values[i]);
  return mean.value();
}

/** The mean of the lowest of n of the values, which are sorted. */
function meanAtWorst({ high, low, level, plainFrom }: Weights, sorted: Float64Array, n: number): number {
  const m = sorted.length;
  if (plainFrom < n && isPlain(sorted, m)) return meanOfLowest(high, low, sorted, m, n);
  const mean = new WeightedMean();
  for (let k = 0; k <= m - n; k++) mean.add(high[m - 1 - k], low[m - 1 - k], level[m - 1 - k], sorted[k]);
  return mean.value();
}

/** The weights with those of tied draws shared among them; fewer than n draws have none. */
function sharesOf(weights: Weights, sorted: Float64Array, n: number): Shares {
  const m = sorted.length;
  const shares: Shares = { high: new Float64Array(m), low: new Float64Array(m), level: new Uint8Array(m), plainFrom: 0, from: m };
  if (weights.plainFrom < n) {
    shares.from = shareWeights(weights.high, weights.low, sorted, m, n, shares.high, shares.low);
    return shares;
  }
  // tied draws share at the level of their largest weight
  shares.plainFrom = m;
  const high = weights.high.slice();
  const low = weights.low.slice();
  for (let from = 0, to = 0; from < m; from = to) {
    to = endOfTies(sorted, from, m);
    if (to < n) continue;
    if (shares.from === m) shares.from = from;
    const level = weights.level[to - 1];
    for (let i = from; i < to; i++) {
      // beyond the last level the weights are 0
      const scale = weights.level[i] > level ? LEVEL ** (weights.level[i] - level) : 1;
      high[i] /= scale;
      low[i] /= scale;
    }
    shareAmong(high, low, from, to, shares.high, shares.low);
    shares.level.fill(level, from, to);
  }
  return shares;
}
