// The mean of the best j of n, votes, and disagreement of scores: golden values, enumeration of every choice, and limits.

import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Samples } from '../../src/index';
import { lcg, supportOf } from '../helpers/recipes';

const { samples: golden } = JSON.parse(readFileSync(new URL('../golden/beyond.json', import.meta.url), 'utf8'));

function expectClose(actual: number, exact: string, within: number): void {
  expect(Math.abs(actual / Number(exact) - 1), `${actual}, expected ${exact}`).toBeLessThanOrEqual(within);
}

describe('golden values', () => {
  it('of the mean of the best j of n', () => {
    for (const c of golden.topOf) {
      const { rewards } = supportOf({ name: '', weights: 'uniform', ties: 'random', ...c });
      const samples = Samples.from({ rewards, scores: { gold: lcg(c.seed + 7, c.size) } });
      expectClose(samples.topOf(c.n, c.j), c.expectedReward, 2e-15);
      expectClose(samples.topOf(c.n, c.j, 'gold'), c.expectedScore, 2e-15);
    }
  });

  it('of the score of the majority', () => {
    for (const { counts, scores, correct, k, expectedScore, majority } of golden.majority) {
      const answers: number[] = counts.flatMap((count: number, answer: number) => Array(count).fill(answer));
      const samples = Samples.from({
        rewards: answers.map(() => 1),
        answers,
        scores: { gold: answers.map((a) => scores[a]), correct: answers.map((a) => (a === correct ? 1 : 0)) },
      });
      expectClose(samples.majority(k, 'gold'), expectedScore, 1e-12);
      if (Number(majority) === 0) expect(samples.majority(k, 'correct')).toBe(0);
      else expectClose(samples.majority(k, 'correct'), majority, 1e-12);
    }
  });

  it('of the disagreement', () => {
    for (const { rewards, scores, pairwiseDisagreement } of golden.pairwiseDisagreement) {
      const found = Samples.from({ rewards, scores: { gold: scores } }).pairwiseDisagreement('gold');
      expect(Math.abs(found - Number(pairwiseDisagreement))).toBeLessThanOrEqual(1e-15);
    }
  });
});

/** Every choice of n of the indices 0..m-1. */
function* choices(m: number, n: number, from = 0): Generator<number[]> {
  if (n === 0) yield [];
  else for (let i = from; i <= m - n; i++) for (const rest of choices(m, n - 1, i + 1)) yield [i, ...rest];
}

const average = (values: number[]) => values.reduce((a, b) => a + b, 0) / values.length;

interface Draw {
  reward: number;
  score: number;
  answer: string | null;
}

/** Draws with many ties, an n, and a j of at most n. */
const drawn = fc
  .array(
    fc.record({
      reward: fc.integer({ min: 0, max: 4 }),
      score: fc.integer({ min: -9, max: 9 }),
      answer: fc.constantFrom('a', 'b', 'c', 'd', null),
    }),
    { minLength: 1, maxLength: 9 }
  )
  .chain((draws: Draw[]) => fc.tuple(fc.constant(draws), fc.integer({ min: 1, max: draws.length })))
  .chain(([draws, n]) => fc.tuple(fc.constant(draws), fc.constant(n), fc.integer({ min: 1, max: n })));

const samplesOf = (draws: readonly Draw[]) =>
  Samples.from({
    rewards: draws.map(({ reward }) => reward),
    scores: { score: draws.map(({ score }) => score) },
    answers: draws.map(({ answer }) => answer),
  });

const near = (a: number, b: number) =>
  expect(Math.abs(a - b), `${a}, expected ${b}`).toBeLessThanOrEqual(1e-13 * (1 + Math.abs(b)));

/** The score of the answer with the most weight among the chosen draws, by the definition. */
function elected(draws: readonly Draw[], choice: readonly number[], weightOf: (draw: Draw) => number): number {
  const weights = new Map<string, number>();
  for (const i of choice) {
    const { answer } = draws[i];
    if (answer !== null) weights.set(answer, (weights.get(answer) ?? 0) + weightOf(draws[i]));
  }
  const most = Math.max(...weights.values());
  const winners = [...weights].filter(([, weight]) => weight === most).map(([answer]) => answer);
  if (winners.length === 0) return 0;
  return average(winners.map((answer) => average(draws.filter((draw) => draw.answer === answer).map(({ score }) => score))));
}

