// Scored draws from the reference for one prompt, and unbiased estimates of best-of-n from them.

import { coded } from './errors';
import {
  checkNoNaN,
  checkObject,
  checkSameLength,
  checkWhole,
  type Doubles,
  fieldsOf,
  type Numbers,
  reading,
  toDoubles,
} from './input/numbers';
import { show } from './input/show';
import { binomialWeights, LEVEL, type Weights } from './numerics/binomial-weights';
import { coefficientsAt } from './numerics/coefficients';
import { accumulateProduct, totalOver } from './numerics/double-double';
import { exp, expm1 } from './numerics/exp-log';
import { klEstimateOf } from './numerics/kl-estimator';
import { orderOf } from './numerics/sort';
import { accumulate, SUM_SIZE, twoSumError } from './numerics/sum';
import { WeightedMean } from './numerics/weighted-mean';

/**
 * Scored draws of one prompt, each array with an entry for every draw.
 *
 * @example
 * const samples = Samples.from({ rewards: [0.2, 0.9, 0.4], logProbs: [-1, -3, -2], scores: { passed: [0, 1, 1] } });
 * samples.expectedScore('passed', 2); // → 1
 */
export interface SamplesInput {
  /** The reward of each draw: any number or ±Infinity. */
  rewards: Numbers;
  /** The natural logarithm of each draw's probability under the reference, at most 0; `klEstimate` needs it. */
  logProbs?: Numbers;
  /** Other scores of each draw, by name, such as a gold reward or a pass flag. */
  scores?: Record<string, Numbers>;
}

const FIELDS = ['rewards', 'logProbs', 'scores'] as const;

/**
 * `m` independent draws from the reference policy, with their rewards. Every estimate averages over all choices of n of the m draws:
 * it is unbiased, has the least variance
 * of all unbiased estimates, and needs `n <= m`. Tied draws share their weight equally.
 *
 * @example
 * const samples = Samples.from({ rewards: [0.2, 0.9, 0.4, 0.7] });
 * // the mean of the higher of two, and of the lower
 * samples.expectedReward(2); // → 0.75
 * samples.worstOf(2); // → 0.35
 * samples.winRate(2); // → 0.66666667
 */
export class Samples {
  /** The name of the class, in a minified bundle too. */
  static readonly name = 'Samples';
  /** The number of draws, m. */
  readonly size: number;
  readonly #rewards: Doubles;
  readonly #logProbs: Doubles | undefined;
  readonly #scores: ReadonlyMap<string, Doubles>;
  /** The draws from the lowest reward to the highest. */
  readonly #order: Uint32Array;
  /** The weights for the n that was asked for last, since several estimates of one n follow one another. */
  #weights: { n: number; values: Weights } | undefined;

  private constructor(rewards: Doubles, logProbs: Doubles | undefined, scores: ReadonlyMap<string, Doubles>) {
    this.size = rewards.length;
    this.#rewards = rewards;
    this.#logProbs = logProbs;
    this.#scores = scores;
    this.#order = orderOf(rewards);
    Object.freeze(this);
  }

  /**
   * Whether a value is one of these, and no proxy or imitation.
   *
   * @internal
   */
  static has(value: unknown): value is Samples {
    return typeof value === 'object' && value !== null && #order in value;
  }

  /**
   * Checks and copies the draws.
   *
   * @throws TypeError if an argument has the wrong type or length; RangeError if there is no draw, a value is NaN, or a logarithm of a
   *   probability is above 0.
   */
  static from(input: SamplesInput): Samples {
    const given = fieldsOf('input', input, FIELDS);
    const rewards = column('rewards', given.rewards);
    if (rewards.length === 0) throw coded(RangeError, 'EMPTY', 'rewards is empty: an estimate needs at least one sample');
    const logProbs = given.logProbs === undefined ? undefined : column('logProbs', given.logProbs, rewards);
    const above = logProbs?.findIndex((l) => l > 0) ?? -1;
    if (logProbs && above >= 0) {
      const message = `logProbs[${above}] is ${logProbs[above]}, expected the logarithm of a probability, at most 0`;
      throw coded(RangeError, 'OUT_OF_RANGE', message, above);
    }
    const scores = scoresOf(given.scores).map(([name, values]) => [name, column(`scores.${name}`, values, rewards)] as const);
    return new Samples(rewards, logProbs, new Map(scores));
  }

