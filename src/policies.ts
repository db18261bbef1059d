// The policies that the paper sets best-of-n against (sections 6 and 7), on the blocks of one support.

import { HIGH_INFINITE, LOW_INFINITE } from '../assembly/layout';
import type { Blocks, EngineSupport } from './engine/interface';
import { coded } from './errors';
import { checkEither } from './input/numbers';
import { exp, log, log1p } from './numerics/exp-log';
import { HIGH, infinitiesOf, LOW, withInfinite } from './numerics/infinities';
import { expm1FromLog, phiTerm, rMinusLogR } from './numerics/near-one';
import { accumulate, SUM_SIZE, sumOf, total } from './numerics/sum';

/**
 * A policy and its metrics against the reference, as `threshold`, `tilted` and `matchKl` of a support return them.
 *
 * @example
 * const support = Support.from({ probs: [0.5, 0.3, 0.2], rewards: [0, 1, 2] });
 * const { kl, winRate, policy } = support.threshold(1);
 * kl; // → 0.69314718
 * winRate; // → 0.75
 * policy; // → [0, 0.6, 0.4]
 */
export interface PolicyMetrics {
  /** The KL divergence of the policy from the reference, in nats, over blocks of equal reward. */
  kl: number;
  /** The chance that a draw of the policy beats one of the reference, a tie counting one half. */
  winRate: number;
  /** The mean reward under the policy; ±Infinity where an infinite reward has mass, NaN where both have. */
  expectedReward: number;
  /** The probability of every outcome, in the order of the input. */
  policy: Float64Array;
}

/**
 * What the tilted policy is tilted by: the reward, or the chance of beating one reference draw (section 7).
 *
 * @example
 * const support = Support.from({ probs: [0.5, 0.5], rewards: [0, 1] });
 * support.tilted(Math.log(3), 'reward').policy; // → [0.25, 0.75]
 * // the chances of winning are 1/4 and 3/4
 * support.tilted(2 * Math.log(3), 'winRate').policy; // → [0.25, 0.75]
 */
export type Tilt = 'reward' | 'winRate';

/** The threshold policy: the reference given that the reward is at least `tau` (section 6). */
export function thresholdPolicy(support: EngineSupport, size: number, tau: number): PolicyMetrics & { acceptance: number } {
  const { mass, reward } = restoreInfinities(support, support.blocks());
  const from = reward.findIndex((r) => r >= tau);
  if (from < 0) throw coded(RangeError, 'UNREACHABLE', `reward is ${tau}, and no outcome of the support reaches it`);
  const acceptance = massFrom(mass, from);
  const masses = mass.map((p, j) => (j < from ? 0 : p / acceptance));
  return {
    acceptance,
    kl: klOfTop(mass, from),
    // draws of the top `acceptance` of the reference win against all below them, and half against each other
    winRate: 1 - acceptance / 2,
    expectedReward: meanReward(masses, reward),
    policy: spread(support, masses, size),
  };
}

/** The tilted policy: `P(y) e^(beta s(y)) / Z` (section 7). */
export function tiltedPolicy(support: EngineSupport, size: number, beta: number, tilt: Tilt): PolicyMetrics {
  return tiltedBlocks(support, support.blocks(), size, beta, tilt);
}

function tiltedBlocks(support: EngineSupport, blocks: Blocks, size: number, beta: number, tilt: Tilt): PolicyMetrics {
  const { masses, kl } = tiltBlocks(scoredBy(support, blocks, tilt), beta);
  const { midCdf, reward } = restoreInfinities(support, blocks);
  return {
    kl,
    winRate: sumOfProducts(masses, midCdf),
    expectedReward: meanReward(masses, reward),
    policy: spread(support, masses, size),
  };
}

