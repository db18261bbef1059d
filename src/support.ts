// A finite support: outcomes with a reference probability and a reward, sorted once and then evaluated at any n.

import { BLOCKS, COLLISION_PROBABILITY, REFERENCE_REWARD } from '../assembly/layout';
import { SupportBuffers } from './buffers';
import { hockeyStickOf, renyiOf } from './divergences';
import { type EngineSupport, MAX_OUTCOMES } from './engine/interface';
import { currentEngine } from './engine/select';
import { coded } from './errors';
import { isFloat64Array } from './input/memory';
import {
  checkAtLeast,
  checkFinite,
  checkFinitePositive,
  checkGamma,
  checkLevel,
  checkN,
  checkPositive,
  checkReal,
  checkWhole,
  type Numbers,
  reading,
  toNs,
} from './input/numbers';
import { noScore } from './input/scores';
import { show } from './input/show';
import { checkReferenceName, cleanInput, type ReferenceName, type SupportInput } from './input/support';
import { checkFields, type MetricName, type Metrics, metricsAt } from './metrics';
import { coefficientsAt } from './numerics/coefficients';
import { infinitiesOf, withInfinite } from './numerics/infinities';
import { pessimisticPolicy } from './pessimistic';
import { matchedPolicy, type PolicyMetrics, type Tilt, thresholdPolicy, tiltedPolicy } from './policies';
import { quantileOf } from './quantile';
import { rankPolicy, topOfPolicy } from './rank-laws';
import { type ScorePeak, SecondScore } from './second-score';
import { checkTarget, smallestN } from './smallest-n';
import { softPolicy } from './soft-best-of';
import { type Stopping, stoppingOf } from './stopping';
import { winRateAgainstOf } from './win-rate-against';

/**
 * Metrics at many n: each field is an array with an entry for every n.
 *
 * @example
 * const support = Support.from({ probs: [0.5, 0.5], rewards: [0, 1] });
 * support.curve([1, 2, 3], ['expectedReward']).expectedReward; // → [0.5, 0.75, 0.875]
 */
export type Curve<F extends MetricName = MetricName> = Record<F, Float64Array>;

/** Curves of at least this many n use moments, which cost about two passes to build (see bench/README.md). */
const MIN_MOMENT_NS = 4;

/** Gives back the memory of supports that were forgotten without `dispose`. */
const forgotten =
  typeof FinalizationRegistry === 'undefined'
    ? undefined
    : /* @__PURE__ */ new FinalizationRegistry<EngineSupport>((support) => support.dispose());

/**
 * A validated, sorted support. It never changes, and holds memory of the engine until it is disposed of or garbage-collected.
 *
 * @example
 * const support = Support.from({ probs: [0.5, 0.3, 0.2], rewards: [0, 1, 2] });
 * support.metrics(2, ['winRate', 'expectedReward']).winRate; // → 0.64
 * support.policy(2); // → [0.25, 0.39, 0.36]
 * support.smallestN({ winRate: 0.8 }); // → 5
 * support.threshold(1).kl; // → 0.69314718
 * support.dispose();
 */
export class Support {
  /** The name of the class, in a minified bundle too. */
  static readonly name = 'Support';
  /** The number of outcomes that were given, those of probability 0 included. */
  readonly size: number;
  /** The number of distinct rewards of positive mass; with `ties: 'index'`, the number of outcomes of positive mass. */
  readonly blocks: number;
  /** `sum p^2` over the outcomes: the chance that two reference draws are the same. Where rewards tie, the bounds of theorems 3.4
   *  and 5.4 need the larger `sum P^2` over blocks, and `metrics` uses that. */
  readonly collisionProbability: number;
  /** The mean reward under the reference; ±Infinity where an infinite reward has mass, NaN where both have. */
  readonly referenceReward: number;
  #support: EngineSupport | undefined;
  readonly #scores: ReadonlyMap<string, SecondScore>;

