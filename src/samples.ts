// Scored draws from the reference for one prompt, and unbiased estimates of best-of-n from them.

import { SEED, VOTE_DRAWS } from './defaults';
import { coded } from './errors';
import { toCodes } from './input/answers';
import {
  checkNoNaN,
  checkSameLength,
  checkWhole,
  type Doubles,
  fieldsOf,
  type Numbers,
  outOfRange,
  toDoubles,
} from './input/numbers';
import { noScore, scoresOf } from './input/scores';
import { Draws } from './numerics/draws';
import { majorityScore, type Tally, tallyOf } from './numerics/majority-score';
import { pairwiseDisagreement } from './numerics/pairwise-disagreement';
import { knownTopWeights } from './numerics/top-weights';
import { weightedMajority } from './numerics/weighted-majority';

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
  /** What each draw answered, for votes: equal answers vote together, and null is no vote. A number and its text, 1 and `'1'`, are two answers. */
  answers?: readonly (string | number | null)[];
}

/**
 * The mean of a weighted vote.
 *
 * @example
 * const samples = Samples.from({ rewards: [1, 2], answers: ['a', 'b'], scores: { correct: [1, 0] } });
 * const { mean, standardError } = samples.weightedMajority(1, 'correct');
 * mean; // → 0.5
 * standardError; // → 0
 */
export interface VoteMean {
  /** The mean score of the answer that wins, in the unit of the score. */
  mean: number;
  /** The error that random choices leave; 0 where all choices were looked at. */
  standardError: number;
}