/** The tilted policy whose KL divergence is `kl`, which rises with beta. */
export function matchedPolicy(support: EngineSupport, size: number, kl: number, tilt: Tilt): PolicyMetrics & { beta: number } {
  const blocks = support.blocks();
  const scored = scoredBy(support, blocks, tilt);
  const most = klOfTop(scored.mass, scored.score.indexOf(scored.score[scored.score.length - 1]));
  if (kl > 0 && kl >= most) {
    const message = `kl is ${kl}, expected less than ${most}, which all mass on the highest reward has`;
    throw coded(RangeError, 'UNREACHABLE', message);
  }
  const beta = kl === 0 ? 0 : betaOf(scored, kl);
  return { beta, ...tiltedBlocks(support, blocks, size, beta, tilt) };
}

/** The most evaluations of the search for beta, which reaches the last digit long before. */
const MAX_STEPS = 200;

/** The beta of a KL divergence, by Newton's method (`dKL/dbeta = beta Var(s)`) inside a bracket. Where a step would leave the bracket, and at
 *  every third step, the bracket is halved in its logarithm instead, since rewards may spread over any number of decades. */
function betaOf(blocks: Scored, kl: number): number {
  const { score } = blocks;
  // halves, since rewards may be further apart than the largest number
  let beta = 1 / (score[score.length - 1] / 2 - score[0] / 2);
  let low = 0;
  let high = Infinity;
  let stride = 2;
  for (let step = 0; step < MAX_STEPS; step++) {
    if (beta === Infinity) {
      const message = 'the rewards are so close together that beta would be above the largest number';
      throw coded(RangeError, 'UNREACHABLE', message);
    }
    const at = tiltBlocks(blocks, beta);
    const miss = at.kl - kl;
    if (Math.abs(miss) <= 2e-16 * kl) return beta;
    if (miss < 0) low = beta;
    else high = beta;
    const bracketed = low > 0 && high < Infinity;
    const newton = beta - miss / (beta * varianceOf(score, at.masses));
    let next = bracketed ? Math.sqrt(low) * Math.sqrt(high) : miss < 0 ? beta * stride : beta / stride;
    if (!bracketed) stride = Math.min(stride * stride, 2 ** 64);
    if (step % 3 !== 2 && newton > low && newton < high) next = newton;
    if (next < Infinity && (next <= low || next >= high || next === beta)) return beta;
    beta = next;
  }
  return beta;
}

/** The reference mass of block `from` and of all above it. */
function massFrom(mass: Float64Array, from: number): number {
  return from === 0 ? 1 : sumOf(mass.length - from, (j) => mass[from + j]);
}

/** The KL divergence of the policy that keeps block `from` and all above it: `-log` of their mass or, where that is above one half,
 *  `-log1p(-m)` with `m` the mass below, whichever keeps its digits. */
function klOfTop(mass: Float64Array, from: number): number {
  const above = massFrom(mass, from);
  return above > 0.5 ? 0 - log1p(-sumOf(from, (j) => mass[j])) : -log(above);
}

/** The reference masses of the blocks, and the scores by which they are tilted. */
interface Scored {
  mass: Float64Array;
  score: Float64Array;
  /** The logarithms of the masses; made when first needed. */
  logMass?: Float64Array;
}

function scoredBy(support: EngineSupport, { mass, reward, midCdf }: Blocks, tilt: Tilt): Scored {
  if (tilt === 'winRate') return { mass, score: midCdf };
  checkEither('tilt', tilt, 'reward', 'winRate');
  if (infinitiesOf(support.results) !== 0) {
    throw coded(RangeError, 'INFINITE_REWARD', 'a support with infinite rewards can be tilted by "winRate" only');
  }
  return { mass, score: reward };
}

/** The tilted masses and their KL divergence, in one loop, since the search for beta spends its time here. */
function tiltBlocks(scored: Scored, beta: number): { masses: Float64Array; kl: number } {
  const { mass } = scored;
  const logs = beta === 0 ? new Float64Array(mass.length) : tiltLogs(scored, beta);
  const masses = new Float64Array(mass.length);
  const kl = new Float64Array(SUM_SIZE);
  for (let j = 0; j < mass.length; j++) {
    const ratio = exp(logs[j]);
    masses[j] = massOf(mass[j], ratio, logs[j]);
    accumulate(kl, 0, j & 1, phiTerm(mass[j], masses[j], ratio, logs[j]));
  }
  return { masses, kl: total(kl, 0) };
}