  /** Whether the draws came with `logProbs`, which `klEstimate` needs. */
  get hasLogProbs(): boolean {
    return this.#logProbs !== undefined;
  }

  /** The names of the scores, in the order in which they were given. */
  get scoreNames(): string[] {
    return [...this.#scores.keys()];
  }

  /**
   * The mean of the highest reward of n draws.
   *
   * @param n - a whole number from 1 to `size`.
   * @returns the mean; ±Infinity where an infinite reward has weight, NaN where both have.
   * @throws TypeError if n is not a number, RangeError (naming both) if it is not a whole number from 1 to `size`.
   */
  expectedReward(n: number): number {
    return this.#meanOfBest(n, this.#rewards);
  }

  /**
   * The mean of a score at the draw with the highest reward of n; with a pass flag as the score, this is the pass rate of best-of-n.
   *
   * @param name - the name of the score.
   * @param n - a whole number from 1 to `size`.
   * @throws as `expectedReward`, and RangeError if there is no score of that name.
   */
  expectedScore(name: string, n: number): number {
    return this.#meanOfBest(n, this.#score(name));
  }

  /**
   * The mean of the paper's estimator of the KL divergence, `d_n(probability)` (section 4, equation 25), at the draw with the highest
   * reward of n.
   *
   * @param n - a whole number from 1 to `size`.
   * @returns nats.
   * @throws as `expectedReward`, and TypeError if the samples have no `logProbs`.
   */
  klEstimate(n: number): number {
    this.#checkN(n);
    if (this.#logProbs === undefined)
      throw coded(TypeError, 'NO_LOG_PROBS', 'these samples have no logProbs, which klEstimate needs');
    const c = coefficientsAt(n);
    return this.#meanOfBest(
      n,
      Float64Array.from(this.#logProbs, (l) => klEstimateOf(c, exp(l), -expm1(l)))
    );
  }

  /**
   * The chance that the best of n beats one more independent draw, a tie counting one half.
   *
   * Take n + 1 of the m draws and call one of them, at random, the opponent. If the highest reward among them is held by one draw alone,
   * the best of the others loses exactly when that draw is the opponent: a loss of `1/(n+1)`. If c >= 2 draws hold it, the best of
   * the others ties when the opponent is one of the c, and wins otherwise: a loss of `c/2 / (n+1)`. So the win rate is
   * `1 - (N + E) / (2 (n+1))`, N the chance that the highest is held alone and E the mean of c, over all choices of n + 1. With `v_i` the
   * weight of the i-th lowest draw among n + 1, a block of b tied draws with `l` draws below it adds `b v_{l+1}` to N (it holds the
   * highest once: n draws from the l below) and `b v_{l+b}` to E (`sum c C(b, c) C(l, n+1-c) = b C(l+b-1, n)`).
   *
   * @param n - a whole number from 1 to `size - 1`.
   * @returns a probability.
   * @throws TypeError if n is not a number, RangeError (naming both) if it is not a whole number from 1 to `size - 1`.
   */
  winRate(n: number): number {
    if (this.size === 1) throw coded(RangeError, 'NO_ESTIMATE', 'winRate needs one sample more than n, and there is 1 sample');
    checkWhole('n', n, 1, this.size - 1, `one less than the number of samples, ${this.size}`);
    const weights = binomialWeights(this.size, n + 1);
    const loss = new Float64Array(SUM_SIZE);
    this.#forBlocks((from, to) => {
      for (const i of [from, to - 1]) {
        // smaller ones are nothing beside 1
        if (weights.level[i] === 0) accumulateProduct(loss, 0, weights.high[i], weights.low[i], to - from);
      }
    });
    const [lost, rest] = totalOver(loss, 0, 2 * (n + 1));
    const rate = 1 - lost;
    return rate + (twoSumError(1, -lost, rate) - rest);
  }