const FIELDS = ['rewards', 'logProbs', 'scores', 'answers'] as const;

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
  readonly #tally: Tally | undefined;
  readonly #draws: Draws;

  private constructor(
    rewards: Doubles,
    draws: Draws,
    logProbs: Doubles | undefined,
    scores: ReadonlyMap<string, Doubles>,
    tally: Tally | undefined
  ) {
    this.size = draws.size;
    this.#rewards = rewards;
    this.#logProbs = logProbs;
    this.#scores = scores;
    this.#tally = tally;
    this.#draws = draws;
    Object.freeze(this);
  }

  /**
   * Whether a value is one of these, and no proxy or imitation.
   *
   * @internal
   */
  static has(value: unknown): value is Samples {
    return typeof value === 'object' && value !== null && #draws in value;
  }

  /**
   * The columns of the samples, for whatever estimates from all of them.
   *
   * @internal
   */
  static columnsOf(samples: Samples) {
    return {
      draws: samples.#draws,
      rewards: samples.#rewards,
      logProbs: samples.#logProbs,
      scores: samples.#scores,
      tally: samples.#tally,
    };
  }

  /**
   * Checks and copies the draws.
   *
   * @throws TypeError if an argument has the wrong type or length; RangeError if there is no draw, a value is NaN, or a logarithm of a
   *   probability is above 0.
   */
  static from(input: SamplesInput): Samples {
    const given = fieldsOf('input', input, FIELDS);
    const rewards = checkedColumn('rewards', given.rewards);
    if (rewards.length === 0) throw coded(RangeError, 'EMPTY', 'rewards is empty: an estimate needs at least one sample');
    // before anything else of the caller's is read, which could change what was checked
    const draws = new Draws(rewards.length).fill(rewards);
    const logProbs = given.logProbs === undefined ? undefined : column('logProbs', given.logProbs, rewards);
    if (logProbs !== undefined) checkLogProbs(logProbs);
    const scores = scoresOf(given.scores).map(([name, values]) => [name, column(`scores.${name}`, values, rewards)] as const);
    const answers = given.answers === undefined ? undefined : toCodes('answers', given.answers);
    if (answers !== undefined) checkSameLength('rewards', rewards, 'answers', answers);
    return new Samples(rewards, draws, logProbs, new Map(scores), answers && tallyOf(answers));
  }

  /** Whether the draws came with `logProbs`, which `klEstimate` needs. */
  get hasLogProbs(): boolean {
    return this.#logProbs !== undefined;
  }

  /** Whether the draws came with `answers`, which votes need. */
  get hasAnswers(): boolean {
    return this.#tally !== undefined;
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
    this.#checkN(n);
    return this.#draws.expectedReward(n);
  }

  /**
   * The mean of a score at the draw with the highest reward of n; with a pass flag as the score, this is the pass rate of best-of-n.
   *
   * @param name - the name of the score.
   * @param n - a whole number from 1 to `size`.
   * @throws as `expectedReward`, and RangeError if there is no score of that name.
   */
  expectedScore(name: string, n: number): number {
    const values = this.#score(name);
    this.#checkN(n);
    return this.#draws.atBest(values, n);
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
    return this.#draws.klEstimate(this.#logProbs, n);
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
    return this.#draws.winRate(n);
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
    return name === undefined ? this.#draws.worst(n) : this.#draws.lowest(this.#score(name), n);
  }

  /**
   * The mean over the best j of n draws by their rewards, of the rewards or, with a name, of a score: what is left of n draws where j are kept, as in rejection
   * sampling for training. Draws that tie at the edge are kept at random. With j = 1 it is best-of-n, with j = n the plain mean.
   *
   * @param n - a whole number from 1 to `size`.
   * @param j - a whole number from 1 to n.
   * @param name - the name of a score; without it, the rewards are meant.
   * @throws as `expectedScore`, and RangeError if j is not a whole number from 1 to n.
   *
   * @example
   * // of three draws, the mean of the better two
   * Samples.from({ rewards: [1, 2, 6] }).topOf(3, 2); // → 4
   */
  topOf(n: number, j: number, name?: string): number {
    const values = name === undefined ? undefined : this.#score(name);
    this.#checkN(n);
    checkWhole('j', j, 1, n, 'n');
    return this.#draws.mean(knownTopWeights(this.size, n, j), n - j + 1, values);
  }

  /**
   * The mean score of the answer that most of n draws give, ties broken at random: maj@n, or self-consistency (Wang et al., arXiv:2203.11171). It is exact over
   * every choice of n. The score of an answer is the mean over all draws that gave it; where none of the n draws gave an answer, nobody wins, and
   * the score is 0.
   *
   * @param n - a whole number from 1 to `size`.
   * @param name - the name of the score, such as a pass flag.
   * @throws as `expectedScore`, and TypeError if the samples have no `answers`.
   *
   * @example
   * const samples = Samples.from({ rewards: [1, 1, 0], answers: ['7', '7', '9'], scores: { correct: [1, 1, 0] } });
   * samples.majority(1, 'correct'); // → 0.66666667
   * samples.majority(3, 'correct'); // → 1
   */
  majority(n: number, name: string): number {
    const values = this.#score(name);
    const tally = this.#answers('majority');
    this.#checkN(n);
    return majorityScore(tally, values, n);
  }

  /**
   * The mean score of the answer whose draws have the largest sum of rewards among n draws, ties broken at random: a majority vote weighted by a reward model, also
   * called weighted self-consistency. Sums that agree to 12 digits are tied; scores of answers are as in `majority`.
   *
   * With at most 12 draws, or at most 924 choices of n, it is exact. Otherwise it is the mean over random choices, which depend on the seed and the draws
   * alone, not on their order: the same on every platform.
   *
   * @param n - a whole number from 1 to `size`.
   * @param name - the name of the score, such as a pass flag.
   * @param options - `draws`, how many random choices, a whole number >= 2, by default 1000; `seed`, a whole number, by default 1.
   * @returns the mean, and the standard error that the random choices leave: 0 where it is exact.
   * @throws as `majority`, and RangeError if a reward is negative.
   *
   * @example
   * const samples = Samples.from({ rewards: [0.2, 0.3, 0.9], answers: ['7', '7', '9'], scores: { correct: [1, 1, 0] } });
   * samples.weightedMajority(3, 'correct').mean; // → 0
   * samples.majority(3, 'correct'); // → 1
   */
  weightedMajority(n: number, name: string, options: { draws?: number; seed?: number } = {}): VoteMean {
    const values = this.#score(name);
    const tally = this.#answers('weightedMajority');
    this.#checkN(n);
    const { draws = VOTE_DRAWS, seed = SEED } = fieldsOf('options', options, ['draws', 'seed']);
    checkWhole('draws', draws, 2, Number.MAX_SAFE_INTEGER);
    checkWhole('seed', seed, Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER);
    checkVotes(this.#rewards);
    return weightedMajority(this.#rewards, tally, values, n, { draws, seed });
  }

  /**
   * How often the reward and a score order two draws differently, over all pairs of distinct draws: a pair that is tied in one of the two only counts one half. It
   * is unbiased for two independent draws from the reference (Sriraman and Block, arXiv:2603.05739, equation 2).
   *
   * @param name - the name of the score.
   * @returns a probability; 0 where the score rises with the reward.
   * @throws RangeError if there is no score of that name, or if there is one draw only.
   *
   * @example
   * Samples.from({ rewards: [1, 2, 3], scores: { gold: [1, 3, 2] } }).pairwiseDisagreement('gold'); // → 0.33333333
   */
  pairwiseDisagreement(name: string): number {
    const values = this.#score(name);
    if (this.size === 1) throw coded(RangeError, 'NO_ESTIMATE', 'pairwiseDisagreement needs two samples, and there is 1 sample');
    return pairwiseDisagreement(this.#rewards, values);
  }

  #answers(estimate: string): Tally {
    if (this.#tally !== undefined) return this.#tally;
    throw coded(TypeError, 'NO_ANSWERS', `these samples have no answers, which ${estimate} needs`);
  }

  #checkN(n: number): void {
    checkWhole('n', n, 1, this.size, 'the number of samples');
  }

  #score(name: string): Doubles {
    const score = this.#scores.get(name);
    if (score !== undefined) return score;
    throw noScore(name, this.#scores.keys());
  }
}

/** @throws RangeError that names the first logarithm above 0; `place` says what messages call an index. */
export function checkLogProbs(logProbs: Doubles, place = (i: number) => `logProbs[${i}]`): void {
  // a loop is several times as quick as `findIndex`
  let above = 0;
  while (above < logProbs.length && !(logProbs[above] > 0)) above++;
  if (above === logProbs.length) return;
  const message = `${place(above)} is ${logProbs[above]}, expected the logarithm of a probability, at most 0`;
  throw coded(RangeError, 'OUT_OF_RANGE', message, above);
}

/** @throws RangeError that names the first reward that cannot be the weight of a vote; `place` is as above. */
export function checkVotes(rewards: Doubles, place = (i: number) => `rewards[${i}]`): void {
  const bad = rewards.findIndex((reward) => reward < 0);
  if (bad >= 0)
    throw outOfRange(
      place(bad),
      rewards[bad],
      'a weight >= 0 for weightedMajority: shift the rewards, or take their exponentials',
      bad
    );
}

/** A column of numbers, checked and copied. */
function column(name: string, values: Numbers, rewards: Doubles): Doubles {
  return checkedColumn(name, values, rewards).slice();
}

/** A column of numbers, as long as the rewards. */
function checkedColumn(name: string, values: Numbers, rewards?: Doubles): Doubles {
  const doubles = toDoubles(name, values);
  if (rewards !== undefined) checkSameLength('rewards', rewards, name, doubles);
  checkNoNaN(name, doubles);
  return doubles;
}