  private constructor(support: EngineSupport, size: number, scores: ReadonlyMap<string, Float64Array> = new Map()) {
    // here, not beside the class: a bundler drops a class only if nothing runs where it is defined
    if (typeof Symbol.dispose === 'symbol') Support.prototype[Symbol.dispose] ??= Support.prototype.dispose;
    const { results } = support;
    this.#support = support;
    this.#scores = new Map(Array.from(scores, ([name, values]) => [name, new SecondScore(values)]));
    this.size = size;
    this.blocks = results[BLOCKS];
    this.collisionProbability = results[COLLISION_PROBABILITY];
    this.referenceReward = withInfinite(results[REFERENCE_REWARD], infinitiesOf(results));
    // a registry would keep what it is to give back, until it has the chance to run
    if (!support.isCollected) forgotten?.register(this, support, this);
    Object.freeze(this);
  }

  /**
   * Makes a support from rewards and a reference policy, given as `probs`, `weights`, `logProbs` or `logits` of the same length.
   * The input is copied. Outcomes whose probability is 0, or below the smallest double (4.9e-324), are outside the support.
   *
   * @throws TypeError if an argument has the wrong type or length, or not exactly one reference is given.
   * @throws RangeError if a value is not allowed (the message names argument, index and value), or if the support does not fit
   *   into memory (it states the bytes needed; earlier supports stay usable).
   */
  static from(input: SupportInput): Support {
    const clean = cleanInput(input);
    return new Support(currentEngine().prepare(clean), clean.rewards.length, clean.scores);
  }

  /**
   * Whether a value is one of these, and no proxy or imitation.
   *
   * @internal
   */
  static has(value: unknown): value is Support {
    return typeof value === 'object' && value !== null && #support in value;
  }

  /**
   * The support inside the engine, for whatever is computed from several.
   *
   * @internal
   */
  static engineOf(support: Support): EngineSupport {
    return support.#alive();
  }

  /**
   * Makes room for the input of a support, two arrays of zeros. Fill them in place and hand them to `fromBuffers`, which copies them once.
   *
   * @param size - the number of outcomes, at least 1.
   * @throws TypeError if the size is not a number; RangeError if it is not a whole number >= 1, or does not fit into memory.
   *
   * @example
   * const buffers = Support.allocate(2);
   * buffers.rewards.set([0, 1]);
   * buffers.reference.set([-0.5, 2.5]);
   * const support = Support.fromBuffers(buffers, 'logits');
   * support.referenceReward; // → 0.95257413
   */
  static allocate(size: number): SupportBuffers {
    checkWhole('size', size, 1, MAX_OUTCOMES);
    return new SupportBuffers(size);
  }

  /**
   * Makes a support of what buffers hold, and uses them up: what is written to their arrays afterwards changes nothing. If a value is not
   * allowed, the buffers stay as they are, so that it can be corrected.
   *
   * @param buffers - what `allocate` returned, with rewards and reference written into it.
   * @param reference - what `buffers.reference` holds: `'probs'`, `'weights'`, `'logProbs'` or `'logits'`.
   * @param ties - as in `from`.
   * @throws as `from`, and TypeError if the buffers were used already.
   */
  static fromBuffers(buffers: SupportBuffers, reference: ReferenceName, ties?: SupportInput['ties']): Support {
    if (!SupportBuffers.has(buffers))
      throw coded(TypeError, 'WRONG_TYPE', `buffers must come from Support.allocate, got ${show(buffers)}`);
    checkReferenceName(reference);
    return new Support(buffers.prepare(reference, ties), buffers.size);
  }