/** The mean of a value over the best j of the chosen draws, those that tie with the last of them sharing its places. */
function topOf(draws: readonly Draw[], choice: readonly number[], j: number, value: (draw: Draw) => number): number {
  const sorted = choice.map((i) => draws[i]).sort((a, b) => b.reward - a.reward);
  const edge = sorted[j - 1].reward;
  const above = sorted.filter(({ reward }) => reward > edge);
  const tied = sorted.filter(({ reward }) => reward === edge);
  const sum = above.map(value).reduce((a, b) => a + b, 0);
  return (sum + (j - above.length) * average(tied.map(value))) / j;
}

describe('enumeration of every choice of n', () => {
  it('gives the mean of the best j, and the scores of both votes', () => {
    fc.assert(
      fc.property(drawn, ([draws, n, j]) => {
        const samples = samplesOf(draws);
        const all = [...choices(draws.length, n)];
        near(samples.topOf(n, j), average(all.map((choice) => topOf(draws, choice, j, ({ reward }) => reward))));
        near(samples.topOf(n, j, 'score'), average(all.map((choice) => topOf(draws, choice, j, ({ score }) => score))));
        near(samples.majority(n, 'score'), average(all.map((choice) => elected(draws, choice, () => 1))));
        const weighted = samples.weightedMajority(n, 'score');
        near(weighted.mean, average(all.map((choice) => elected(draws, choice, ({ reward }) => reward))));
        expect(weighted.standardError).toBe(0);
      }),
      { numRuns: 300 }
    );
  });

  it('gives the disagreement of reward and score', () => {
    const order = (a: number, b: number) => (Math.sign(a - b) + 1) / 2;
    fc.assert(
      fc.property(drawn, ([draws]) => {
        fc.pre(draws.length > 1);
        const pairs = [...choices(draws.length, 2)].map(([i, k]) =>
          Math.abs(order(draws[i].reward, draws[k].reward) - order(draws[i].score, draws[k].score))
        );
        near(samplesOf(draws).pairwiseDisagreement('score'), average(pairs));
      }),
      { numRuns: 300 }
    );
  });
});

/** Draws of any number, for what holds of any. */
const many = (size: number, seed: number): Draw[] =>
  lcg(seed, size).map((v, i) => ({
    reward: (v >>> 8) % 50,
    score: ((v >>> 16) % 101) / 7,
    answer: i % 11 === 10 ? null : 'abcdef'[(v >>> 24) % 6],
  }));

