// Estimates from samples: golden values, enumeration of every choice of n, exact fractions at a million samples.

import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { klEstimate, passAtK, Samples, Support, useEngine } from '../../src/index';
import { binomialWeights } from '../../src/numerics/binomial-weights';
import { accumulate, SUM_SIZE, total } from '../../src/numerics/sum';
import { expectShare } from '../helpers/promise';
import { lcg, supportOf } from '../helpers/recipes';

const golden = JSON.parse(readFileSync(new URL('../golden/estimators.json', import.meta.url), 'utf8')) as {
  samples: {
    name: string;
    rewards: string;
    size: number;
    seed: number;
    n: number;
    expectedReward: string;
    expectedScore: string;
    klEstimate: string;
  }[];
  samplesWinRate: { rewards: number[]; n: number; winRate: string }[];
  passAtK: { samples: number; correct: number; k: number; passAtK: string }[];
};

function expectClose(actual: number, exact: number | string, tolerance = 1e-13, what = ''): void {
  const target = Number(exact);
  if (target === 0) expect(actual, what).toBe(0);
  else
    expect(Math.abs(actual - target) / Math.abs(target), `${what}: ${actual}, expected ${exact}`).toBeLessThanOrEqual(tolerance);
}

function samplesOf({ rewards, size, seed }: { rewards: string; size: number; seed: number }): Samples {
  const input = supportOf({ name: '', weights: 'uniform', rewards, size, seed, ties: 'random' });
  return Samples.from({
    rewards: input.rewards,
    logProbs: lcg(seed + 9, size).map((v) => Math.log((v + 1) / 2 ** 40)),
    scores: { gold: lcg(seed + 7, size) },
  });
}

describe.each(['wasm', 'js'] as const)('golden values, %s', (kind) => {
  it.each(golden.samples)('$name, n = $n', (sample) => {
    useEngine(kind);
    const samples = samplesOf(sample);
    expectClose(samples.expectedReward(sample.n), sample.expectedReward, 2e-15);
    expectClose(samples.expectedScore('gold', sample.n), sample.expectedScore, 2e-15);
    const kl = samples.klEstimate(sample.n);
    const off = Number(sample.klEstimate) === 0 ? kl : Math.abs(kl / Number(sample.klEstimate) - 1);
    expectShare(`klEstimate-of-samples ${sample.name}, n = ${sample.n}`, off / 1e-13, `${kl}, exactly ${sample.klEstimate}`);
  });

  it('win rate', () => {
    useEngine(kind);
    for (const { rewards, n, winRate } of golden.samplesWinRate) {
      expectClose(Samples.from({ rewards }).winRate(n), winRate, 1e-15, `${rewards} n=${n}`);
    }
  });

  it('pass@k', () => {
    useEngine(kind);
    for (const { samples, correct, k, passAtK: exact } of golden.passAtK) {
      expectClose(passAtK(samples, correct, k), exact, 1e-13, `${correct} of ${samples}, k = ${k}`);
    }
  });
});

/** Every choice of n of the indices 0..m-1. */
function* choices(m: number, n: number, from = 0): Generator<number[]> {
  if (n === 0) yield [];
  else for (let i = from; i <= m - n; i++) for (const rest of choices(m, n - 1, i + 1)) yield [i, ...rest];
}

const average = (values: number[]) => values.reduce((a, b) => a + b, 0) / values.length;