  /**
   * The mean of the lowest reward of n draws or, with a name, of the lowest value of that score among n draws. With a pass flag as the
   * score, this is the chance that all n pass.
   *
   * @param n - a whole number from 1 to `size`.
   * @param name - the name of a score; without it, the rewards are meant.
   * @throws as `expectedScore`.
   */
  worstOf(n: number, name?: string): number {
    this.#checkN(n);
    const values = name === undefined ? this.#rewards : this.#score(name);
    const order = name === undefined ? this.#order : orderOf(values);
    const weights = this.#weightsOf(n);
    const mean = new WeightedMean();
    for (let k = 0; k <= this.size - n; k++) {
      const i = this.size - 1 - k;
      mean.add(weights.high[i], weights.low[i], weights.level[i], values[order[k]]);
    }
    return mean.value();
  }

  /** The mean of a value at the draw with the highest reward of n. */
  #meanOfBest(n: number, values: Doubles): number {
    this.#checkN(n);
    const { high, low, level } = this.#weightsOf(n);
    const mean = new WeightedMean();
    this.#forBlocks((from, to) => {
      // fewer than n draws up to here cannot hold the highest of n
      if (to < n) return;
      if (from + 1 === to) {
        mean.add(high[from], low[from], level[from], values[this.#order[from]]);
        return;
      }
      const sum = new Float64Array(SUM_SIZE);
      for (let i = to - 1; i >= from && level[i] <= level[to - 1] + 1; i--) {
        const scale = level[i] === level[to - 1] ? 1 : LEVEL;
        accumulate(sum, 0, 0, high[i] / scale);
        accumulate(sum, 0, 1, low[i] / scale);
      }
      const [share, rest] = totalOver(sum, 0, to - from);
      for (let k = from; k < to; k++) mean.add(share, rest, level[to - 1], values[this.#order[k]]);
    });
    return mean.value();
  }

  /** Calls back for every block of tied draws, with its range in the order by reward. */
  #forBlocks(use: (from: number, to: number) => void): void {
    let from = 0;
    for (let k = 1; k <= this.size; k++) {
      if (k < this.size && this.#rewards[this.#order[k]] === this.#rewards[this.#order[from]]) continue;
      use(from, k);
      from = k;
    }
  }

  #checkN(n: number): void {
    checkWhole('n', n, 1, this.size, 'the number of samples');
  }

  #score(name: string): Doubles {
    const score = this.#scores.get(name);
    if (score !== undefined) return score;
    const names = [...this.#scores.keys()].join(', ') || 'none';
    throw coded(RangeError, 'UNKNOWN_NAME', `there is no score ${show(name)}; the scores are: ${names}`);
  }

  #weightsOf(n: number): Weights {
    if (this.#weights?.n !== n) this.#weights = { n, values: binomialWeights(this.size, n) };
    return this.#weights.values;
  }
}

/** The scores by name. */
function scoresOf(scores: SamplesInput['scores']): [string, Numbers][] {
  if (scores === undefined) return [];
  checkObject('scores', scores);
  return reading('scores', () => {
    // a Map or an array has no names that `Object.entries` sees
    if (Symbol.iterator in scores)
      throw coded(TypeError, 'WRONG_TYPE', `scores must be an object with an array for each name, got ${show(scores)}`);
    return Object.entries(scores);
  });
}

/** A column of numbers, checked and copied. */
function column(name: string, values: Numbers, rewards?: Doubles): Doubles {
  const doubles = toDoubles(name, values);
  if (rewards !== undefined) checkSameLength('rewards', rewards, name, doubles);
  checkNoNaN(name, doubles);
  return doubles.slice();
}