  /**
   * The best-of-n policy (section 2 of the paper). Outcomes of equal reward share the mass of their block in proportion to the reference.
   *
   * @param n - any real number of samples >= 1; Infinity puts all mass on the highest reward.
   * @param out - where to write, `size` long; a new array by default.
   * @returns `out`: the probability of every outcome, in the order of the input.
   * @throws TypeError if n is not a number, `out` not a Float64Array or of another length, or after `dispose`; RangeError if n < 1.
   */
  policy(n: number, out?: Float64Array): Float64Array {
    checkN(n);
    if (out !== undefined) reading('out', () => this.#checkOut(out));
    const support = this.#alive();
    const policy = out ?? new Float64Array(this.size);
    support.policy(coefficientsAt(n), policy);
    return policy;
  }

  /**
   * All metrics at one n, or only those asked for, which is quicker.
   *
   * @param n - any real number of samples >= 1, Infinity included.
   * @throws TypeError if n is not a number, or after `dispose`; RangeError if n < 1 or a field is unknown.
   */
  metrics(n: number): Metrics;
  /**
   * Only the metrics asked for.
   *
   * @param fields - names of metrics.
   */
  metrics<F extends MetricName>(n: number, fields: readonly F[]): Pick<Metrics, F>;
  metrics<F extends MetricName>(n: number, fields?: readonly F[]): Pick<Metrics, F> {
    checkN(n);
    // before the support is asked for: what reads a caller's array may run the caller's code
    const names = checkFields(fields) as readonly F[];
    return metricsAt(this.#alive(), n, names);
  }

  /**
   * Metrics at many n. From four n on, KL, win rate, expected reward and both gaps of a large support are summed from moments, which are made
   * once: the results are within 1e-13 of those of `metrics`, and take little more time than two calls of it. Every other field costs as much
   * as a call of `metrics` for each n.
   *
   * @param ns - numbers of samples, each as in `metrics`.
   * @returns each field as a Float64Array with an entry for every n.
   * @throws as `metrics`; the message names the index of a bad n.
   */
  curve(ns: Numbers): Curve;
  /**
   * Only the metrics asked for.
   *
   * @param fields - names of metrics.
   */
  curve<F extends MetricName>(ns: Numbers, fields: readonly F[]): Curve<F>;
  curve<F extends MetricName>(ns: Numbers, fields?: readonly F[]): Curve<F> {
    const names = checkFields(fields) as readonly F[];
    const grid = toNs(ns);
    const support = this.#alive();
    const curve = {} as Curve<F>;
    for (const name of names) curve[name] = new Float64Array(grid.length);
    grid.forEach((n, i) => {
      const metrics = metricsAt(support, n, names, grid.length >= MIN_MOMENT_NS);
      for (const name of names) curve[name][i] = metrics[name];
    });
    return curve;
  }

  /**
   * The Rényi divergence of best-of-n from the reference, `log(sum Pi^alpha P^(1-alpha)) / (alpha-1)` over blocks, in nats. It rises with its order.
   *
   * @param n - any real number of samples >= 1; Infinity gives `-log P` of the highest reward, whatever the order.
   * @param alpha - the order, > 0: 1 is `kl`, and Infinity is `maxLogRatio`.
   * @returns at most `renyiLimit(n, alpha)`.
   * @throws TypeError if an argument is not a number, or after `dispose`; RangeError if n < 1 or alpha <= 0.
   *
   * @example
   * Support.from({ probs: [0.5, 0.5], rewards: [0, 1] }).renyi(2, 2); // → 0.22314355
   */
  renyi(n: number, alpha: number): number {
    checkN(n);
    checkPositive('alpha', alpha);
    return renyiOf(this.#alive(), n, alpha);
  }

  /**
   * The hockey-stick divergence of best-of-n from the reference, `sum max(Pi - gamma P, 0)` over blocks: how much of the policy is beyond `gamma` times the reference.
   *
   * @param n - any real number of samples >= 1, Infinity included.
   * @param gamma - how many times as likely as under the reference counts as none of the divergence, >= 1; 1 is `totalVariation`.
   * @returns a probability, at most `hockeyStickLimit(n, gamma)`; 0 where `log gamma >= maxLogRatio`.
   * @throws TypeError if an argument is not a number, or after `dispose`; RangeError if n < 1 or gamma < 1.
   *
   * @example
   * Support.from({ probs: [0.9, 0.1], rewards: [0, 1] }).hockeyStick(4, 2); // → 0.1439
   */
  hockeyStick(n: number, gamma: number): number {
    checkN(n);
    checkGamma(gamma);
    return hockeyStickOf(this.#alive(), n, gamma);
  }

  /**
   * A quantile of the reward under best-of-n: the lowest reward that is not passed with a chance of at least `level`. A level that is a chance, but for rounding,
   * counts as reached.
   *
   * @param n - any real number of samples >= 1; Infinity gives the highest reward.
   * @param level - a probability above 0; 1 gives the highest reward.
   * @returns one of the rewards of positive mass.
   * @throws TypeError if an argument is not a number, or after `dispose`; RangeError if n < 1 or the level is not above 0 and at most 1.
   *
   * @example
   * const support = Support.from({ probs: [0.5, 0.3, 0.2], rewards: [0, 1, 2] });
   * [1, 2, 4].map((n) => support.quantile(n, 0.5)); // → [0, 1, 2]
   */
  quantile(n: number, level: number): number {
    checkN(n);
    checkLevel(level);
    return quantileOf(this.#alive(), n, level);
  }

  /**
   * The chance that a best-of-n draw beats an independent best-of-m draw, a tie counting one half. With n and m exchanged, it is 1 less this.
   *
   * @param n - any real number of samples >= 1, Infinity included.
   * @param m - the number of samples of the other, likewise; 1 is `winRate`.
   * @returns a probability: for n > m from one half to `n/(n+m)`.
   * @throws TypeError if an argument is not a number, or after `dispose`; RangeError if one is below 1.
   *
   * @example
   * Support.from({ probs: [0.5, 0.5], rewards: [0, 1] }).winRateAgainst(4, 2); // → 0.59375
   */
  winRateAgainst(n: number, m: number): number {
    checkN(n);
    checkN(m, 'm');
    return winRateAgainstOf(this.#alive(), n, m);
  }

  /**
   * The threshold policy (section 6, "rewind and repeat"), which draws from the reference until the reward is at least the threshold.
   *
   * @param reward - the threshold; infinite ones are allowed.
   * @returns the policy and its metrics; `acceptance` is the chance that a draw is kept, so `1 / acceptance` draws are expected.
   * @throws TypeError if the threshold is not a number, or after `dispose`; RangeError if it is NaN or above every reward of positive
   *   mass.
   */
  threshold(reward: number): PolicyMetrics & {
    /** The chance that a draw of the reference is kept. */
    acceptance: number;
  } {
    const support = this.#alive();
    checkReal('reward', reward);
    return thresholdPolicy(support, this.size, reward);
  }

  /**
   * The reference tilted by `e^(beta s)` (section 7). With the reward as `s`, no policy of the same KL divergence has a higher expected reward;
   * with the chance of beating one reference draw as `s`, none has a higher win rate.
   *
   * @param beta - any finite number, negative ones included, in the inverse of the unit of `s`.
   * @param tilt - which `s` is meant: `'reward'` (the default) or `'winRate'`.
   * @throws TypeError if beta is not a number or `tilt` unknown, or after `dispose`; RangeError if beta is not finite, or if the tilt is
   *   by rewards and one of them is infinite.
   */
  tilted(beta: number, tilt: Tilt = 'reward'): PolicyMetrics {
    const support = this.#alive();
    checkFinite('beta', beta);
    return tiltedPolicy(support, this.size, beta, tilt);
  }

  /**
   * The tilted policy that has a given KL divergence from the reference, so that policies can be compared at equal KL.
   *
   * @param kl - nats, at least 0 and less than `-log P` of the highest reward.
   * @param tilt - as in `tilted`.
   * @returns as `tilted`, and the `beta >= 0` that was found, as far as the divergence tells it: next to its limit, many a beta has the same. Where
   *   rewards are so far apart that beta is below 2.2e-308, it has few digits or is 0, while all else is right.
   * @throws as `tilted`, and RangeError if no such policy exists (the message states the limit), or if rewards are so close together that beta would be
   *   above the largest number.
   */
  matchKl(
    kl: number,
    tilt: Tilt = 'reward'
  ): PolicyMetrics & {
    /** The inverse temperature that has this KL divergence. */
    beta: number;
  } {
    const support = this.#alive();
    checkFinite('kl', kl, 0);
    return matchedPolicy(support, this.size, kl, tilt);
  }

  /**
   * Soft best-of-n: of n draws, one is kept with a probability in proportion to `e^(reward / temperature)` (Mayrink Verdun et al., arXiv:2505.03156). A low
   * temperature is best-of-n with ties at random, a high one the reference, and more and more draws tend to `tilted(1 / temperature)`.
   *
   * Between whole numbers the policy is that of the integral `n P w int e^(-w t) phi(t)^(n-1) dt`, with w the weight of a block and phi the mean of
   * `e^(-w t)`. It is computed by the trapezoid rule in `log t`. For a whole n the error of the rule is below 1e-17 of each probability, whatever the support;
   * for any other n the step is halved until two results agree within 3e-14, and the error of the last is about the square of that. What remains
   * is rounding: `kl`, `winRate`, `expectedReward` and probabilities above 1e-290 are within 1e-13, as elsewhere.
   *
   * @param n - any real number of draws >= 1; Infinity is the tilted policy.
   * @param temperature - a number > 0, in the unit of the rewards; Infinity is the reference.
   * @throws TypeError if n or the temperature is not a number, or after `dispose`; RangeError if n < 1, if the temperature is not above 0, if a reward is
   *   infinite, or if n is between whole numbers and even the smallest step is too large.
   *
   * @example
   * const support = Support.from({ probs: [0.5, 0.5], rewards: [0, 1] });
   * // half of all pairs hold both rewards, and of those the higher one is kept 3 times in 4
   * support.softBestOf(2, 1 / Math.log(3)).policy; // → [0.375, 0.625]
   */
  softBestOf(n: number, temperature: number): PolicyMetrics {
    const support = this.#alive();
    checkN(n);
    checkPositive('temperature', temperature);
    return softPolicy(support, this.size, n, temperature);
  }

  /**
   * The lowest of n draws, uniform among tied ones: best-of-n of the negated rewards.
   *
   * @param n - any real number of draws >= 1; Infinity puts all mass on the lowest reward.
   * @throws TypeError if n is not a number, or after `dispose`; RangeError if n < 1.
   *
   * @example
   * const support = Support.from({ probs: [0.5, 0.3, 0.2], rewards: [0, 1, 2] });
   * support.worstOf(2).policy; // → [0.75, 0.21, 0.04]
   */
  worstOf(n: number): PolicyMetrics {
    const support = this.#alive();
    checkN(n);
    return rankPolicy(support, this.size, 'worstOf', n);
  }

  /**
   * A uniform choice among the best j of n draws, ties at the edge broken uniformly. With `j = 1` it is best-of-n, with `j = n` the reference.
   *
   * It takes longer the larger n times the mass of a block is, up to about the square root of j for each block. A relative error of 1e-13 is kept up
   * to j = 10^5; beyond, errors grow like the square root of j.
   *
   * @param n - a whole number of draws >= 1, or Infinity, which puts all mass on the highest reward.
   * @param j - a whole number from 1 to n.
   * @throws TypeError if an argument is not a number, or after `dispose`; RangeError if one is not whole or out of range.
   *
   * @example
   * const support = Support.from({ probs: [0.5, 0.3, 0.2], rewards: [0, 1, 2] });
   * support.topOf(3, 2).policy; // → [0.3125, 0.3915, 0.296]
   */
  topOf(n: number, j: number): PolicyMetrics {
    const support = this.#alive();
    if (n !== Infinity) checkWhole('n', n, 1, Infinity);
    checkWhole('j', j, 1, n, 'n');
    return topOfPolicy(support, this.size, n, j);
  }

  /**
   * The best of 1 + N draws, with N from a Poisson distribution (Khalaf et al., arXiv:2506.19248). Its win rate comes closer to the largest one at its
   * KL divergence than that of best-of-n does.
   *
   * @param mu - the mean of N, any real number >= 0; 0 is the reference, and Infinity puts all mass on the highest reward.
   * @throws TypeError if mu is not a number, or after `dispose`; RangeError if it is negative or NaN.
   *
   * @example
   * const support = Support.from({ probs: [0.5, 0.5], rewards: [0, 1] });
   * support.bestOfPoisson(2 * Math.log(2)).policy; // → [0.25, 0.75]
   */
  bestOfPoisson(mu: number): PolicyMetrics {
    const support = this.#alive();
    checkAtLeast('mu', mu, 0);
    return rankPolicy(support, this.size, 'bestOfPoisson', mu);
  }

  /**
   * The reference within its top 1/m, the block at the edge taken in part: of all policies whose ratio to the reference is at most m, the one with the
   * highest expected reward.
   *
   * @param m - any real number >= 1; 1 is the reference, and from one over the mass of the highest reward on, all mass is there.
   * @throws TypeError if m is not a number, or after `dispose`; RangeError if m < 1.
   *
   * @example
   * const support = Support.from({ probs: [0.5, 0.3, 0.2], rewards: [0, 1, 2] });
   * support.topFraction(4).policy; // → [0, 0.2, 0.8]
   */
  topFraction(m: number): PolicyMetrics {
    const support = this.#alive();
    checkN(m, 'm');
    return rankPolicy(support, this.size, 'topFraction', m);
  }

  /**
   * The policy with the highest expected reward less `beta/2` times the chi-squared divergence from the reference: in proportion to
   * `max(r - threshold, 0)` (the limit of many draws of InferenceTimePessimism, Huang et al., arXiv:2503.21878; others count beta twice).
   *
   * @param beta - a finite number > 0, in the unit of the rewards.
   * @returns the policy and its metrics; `threshold` is the reward up to which outcomes have no mass, and `chiSquared` the divergence.
   * @throws TypeError if beta is not a number, or after `dispose`; RangeError if it is not finite or not positive, or if a reward is infinite.
   *
   * @example
   * const support = Support.from({ probs: [0.5, 0.5], rewards: [0, 1] });
   * const { threshold, chiSquared, policy } = support.pessimistic(1);
   * threshold; // → -0.5
   * chiSquared; // → 0.25
   * policy; // → [0.25, 0.75]
   */
  pessimistic(beta: number): PolicyMetrics & {
    /** The reward up to which outcomes have no mass; below every reward where all have some. */
    threshold: number;
    /** `sum P (Q/P - 1)^2` over blocks of equal reward. */
    chiSquared: number;
  } {
    const support = this.#alive();
    checkFinitePositive('beta', beta);
    return pessimisticPolicy(support, this.size, beta);
  }

  /**
   * The least whole number of samples with which best-of-n reaches a win rate, an expected reward, or both.
   *
   * @param target - the win rate and the expected reward to reach; at least one of the two.
   * @returns a whole number >= 1, or Infinity if no finite n reaches the target.
   * @throws TypeError if neither is given or one is not a number, or after `dispose`; RangeError if one is NaN.
   */
  smallestN(target: { winRate?: number; expectedReward?: number }): number {
    const wanted = checkTarget(target);
    return smallestN(this.#alive(), wanted);
  }

  /** The names of the second scores, in the order in which they were given. */
  get scoreNames(): string[] {
    return [...this.#scores.keys()];
  }

  /**
   * The mean of a second score under the best-of-n policy, which is selected by the reward: `sum pi_n(y) s(y)`.
   *
   * @param name - the name of the score, one of those given as `scores`.
   * @param n - any real number of samples >= 1, Infinity included.
   * @throws TypeError if n is not a number, or after `dispose`; RangeError if there is no score of that name, or n < 1.
   *
   * @example
   * const support = Support.from({ probs: [0.5, 0.4, 0.1], rewards: [0, 1, 2], scores: { gold: [0, 1, -2] } });
   * support.expectedScore('gold', 1); // → 0.2
   * support.expectedScore('gold', [1, 2, 4]); // → [0.2, 0.18, -0.0942]
   */
  expectedScore(name: string, n: number): number;
  /**
   * The same at many n.
   *
   * @param ns - numbers of samples.
   * @returns an array with an entry for every n.
   */
  expectedScore(name: string, ns: Numbers): Float64Array;
  expectedScore(name: string, n: number | Numbers): number | Float64Array {
    const score = this.#score(name);
    if (typeof n === 'object' && n !== null) {
      const grid = toNs(n);
      const support = this.#alive();
      return Float64Array.from(grid, (n) => score.mean(support, n));
    }
    checkN(n);
    return score.mean(this.#alive(), n);
  }

  /**
   * The n at which the mean of a second score is largest: beyond it, selecting harder by the reward makes the score worse. There may be several maxima, of which
   * the largest counts, and of equal ones the smallest n. A score that rises with the reward has its peak at Infinity, one that falls at 1.
   *
   * It looks at every maximum in turn, in time that grows with the number of outcomes and with the range of n over which the slope can change its
   * sign: some tenths of a second for 100,000 outcomes.
   *
   * @param name - the name of the score.
   * @returns the n, a real number >= 1 or Infinity, and the mean score there.
   * @throws TypeError after `dispose`; RangeError if there is no score of that name.
   *
   * @example
   * const support = Support.from({ probs: [0.5, 0.4, 0.1], rewards: [0, 1, 2], scores: { gold: [0, 1, -2] } });
   * const { n, value } = support.peak('gold');
   * n; // → 1.33593047
   * value; // → 0.20997162
   */
  peak(name: string): ScorePeak {
    const score = this.#score(name);
    return score.peak(this.#alive());
  }

  /**
   * How often the reward and a second score order two independent reference draws differently; a pair that is tied in one of the two only counts one half (Sriraman
   * and Block, arXiv:2603.05739, equation 2).
   *
   * @param name - the name of the score.
   * @returns a probability; 0 where the score rises with the reward.
   * @throws as `peak`.
   *
   * @example
   * const support = Support.from({ probs: [0.5, 0.4, 0.1], rewards: [0, 1, 2], scores: { gold: [0, 1, -2] } });
   * // the last outcome is below both others by the score
   * support.pairwiseDisagreement('gold'); // → 0.18
   */
  pairwiseDisagreement(name: string): number {
    const score = this.#score(name);
    return score.disagreement(this.#alive());
  }

  /**
   * How many draws are worth their cost, where each costs the same: by a rule that looks at every draw before it pays for the next, and in one go.
   *
   * @param cost - of a draw, in the unit of the reward; a finite number above 0.
   * @throws TypeError if the cost is not a number, or after `dispose`; RangeError if it is not finite or not above 0, or if a reward of positive mass is infinite.
   *
   * @example
   * const support = Support.from({ probs: [0.5, 0.4, 0.1], rewards: [0, 1, 2] });
   * const { reservation, expectedDraws, bestFixedN, bestFixedValue } = support.stopping(0.05);
   * reservation; // → 1.5
   * expectedDraws; // → 10
   * bestFixedN; // → 8
   * bestFixedValue; // → 1.16562654
   */
  stopping(cost: number): Stopping {
    checkFinitePositive('cost', cost);
    return stoppingOf(this.#alive(), cost);
  }

  /** Gives the memory back to the engine. Using the support afterwards is an error; disposing of it again is not. */
  dispose(): void {
    if (this.#support === undefined) return;
    forgotten?.unregister(this);
    this.#support.dispose();
    this.#support = undefined;
  }

  /** Calls `dispose`, for `using support = Support.from(...)`; only there where the runtime has `Symbol.dispose`. */
  declare [Symbol.dispose]: () => void;

  #checkOut(out: Float64Array): void {
    if (!isFloat64Array(out)) throw coded(TypeError, 'WRONG_TYPE', `out must be a Float64Array, got ${show(out)}`);
    if (out.length !== this.size)
      throw coded(TypeError, 'WRONG_LENGTH', `out has length ${out.length}, expected ${this.size}, the size of the support`);
  }

  #score(name: string): SecondScore {
    const score = this.#scores.get(name);
    if (score !== undefined) return score;
    throw noScore(name, this.#scores.keys());
  }

  #alive(): EngineSupport {
    if (this.#support === undefined)
      throw coded(TypeError, 'DISPOSED', 'this support was disposed of and cannot be used any more');
    return this.#support;
  }
}