describe('enumeration', () => {
  const scored = fc
    .array(
      fc.record({
        reward: fc.integer({ min: 0, max: 5 }),
        score: fc.integer({ min: -9, max: 9 }),
        p: fc.double({ min: 1e-9, max: 1, noNaN: true }),
      }),
      { minLength: 1, maxLength: 12 }
    )
    .chain((rows) => fc.tuple(fc.constant(rows), fc.integer({ min: 1, max: rows.length })));

  it('of every choice of n gives the mean of the best, the worst, the score and the estimator', () => {
    fc.assert(
      fc.property(scored, ([rows, n]) => {
        const rewards = rows.map(({ reward }) => reward);
        const scores = rows.map(({ score }) => score);
        const logProbs = rows.map(({ p }) => Math.log(p));
        const samples = Samples.from({ rewards, logProbs, scores: { score: scores } });
        const all = [...choices(rows.length, n)];
        const best = (choice: number[], value: (i: number) => number) => {
          const top = Math.max(...choice.map((i) => rewards[i]));
          return average(choice.filter((i) => rewards[i] === top).map(value));
        };
        const near = (a: number, b: number) => expect(Math.abs(a - b)).toBeLessThanOrEqual(1e-13 * (1 + Math.abs(b)));
        near(samples.expectedReward(n), average(all.map((c) => Math.max(...c.map((i) => rewards[i])))));
        near(samples.worstOf(n), average(all.map((c) => Math.min(...c.map((i) => rewards[i])))));
        near(samples.worstOf(n, 'score'), average(all.map((c) => Math.min(...c.map((i) => scores[i])))));
        near(samples.expectedScore('score', n), average(all.map((c) => best(c, (i) => scores[i]))));
        near(samples.klEstimate(n), average(all.map((c) => best(c, (i) => klEstimate(n, rows[i].p)))));
      }),
      { numRuns: 200 }
    );
  });

  it('of every choice of n and one more gives the win rate', () => {
    fc.assert(
      fc.property(
        fc
          .array(fc.integer({ min: 0, max: 6 }), { minLength: 2, maxLength: 12 })
          .chain((r) => fc.tuple(fc.constant(r), fc.integer({ min: 1, max: r.length - 1 }))),
        ([rewards, n]) => {
          const wins = [...choices(rewards.length, n)].flatMap((choice) => {
            const top = Math.max(...choice.map((i) => rewards[i]));
            const others = rewards.filter((_, i) => !choice.includes(i));
            return others.map((r) => (top > r ? 1 : top === r ? 0.5 : 0));
          });
          expect(Math.abs(Samples.from({ rewards }).winRate(n) - average(wins))).toBeLessThanOrEqual(1e-13);
        }
      ),
      { numRuns: 200 }
    );
  });

  it('is unbiased: over every draw of m samples, the mean is the truth', () => {
    useEngine('wasm');
    const probs = [0.5, 0.2, 0.3];
    const rewards = [1, 5, 5];
    const support = Support.from({ probs, rewards });
    const m = 5;
    for (let n = 1; n < m; n++) {
      let reward = 0;
      let winRate = 0;
      for (let code = 0; code < 3 ** m; code++) {
        const draw = Array.from({ length: m }, (_, i) => Math.floor(code / 3 ** i) % 3);
        const chance = draw.reduce((p, y) => p * probs[y], 1);
        const samples = Samples.from({ rewards: draw.map((y) => rewards[y]) });
        reward += chance * samples.expectedReward(n);
        winRate += chance * samples.winRate(n);
      }
      const truth = support.metrics(n, ['expectedReward', 'winRate']);
      expectClose(reward, truth.expectedReward, 1e-14);
      expectClose(winRate, truth.winRate, 1e-14);
    }
    support.dispose();
  });
});

describe('a million samples', () => {
  /** C(i-1, n-1) / C(m, n) as an exact fraction, for small n. */
  function exactWeight(m: number, n: number, i: number): number {
    let numerator = BigInt(n);
    let denominator = 1n;
    for (let k = 0; k < n - 1; k++) numerator *= BigInt(i - 1 - k);
    for (let k = 0; k < n; k++) denominator *= BigInt(m - k);
    return Number((numerator * 10n ** 60n) / denominator) / 1e60;
  }

  it('weights are exact to the last digits', () => {
    const m = 1_000_000;
    for (const n of [1, 2, 3, 5]) {
      const { high: weights } = binomialWeights(m, n);
      for (const i of [n, n + 1, 1000, 123_456, 500_000, 999_999, m]) {
        const exact = exactWeight(m, n, i);
        if (exact > 1e-40) expectClose(weights[i - 1], exact, 4e-16, `n = ${n}, i = ${i}`);
      }
    }
  });

  it('any n gives weights that sum to 1', () => {
    for (const n of [1, 7, 1000, 500_000, 999_999, 1_000_000]) {
      const { high, low, level } = binomialWeights(1_000_000, n);
      const sum = new Float64Array(SUM_SIZE);
      for (let i = 0; i < high.length && n > 0; i++) {
        if (level[i] > 0) continue;
        accumulate(sum, 0, 0, high[i]);
        accumulate(sum, 0, 1, low[i]);
      }
      expect(total(sum, 0)).toBe(1);
    }
  });

  it('a 0/1 reward gives pass@k', () => {
    const m = 1_000_000;
    const rewards = new Float64Array(m).map((_, i) => (i % 100_000 === 0 ? 1 : 0));
    const samples = Samples.from({ rewards, scores: { pass: rewards } });
    for (const k of [1, 2, 1000, 200_000]) {
      expectClose(samples.expectedReward(k), passAtK(m, 10, k), 2e-15);
      expectClose(samples.expectedScore('pass', k), passAtK(m, 10, k), 2e-15);
    }
  });
});

