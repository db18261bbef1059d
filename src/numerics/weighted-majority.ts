// The score of the answer whose draws have the most reward together, among n of m draws.

import { firstWeight } from './binomial-weights';
import { double, TOP, words } from './float-bits';
import { NO_ANSWER, type Tally } from './majority-score';
import { uniforms } from './random';
import { orderOf } from './sort';
import { spreadOf } from './spread';
import { WeightedMean } from './weighted-mean';

type Doubles = Float64Array | Float32Array;

/** Up to this many choices of n, all of them are looked at: as many as 12 draws have at most. */
const MAX_CHOICES = 924;

/** Sums of rewards that agree up to this share count as equal: 0.1 + 0.2 and 0.3 do. */
const EQUAL_SHARE = 1e-12;

/**
 * The mean score of the answer with the largest sum of rewards among n draws, ties broken at random, and its standard error: over all choices of n where there are
 * few, with no error, else over `draws` random ones. Random choices depend on the seed, the rewards and the answers alone, so that the errors of unlike
 * prompts do not add up.
 *
 * @param rewards - of each draw, >= 0.
 */
export function weightedMajority(
  rewards: Doubles,
  tally: Tally,
  values: Doubles,
  n: number,
  { draws, seed }: { draws: number; seed: number }
): { mean: number; standardError: number } {
  if (tally.counts.length === 0) return { mean: 0, standardError: 0 };
  const scores = scoresOf(tally, values);
  const { order, rankOf } = canonical(rewards, tally, scores);
  const sorted = Float64Array.from(order, (i) => rewards[i]);
  const answers = Array.from(order, (i) => (tally.of[i] === NO_ANSWER ? NO_ANSWER : rankOf[tally.of[i]]));
  const ranked = new Array<number>(scores.length);
  for (const [answer, rank] of rankOf.entries()) ranked[rank] = scores[answer];
  const scoreOf = election(sorted, answers, ranked);
  const choices = countChoices(sorted.length, n);
  const isExact = choices <= MAX_CHOICES;
  const next = isExact ? allChoices(sorted.length, n) : randomChoices(sorted.length, n, mixed(seed, sorted, answers));
  const elected = Float64Array.from({ length: isExact ? choices : draws }, () => scoreOf(next()));
  // infinite scores of both signs have no mean
  if (elected.includes(Number.NaN)) return { mean: Number.NaN, standardError: Number.NaN };
  const { mean, standardError } = spreadOf(elected);
  return { mean: mean as number, standardError: isExact ? 0 : (standardError as number) };
}

/**
 * An order of the draws, and of the answers, that does not depend on how they were given: draws from the smallest reward on, those of equal reward by their
 * answers, and answers by their rewards and then their scores. Answers that agree in these may change places, which changes nothing.
 */
function canonical(rewards: Doubles, { of, counts }: Tally, scores: readonly number[]) {
  const byReward = orderOf(rewards);
  const own = counts.map((): number[] => []);
  for (const i of byReward) if (of[i] !== NO_ANSWER) own[of[i]].push(rewards[i]);
  const compare = (a: number, b: number): number => {
    if (counts[a] !== counts[b]) return counts[a] - counts[b];
    const at = own[a].findIndex((reward, k) => reward !== own[b][k]);
    // a difference of infinities is NaN
    const [x, y] = at < 0 ? [scores[a], scores[b]] : [own[a][at], own[b][at]];
    return x < y ? -1 : x > y ? 1 : 0;
  };
  const rankOf = new Array<number>(counts.length);
  Array.from(counts, (_, answer) => answer)
    .sort(compare)
    .forEach((answer, rank) => {
      rankOf[answer] = rank;
    });
  const byAnswer = orderOf(Float64Array.from(of, (answer) => (answer === NO_ANSWER ? NO_ANSWER : rankOf[answer])));
  const order = Array.from(orderOf(Float64Array.from(byAnswer, (i) => rewards[i])), (k) => byAnswer[k]);
  return { order, rankOf };
}

/** The mean score of each answer, over all draws that gave it. */
function scoresOf({ of, counts }: Tally, values: Doubles): number[] {
  const means = counts.map(() => new WeightedMean());
  const shares = counts.map((count) => firstWeight(count, 1));
  of.forEach((answer, i) => {
    if (answer !== NO_ANSWER) means[answer].add(shares[answer][0], shares[answer][1], 0, values[i]);
  });
  return means.map((mean) => mean.value());
}

/** The function that tells the score of the answer that the chosen draws elect; 0 where none of them gave any. */
function election(rewards: Float64Array, answers: readonly number[], scores: readonly number[]) {
  const sums = new Float64Array(scores.length);
  return (chosen: readonly number[]): number => {
    // -1 stands for an answer that nobody gave: an answer may have votes of weight 0
    sums.fill(-1);
    let most = -1;
    for (const i of chosen) {
      const answer = answers[i];
      if (answer === NO_ANSWER) continue;
      sums[answer] = Math.max(sums[answer], 0) + rewards[i];
      most = Math.max(most, sums[answer]);
    }
    if (most < 0) return 0;
    let [score, tied] = [0, 0];
    sums.forEach((sum, answer) => {
      if (!(sum >= most * (1 - EQUAL_SHARE))) return;
      score += scores[answer];
      tied++;
    });
    return score / tied;
  };
}

/** `C(m, n)`, or a number above MAX_CHOICES if it is. */
function countChoices(m: number, n: number): number {
  let count = 1;
  for (let i = 1; i <= Math.min(n, m - n) && count <= MAX_CHOICES; i++) count = (count * (m - i + 1)) / i;
  return count;
}

/** Gives one choice of n of m after another, in the order of their indices. */
function allChoices(m: number, n: number): () => readonly number[] {
  const chosen = Array.from({ length: n }, (_, i) => i);
  let begun = false;
  return () => {
    if (!begun) {
      begun = true;
      return chosen;
    }
    let i = n - 1;
    while (chosen[i] === m - n + i) i--;
    chosen[i]++;
    while (++i < n) chosen[i] = chosen[i - 1] + 1;
    return chosen;
  };
}

/** Gives random choices of n of m: the first part of a shuffle, which goes on from the one before. */
function randomChoices(m: number, n: number, seed: number): () => readonly number[] {
  const random = uniforms(seed);
  const pool = Array.from({ length: m }, (_, i) => i);
  const chosen = new Array<number>(n);
  return () => {
    for (let i = 0; i < n; i++) {
      const at = i + Math.floor(random() * (m - i));
      chosen[i] = pool[at];
      pool[at] = pool[i];
      pool[i] = chosen[i];
    }
    return chosen;
  };
}

/** The seed mixed with the bits of the rewards and with who gave which answer (multiplication by the golden ratio). */
function mixed(seed: number, rewards: Float64Array, answers: readonly number[]): number {
  let hash = seed | 0;
  const mix = (word: number) => {
    hash = Math.imul(hash ^ word, 0x9e3779b1);
    hash ^= hash >>> 15;
  };
  rewards.forEach((reward, i) => {
    double[0] = reward + 0;
    mix(words[TOP]);
    mix(words[1 - TOP]);
    mix(answers[i]);
  });
  return hash;
}