/** The variance of the score under tilted masses. */
function varianceOf(score: Float64Array, masses: Float64Array): number {
  const mean = sumOfProducts(masses, score);
  return sumOf(masses.length, (j) => masses[j] * (score[j] - mean) * (score[j] - mean));
}

function sumOfProducts(a: Float64Array, b: Float64Array): number {
  const sum = new Float64Array(SUM_SIZE);
  for (let j = 0; j < a.length; j++) accumulate(sum, 0, j & 1, a[j] * b[j]);
  return total(sum, 0);
}

/** Up to this size of every exponent about the mean, Z is 1 plus a small sum of positive terms. */
const MAX_GENTLE_TILT = 1;

/** `log(Q/P) = beta s - log Z` of every block. A gentle tilt is taken about the mean score, where its small
 *  logarithms keep their digits. A strong tilt is taken about the block that it makes largest, whose ratio may be as near to 1 as that of
 *  all others together is to 0. */
function tiltLogs(scored: Scored, beta: number): Float64Array {
  const { mass, score } = scored;
  const mean = sumOfProducts(mass, score);
  const gentle = score.map((s) => beta * (s - mean));
  if (gentle.every((w) => Math.abs(w) <= MAX_GENTLE_TILT)) {
    const rest = sumOf(mass.length, (j) => mass[j] * gentle[j]); // the rounding error of the mean
    const logZ = log1p(rest + sumOf(mass.length, (j) => mass[j] * rMinusLogR(exp(gentle[j]), gentle[j])));
    return gentle.map((w) => w - logZ);
  }
  const pivot = score[largestTilted(scored, beta)];
  const strong = new Float64Array(mass.length);
  const [rest, whole] = [new Float64Array(SUM_SIZE), new Float64Array(SUM_SIZE)];
  for (let j = 0; j < mass.length; j++) {
    const w = (strong[j] = beta * (score[j] - pivot));
    const power = exp(w);
    const tilted = massOf(mass[j], power, w);
    accumulate(rest, 0, j & 1, power < Infinity ? mass[j] * expm1FromLog(power, w) : tilted);
    accumulate(whole, 0, j & 1, tilted);
  }
  const sum = total(rest, 0);
  const logZ = sum > -0.5 ? log1p(sum) : log(total(whole, 0));
  for (let j = 0; j < strong.length; j++) strong[j] -= logZ;
  return strong;
}

/** The index of the block with the largest `p e^(beta s)`. */
function largestTilted(scored: Scored, beta: number): number {
  const { mass, score } = scored;
  const logMass = (scored.logMass ??= mass.map(log));
  const most = score[beta > 0 ? score.length - 1 : 0];
  let pivot = 0;
  let largest = -Infinity;
  for (let j = 0; j < mass.length; j++) {
    const size = logMass[j] + beta * (score[j] - most);
    if (size <= largest) continue;
    largest = size;
    pivot = j;
  }
  return pivot;
}

/** `p e^w`, also where the power `e^w` overflows. */
function massOf(p: number, power: number, w: number): number {
  return power < Infinity ? p * power : exp(w + log(p));
}

/** Puts back the infinite rewards, which the engine keeps as 0. */
function restoreInfinities(support: EngineSupport, blocks: Blocks): Blocks {
  blocks.reward.fill(-Infinity, 0, support.results[LOW_INFINITE]);
  blocks.reward.fill(Infinity, blocks.reward.length - support.results[HIGH_INFINITE]);
  return blocks;
}

/** The mean reward of the masses; an infinite reward of positive mass makes it infinite, or NaN if both are. */
function meanReward(masses: Float64Array, reward: Float64Array): number {
  let infinite = 0;
  const sum = sumOf(masses.length, (j) => {
    if (Number.isFinite(reward[j])) return masses[j] * reward[j];
    if (masses[j] > 0) infinite |= reward[j] < 0 ? LOW : HIGH;
    return 0;
  });
  return withInfinite(sum, infinite);
}

function spread(support: EngineSupport, masses: Float64Array, size: number): Float64Array {
  const policy = new Float64Array(size);
  support.spread(masses, policy);
  return policy;
}