describe('what holds of any draws', () => {
  it('does not depend on their order', () => {
    fc.assert(
      fc.property(drawn, fc.integer(), ([draws, n, j], seed) => {
        const keys = lcg(seed >>> 0, draws.length);
        const shuffled = draws.map((draw, i) => ({ draw, key: keys[i] }));
        shuffled.sort((a, b) => a.key - b.key);
        const [one, other] = [samplesOf(draws), samplesOf(shuffled.map(({ draw }) => draw))];
        near(other.topOf(n, j), one.topOf(n, j));
        near(other.topOf(n, j, 'score'), one.topOf(n, j, 'score'));
        near(other.majority(n, 'score'), one.majority(n, 'score'));
        near(other.weightedMajority(n, 'score').mean, one.weightedMajority(n, 'score').mean);
        if (draws.length > 1) expect(other.pairwiseDisagreement('score')).toBe(one.pairwiseDisagreement('score'));
      })
    );
  });

  it('the best one of n is best-of-n, and the best n of n are the mean, to the bit', () => {
    const samples = samplesOf(many(300, 5));
    for (const n of [1, 2, 17, 299, 300]) {
      expect(samples.topOf(n, 1)).toBe(samples.expectedReward(n));
      expect(samples.topOf(n, 1, 'score')).toBe(samples.expectedScore('score', n));
      expect(samples.topOf(n, n)).toBe(samples.expectedReward(1));
      expect(samples.topOf(n, n, 'score')).toBe(samples.expectedScore('score', 1));
    }
  });

  it('the best j of n are the mean over their ranks, also of thousands of draws and of values of any size', () => {
    // the sum of the best j of all m is known, and each choice of m - 1 leaves one draw out
    const m = 4000;
    const rewards = Float64Array.from({ length: m }, (_, i) => i);
    const samples = Samples.from({ rewards });
    near(samples.topOf(m, 1000), m - 500.5);
    near(
      samples.topOf(m - 1, 1000),
      ((m - 1000) / m) * (m - 500.5) + ((1000 / m) * ((m - 500.5) * 1000 - (m - 500.5) + m - 1001)) / 1000
    );
    const scaled = Samples.from({ rewards: rewards.map((x) => x * 1e300) });
    expectClose(scaled.topOf(50, 20), String(samples.topOf(50, 20) * 1e300), 1e-14);
    expect(Samples.from({ rewards: [-Infinity, 1, 2, 3] }).topOf(3, 2)).toBe(2.125);
    expect(Samples.from({ rewards: [-Infinity, 1, 2, 3] }).topOf(3, 3)).toBe(-Infinity);
  });

  it('with equal rewards, the weighted vote is the plain one within its error, and its error is what it says', () => {
    const draws = many(40, 9).map((draw) => ({ ...draw, reward: 1 }));
    const samples = samplesOf(draws);
    const exact = samples.majority(9, 'score');
    const runs = Array.from({ length: 30 }, (_, seed) => samples.weightedMajority(9, 'score', { draws: 400, seed }));
    const off = runs.map(({ mean, standardError }) => (mean - exact) / standardError);
    const spread = Math.sqrt(average(off.map((x) => x * x)));
    expect(spread).toBeGreaterThan(0.6);
    expect(spread).toBeLessThan(1.5);
    expect(Math.max(...off.map(Math.abs))).toBeLessThan(4.5);
  });

  it('random votes do not depend on the order of the draws, nor on what the answers are called', () => {
    const draw = fc.record({
      reward: fc.integer({ min: 0, max: 4 }),
      answer: fc.option(fc.integer({ min: 0, max: 3 })),
      correct: fc.integer({ min: 0, max: 1 }),
    });
    // 16 draws have 12,870 choices of 8, which are too many for all of them
    const draws = fc.array(draw, { minLength: 16, maxLength: 16 });
    fc.assert(
      fc.property(draws, fc.array(fc.nat(), { minLength: 16, maxLength: 16 }), (given, keys) => {
        const vote = (own: typeof given, name: (answer: number) => string | number) =>
          Samples.from({
            rewards: own.map(({ reward }) => reward),
            answers: own.map(({ answer }) => (answer === null ? null : name(answer))),
            scores: { correct: own.map(({ correct }) => correct) },
          }).weightedMajority(8, 'correct');
        const shuffled = given.map((each, i) => ({ each, key: keys[i] })).sort((a, b) => a.key - b.key);
        const wanted = vote(given, (answer) => answer);
        expect(
          vote(
            shuffled.map(({ each }) => each),
            (answer) => `answer ${9 - answer}`
          )
        ).toEqual(wanted);
      })
    );
  });

  it('random votes are the same for the same seed, and others for another', () => {
    const samples = samplesOf(many(40, 9));
    const once = samples.weightedMajority(9, 'score', { draws: 50, seed: 3 });
    expect(samples.weightedMajority(9, 'score', { draws: 50, seed: 3 })).toEqual(once);
    expect(samples.weightedMajority(9, 'score', { draws: 50, seed: 4 })).not.toEqual(once);
  });
});