describe('pass@k', () => {
  it('keeps its digits', () => {
    expect(passAtK(6, 3, 1)).toBe(0.5);
    expect(passAtK(1_000_000, 1, 1)).toBe(1e-6);
    expect(passAtK(200, 1, 100)).toBe(0.5);
    expect(passAtK(5, 4, 2)).toBe(1);
    expect(passAtK(5, 0, 5)).toBe(0);
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 10 ** 6 }), fc.double({ min: 0, max: 1, noNaN: true }), (m, u) => {
        const c = Math.floor(u * m);
        expect(passAtK(m, c, 1)).toBe(c / m);
      })
    );
  });

  it('is exact against fractions', () => {
    const choose = (a: number, b: number) => {
      let value = 1n;
      for (let i = 0; i < b; i++) value = (value * BigInt(a - i)) / BigInt(i + 1);
      return value;
    };
    fc.assert(
      fc.property(
        fc
          .integer({ min: 1, max: 300 })
          .chain((m) => fc.tuple(fc.constant(m), fc.integer({ min: 0, max: m }), fc.integer({ min: 1, max: m }))),
        ([m, c, k]) => {
          const all = choose(m, k);
          const fail = m - c < k ? 0n : choose(m - c, k);
          expectClose(passAtK(m, c, k), Number(((all - fail) * 10n ** 40n) / all) / 1e40, 2e-15, `${c} of ${m}, k = ${k}`);
        }
      ),
      { numRuns: 1000 }
    );
  });
});

describe('rounded once', () => {
  it('a simple value comes out as its double', () => {
    for (const [m, c, k, exact] of [
      [6, 2, 2, 3 / 5],
      [4, 2, 2, 5 / 6],
      [98, 49, 1, 0.5],
      [5, 3, 1, 0.6],
    ]) {
      expect(passAtK(m, c, k)).toBe(exact);
      const rewards = Array.from({ length: m }, (_, i) => (i < c ? 1 : 0));
      expect(Samples.from({ rewards, scores: { rewards } }).expectedScore('rewards', k)).toBe(exact);
      expect(Samples.from({ rewards }).winRate(1)).toBe(0.5);
    }
    for (let m = 1; m <= 60; m++) {
      for (let c = 0; c <= m; c++) {
        expect(Samples.from({ rewards: Array.from({ length: m }, (_, i) => (i < c ? 1 : 0)) }).expectedReward(1)).toBe(c / m);
      }
    }
    for (const r of [0.3, 5e-324, -1.1e-310, Number.MAX_VALUE]) {
      for (let n = 1; n <= 7; n++) {
        const equal = Samples.from({ rewards: Array(7).fill(r) });
        expect(equal.expectedReward(n)).toBe(r);
        expect(equal.worstOf(n)).toBe(r);
      }
    }
  });

  it('weights of any size count, against exact fractions', () => {
    const reward = fc.oneof(
      fc.double({ noNaN: true, noDefaultInfinity: true }),
      fc.double({ min: -1, max: 1, noNaN: true }),
      fc.constantFrom(0, 1, 0.1, -1e308, 5e-324)
    );
    /** Twice 2^1100 times a double. */
    const whole = (x: number) => {
      let [m, shift] = [x, 1100];
      for (; !Number.isInteger(m); shift--) m *= 2;
      return BigInt(m) << BigInt(shift);
    };
    const shared = fc.array(reward, { minLength: 1, maxLength: 40 });
    fc.assert(
      fc.property(
        shared.chain((r) => fc.tuple(fc.constant(r), fc.integer({ min: 1, max: r.length }))),
        ([rewards, n]) => {
          const sorted = [...rewards].sort((a, b) => a - b);
          let ways = 1n; // C(i, n-1), i from n - 1
          let all = 0n;
          let sum = 0n;
          let size = 0n;
          for (let i = n - 1; i < sorted.length; i++) {
            const x = ways * whole(sorted[i]);
            sum += x;
            size += x < 0n ? -x : x;
            all += ways;
            ways = (ways * BigInt(i + 1)) / BigInt(i + 2 - n);
          }
          const actual = whole(Samples.from({ rewards }).expectedReward(n)) * all;
          const error = actual < sum ? sum - actual : actual - sum;
          // half a unit in the last place of the result, or of a subnormal number, and 2^-100 of what may cancel
          const allowed = ((sum < 0n ? -sum : sum) >> 53n) + (all << 26n) + (size >> 100n);
          const share = Number((error << 20n) / (allowed + 1n)) / 2 ** 20;
          expectShare(`mean-of-samples of ${rewards.length}, n = ${n}`, share, 'half a unit in the last place is 1');
        }
      ),
      { numRuns: 1000 }
    );
    const wide = Samples.from({ rewards: Array.from({ length: 1020 }, (_, i) => (i < 511 ? -1e308 : i)) });
    expect(wide.expectedReward(510)).toBe(-181074.38629352467);
  });
});

describe('bad input', () => {
  it.each<[string, () => unknown, ErrorConstructor, string | RegExp]>([
    [
      'k above the samples',
      () => passAtK(2, 0, 5),
      RangeError,
      'k is 5, expected a whole number from 1 to 2, the number of samples',
    ],
    [
      'more correct than samples',
      () => passAtK(2, 3, 1),
      RangeError,
      'correct is 3, expected a whole number from 0 to 2, the number of samples',
    ],
    ['half a sample', () => passAtK(2.5, 1, 1), RangeError, /^samples is 2\.5, expected a whole number from 1/],
    ['text', () => passAtK(2, 1, '1' as unknown as number), TypeError, 'k is "1", expected a number'],
    [
      'n above the samples',
      () => Samples.from({ rewards: [1, 2] }).expectedReward(3),
      RangeError,
      'n is 3, expected a whole number from 1 to 2, the number of samples',
    ],
    [
      'n not whole',
      () => Samples.from({ rewards: [1, 2] }).worstOf(1.5),
      RangeError,
      /^n is 1\.5, expected a whole number from 1 to 2/,
    ],
    [
      'no draw to beat',
      () => Samples.from({ rewards: [1, 2] }).winRate(2),
      RangeError,
      'n is 2, expected a whole number from 1 to 1, one less than the number of samples, 2',
    ],
    [
      'one sample has no win rate',
      () => Samples.from({ rewards: [1] }).winRate(1),
      RangeError,
      'winRate needs one sample more than n, and there is 1 sample',
    ],
    [
      'no logProbs',
      () => Samples.from({ rewards: [1] }).klEstimate(1),
      TypeError,
      'these samples have no logProbs, which klEstimate needs',
    ],
    [
      'no such score',
      () => Samples.from({ rewards: [1], scores: { gold: [1] } }).expectedScore('gould', 1),
      RangeError,
      'there is no score "gould"; the scores are: gold',
    ],
    ['NaN reward', () => Samples.from({ rewards: [1, Number.NaN] }), RangeError, 'rewards[1] is NaN'],
    ['NaN score', () => Samples.from({ rewards: [1], scores: { gold: [Number.NaN] } }), RangeError, 'scores.gold[0] is NaN'],
    [
      'short score',
      () => Samples.from({ rewards: [1, 2], scores: { gold: [1] } }),
      TypeError,
      'rewards has length 2 and scores.gold has length 1; they must be equal',
    ],
    [
      'a probability above 1',
      () => Samples.from({ rewards: [1], logProbs: [0.5] }),
      RangeError,
      'logProbs[0] is 0.5, expected the logarithm of a probability, at most 0',
    ],
    ['nothing', () => Samples.from({ rewards: [] }), RangeError, 'rewards is empty: an estimate needs at least one sample'],
    ['no input', () => Samples.from(null as unknown as { rewards: number[] }), TypeError, 'input must be an object, got null'],
  ])('%s', (_, use, type, message) => {
    expect(use).toThrow(type);
    expect(use).toThrow(message);
  });

  it('infinite rewards, where they can be reached', () => {
    const samples = Samples.from({ rewards: [-Infinity, 1, 2, 3] });
    expect(samples.expectedReward(1)).toBe(-Infinity);
    expectClose(samples.expectedReward(2), (1 + 2 * 2 + 3 * 3) / 6, 1e-15);
    expect(samples.worstOf(4)).toBe(-Infinity);
    expect(Samples.from({ rewards: [-Infinity, Infinity] }).expectedReward(1)).toBeNaN();
  });
});