describe('limits', () => {
  it('nobody wins where nobody answers', () => {
    const samples = Samples.from({ rewards: [1, 2], answers: [null, null], scores: { pass: [1, 1] } });
    expect([samples.majority(1, 'pass'), samples.weightedMajority(2, 'pass')]).toEqual([0, { mean: 0, standardError: 0 }]);
  });

  it('a single draw elects its answer, all draws the most frequent one', () => {
    const samples = Samples.from({ rewards: [3, 1, 1], answers: ['x', 'y', 'y'], scores: { pass: [1, 0, 0] } });
    near(samples.majority(1, 'pass'), 1 / 3);
    expect([samples.majority(3, 'pass'), samples.weightedMajority(3, 'pass').mean]).toEqual([0, 1]);
  });

  it('a tie is shared: of counts, and of sums of rewards up to rounding', () => {
    const samples = Samples.from({ rewards: [0.1, 0.2, 0.3], answers: [1, 1, 2], scores: { pass: [1, 1, 0] } });
    expect(samples.weightedMajority(3, 'pass').mean).toBe(0.5);
    const even = Samples.from({ rewards: [0, 0], answers: ['1', 1], scores: { pass: [1, 0] } });
    expect([even.majority(2, 'pass'), even.weightedMajority(2, 'pass').mean]).toEqual([0.5, 0.5]);
  });

  it('an infinite score or reward counts where it can', () => {
    const samples = Samples.from({ rewards: [Infinity, 1, 1], answers: ['x', 'y', 'y'], scores: { s: [-Infinity, 2, 2] } });
    expect([samples.majority(3, 's'), samples.majority(1, 's'), samples.weightedMajority(3, 's').mean]).toEqual([
      2,
      -Infinity,
      -Infinity,
    ]);
  });
});

describe('bad input', () => {
  const input = { rewards: [1, -1], answers: ['x', null], scores: { pass: [1, 0] } };
  const without = Samples.from({ rewards: [1], scores: { pass: [1] } });
  it.each<[string, () => unknown, string, string]>([
    [
      'no array',
      () => Samples.from({ ...input, answers: 'xy' as never }),
      'answers must be an array of strings, numbers or null, got "xy"',
      'WRONG_TYPE',
    ],
    [
      'a flag',
      () => Samples.from({ ...input, answers: ['x', true as never] }),
      'answers[1] is true, expected a string, a number or null',
      'WRONG_TYPE',
    ],
    ['NaN', () => Samples.from({ ...input, answers: [1, Number.NaN] }), 'answers[1] is NaN', 'NOT_A_NUMBER'],
    [
      'too few',
      () => Samples.from({ ...input, answers: ['x'] }),
      'rewards has length 2 and answers has length 1; they must be equal',
      'WRONG_LENGTH',
    ],
    ['no answers', () => without.majority(1, 'pass'), 'these samples have no answers, which majority needs', 'NO_ANSWERS'],
    ['no such score', () => without.topOf(1, 1, 'gold'), 'there is no score "gold"; the scores are: pass', 'UNKNOWN_NAME'],
    ['j beyond n', () => Samples.from(input).topOf(1, 2), 'j is 2, expected a whole number from 1 to 1, n', 'OUT_OF_RANGE'],
    [
      'n beyond m',
      () => Samples.from(input).majority(3, 'pass'),
      'n is 3, expected a whole number from 1 to 2, the number of samples',
      'OUT_OF_RANGE',
    ],
    [
      'one pair too few',
      () => without.pairwiseDisagreement('pass'),
      'pairwiseDisagreement needs two samples, and there is 1 sample',
      'NO_ESTIMATE',
    ],
    [
      'a negative vote',
      () => Samples.from(input).weightedMajority(1, 'pass'),
      'rewards[1] is -1, expected a weight >= 0 for weightedMajority: shift the rewards',
      'OUT_OF_RANGE',
    ],
    [
      'one random choice',
      () => Samples.from({ ...input, rewards: [1, 1] }).weightedMajority(1, 'pass', { draws: 1 }),
      'draws is 1, expected a whole number from 2',
      'OUT_OF_RANGE',
    ],
    [
      'half a seed',
      () => Samples.from({ ...input, rewards: [1, 1] }).weightedMajority(1, 'pass', { seed: 0.5 }),
      'seed is 0.5, expected a whole number',
      'OUT_OF_RANGE',
    ],
  ])('%s', (_, call, message, code) => {
    expect(call).toThrow(message);
    expect(call).toThrow(expect.objectContaining({ code }));
  });
});
