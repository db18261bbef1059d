// Samples of many prompts in one call: each row, to the bit, as the same row in Samples, in both engines; golden values, enumeration of every choice
// of n, and bad input.

import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type EstimateName, evaluateSamples, klEstimate, type SampleBatch, Samples, useEngine } from '../../src/index';
import { lcg, supportOf } from '../helpers/recipes';
import { generator, KINDS_OF_ROW, length, rewardsOf } from '../helpers/rows';

const KINDS = ['wasm', 'js'] as const;

const ALL: EstimateName[] = ['expectedReward', 'winRate', 'klEstimate', 'worstOf', 'score.a', 'worstOf.a', 'score.worstOf.a'];

/** One estimate of one row, from `Samples`. */
function alone(samples: Samples, name: EstimateName, n: number): number {
  if (n > samples.size || (name === 'winRate' && n === samples.size)) return Number.NaN;
  if (name.startsWith('score.')) return samples.expectedScore(name.slice(6), n);
  if (name.startsWith('worstOf.')) return samples.worstOf(n, name.slice(8));
  return samples[name as 'expectedReward' | 'winRate' | 'klEstimate' | 'worstOf'](n);
}

/** The same as `evaluateSamples`, row by row. */
function oneByOne({ rewards, rows, logProbs, scores = {}, ns }: SampleBatch, names: readonly EstimateName[]) {
  const lengths = typeof rows === 'number' ? Array<number>(rewards.length / rows).fill(rows) : [...rows];
  const results: Record<string, number[]> = Object.fromEntries(names.map((name) => [name, []]));
  let from = 0;
  for (const length of lengths) {
    const cut = (values: Float64Array | Float32Array) => values.slice(from, from + length);
    const samples = Samples.from({
      rewards: cut(rewards),
      ...(logProbs && { logProbs: cut(logProbs) }),
      scores: Object.fromEntries(Object.entries(scores).map(([name, values]) => [name, cut(values)])),
    });
    for (const n of ns) for (const name of names) results[name].push(alone(samples, name, n));
    from += length;
  }
  return results;
}

function expectSame(batch: SampleBatch, names: readonly EstimateName[]): void {
  const expected = oneByOne(batch, names);
  for (const kind of KINDS) {
    useEngine(kind);
    const results = evaluateSamples(batch);
    expect(Object.keys(results)).toEqual([...new Set(names)]);
    for (const name of names) {
      const i = expected[name].findIndex((x, k) => !Object.is(x, results[name][k]));
      if (i >= 0) expect.fail(`${kind} ${name}[${i}]: ${results[name][i]} in the batch, ${expected[name][i]} alone`);
      expect(results[name]).toHaveLength(expected[name].length);
    }
  }
}

const batches = fc
  .record({
    lengths: fc.oneof(fc.array(length, { maxLength: 9 }), fc.tuple(length, fc.integer({ min: 1, max: 9 }))),
    kinds: fc.array(fc.constantFrom(...KINDS_OF_ROW), { minLength: 1, maxLength: 4 }),
    scoreKinds: fc.array(fc.constantFrom(...KINDS_OF_ROW), { minLength: 1, maxLength: 3 }),
    narrow: fc.boolean(),
    ns: fc.array(fc.oneof(fc.integer({ min: 1, max: 12 }), fc.constantFrom(100, 300, 512, 513, 2 ** 40)), { maxLength: 4 }),
    estimates: fc.option(fc.subarray(ALL), { nil: undefined }),
    seed: fc.integer({ min: 0, max: 2 ** 31 }),
  })
  .map(({ lengths, kinds, scoreKinds, narrow, ns, estimates, seed }): [SampleBatch, EstimateName[]] => {
    const fixed = lengths.length === 2;
    const all: number[] = fixed ? Array(lengths[1]).fill(lengths[0]) : (lengths as number[]);
    const next = generator(seed);
    const column = (of: string[]) => {
      const values = all.flatMap((length, row) => rewardsOf(of[row % of.length], length, next));
      return narrow ? Float32Array.from(values) : Float64Array.from(values);
    };
    const rewards = column(kinds);
    const logProb = () => [0, -1e-300, -1e-9, -1, -40, -800, -Infinity, -(10 ** (4 * next() - 2))][Math.floor(next() * 12)];
    const logProbs = Float64Array.from(rewards, () => logProb() ?? -30 * next());
    const scores = { a: column(scoreKinds), 'worstOf.a': column(scoreKinds) };
    const byDefault: EstimateName[] = ['expectedReward', 'winRate', 'klEstimate', 'score.a', 'score.worstOf.a'];
    const rows = fixed ? (lengths[0] as number) : Uint32Array.from(all);
    return [{ rewards, rows, logProbs, scores, ns, ...(estimates && { estimates }) }, estimates ?? byDefault];
  });

describe('evaluateSamples', () => {
  it('equals the rows one by one, to the bit', () => {
    fc.assert(
      fc.property(batches, ([batch, names]) => expectSame(batch, names)),
      { numRuns: 300 }
    );
  }, 120_000);

  it('and where a call into the kernel takes only part of them', () => {
    const next = generator(3);
    const lengths = Uint32Array.from({ length: 1500 }, () => [1, 8, 40, 41][Math.floor(4 * next())]);
    const rewards = Float64Array.from({ length: lengths.reduce((a, b) => a + b) }, () => Math.floor(20 * next()));
    const names: EstimateName[] = ['expectedReward', 'winRate', 'score.a'];
    expectSame({ rewards, rows: lengths, scores: { a: rewards.map((_, i) => i) }, ns: [1, 8] }, names);
    const even = rewards.subarray(0, 9000 * 3);
    expectSame({ rewards: even, rows: 3, scores: { a: even.map(() => next()) }, ns: [2] }, names);
  });

  it('is laid out row after row, and takes each estimate once', () => {
    for (const kind of KINDS) {
      useEngine(kind);
      const rewards = Float64Array.of(1, 2, 6, 7);
      const batch = { rewards, rows: Uint32Array.of(3, 1), ns: [1, 2], estimates: ['worstOf', 'winRate', 'worstOf'] as const };
      expect(evaluateSamples(batch)).toEqual({
        // of 1, 2 and 6 the lowest of two is 1 twice and 2 once; any of three loses to a third as often as it wins
        worstOf: Float64Array.of(3, 4 / 3, 7, Number.NaN),
        winRate: Float64Array.of(1 / 2, 2 / 3, Number.NaN, Number.NaN),
      });
    }
  });

  it('no rows, no n, no estimates', () => {
    for (const kind of KINDS) {
      useEngine(kind);
      const none = new Float64Array(0);
      expect(evaluateSamples({ rewards: none, rows: new Uint32Array(0), ns: [1] })).toEqual({
        expectedReward: none,
        winRate: none,
      });
      expect(evaluateSamples({ rewards: Float64Array.of(1), rows: 1, ns: [], estimates: ['winRate'] })).toEqual({
        winRate: none,
      });
      expect(evaluateSamples({ rewards: Float64Array.of(1), rows: 1, ns: [1], estimates: [] })).toEqual({});
    }
  });

  it('means of every choice of n, by enumeration', () => {
    const rows = fc.array(
      fc.array(
        fc.record({
          reward: fc.integer({ min: 0, max: 4 }),
          score: fc.integer({ min: -9, max: 9 }),
          p: fc.double({ min: 1e-9, max: 1, noNaN: true }),
        }),
        { minLength: 1, maxLength: 7 }
      ),
      { minLength: 1, maxLength: 5 }
    );
    fc.assert(
      fc.property(rows, fc.integer({ min: 1, max: 7 }), (rows, n) => {
        const all = rows.flat();
        const batch: SampleBatch = {
          rewards: Float64Array.from(all, ({ reward }) => reward),
          logProbs: Float64Array.from(all, ({ p }) => Math.log(p)),
          scores: { a: Float64Array.from(all, ({ score }) => score) },
          rows: Uint32Array.from(rows, ({ length }) => length),
          ns: [n],
          estimates: ALL.slice(0, 6),
        };
        for (const kind of KINDS) {
          useEngine(kind);
          const results = evaluateSamples(batch);
          rows.forEach((row, i) => {
            const expected = enumerated(row, n);
            for (const name of ALL.slice(0, 6)) {
              const [actual, exact] = [results[name][i], expected[name]];
              if (Number.isNaN(exact)) expect(actual, name).toBeNaN();
              else expect(Math.abs(actual - exact), name).toBeLessThanOrEqual(1e-13 * (1 + Math.abs(exact)));
            }
          });
        }
      }),
      { numRuns: 150 }
    );
  });
});

/** Every choice of n of the indices 0..m-1. */
function* choices(m: number, n: number, from = 0): Generator<number[]> {
  if (n === 0) yield [];
  else for (let i = from; i <= m - n; i++) for (const rest of choices(m, n - 1, i + 1)) yield [i, ...rest];
}

/** The estimates of a row, from every choice of n, and for the win rate every opponent; NaN where there is none. */
function enumerated(row: readonly { reward: number; score: number; p: number }[], n: number): Record<string, number> {
  const average = (values: number[]) => values.reduce((a, b) => a + b, 0) / values.length;
  const all = [...choices(row.length, n)].map((choice) => choice.map((i) => row[i]));
  const best = (value: (draw: (typeof row)[number]) => number) =>
    average(
      all.map((chosen) => {
        const top = Math.max(...chosen.map(({ reward }) => reward));
        return average(chosen.filter(({ reward }) => reward === top).map(value));
      })
    );
  const wins = all.flatMap((chosen) => {
    const top = Math.max(...chosen.map(({ reward }) => reward));
    const others = row.filter((draw) => !chosen.includes(draw));
    return others.map(({ reward }) => (top > reward ? 1 : top === reward ? 0.5 : 0));
  });
  return {
    expectedReward: best(({ reward }) => reward),
    winRate: average(wins),
    klEstimate: best(({ p }) => klEstimate(n, p)),
    worstOf: average(all.map((chosen) => Math.min(...chosen.map(({ reward }) => reward)))),
    'score.a': best(({ score }) => score),
    'worstOf.a': average(all.map((chosen) => Math.min(...chosen.map(({ score }) => score)))),
  };
}

describe.each(KINDS)('golden values, %s', (kind) => {
  const golden = JSON.parse(readFileSync(new URL('../golden/estimators.json', import.meta.url), 'utf8')) as {
    samples: (Record<'name' | 'rewards' | 'expectedReward' | 'expectedScore' | 'klEstimate', string> &
      Record<'size' | 'seed' | 'n', number>)[];
    samplesWinRate: { rewards: number[]; n: number; winRate: string }[];
  };
  const expectClose = (actual: number, exact: string, tolerance: number, what: string) => {
    const target = Number(exact);
    expect(Math.abs(actual - target), `${what}: ${actual}, expected ${exact}`).toBeLessThanOrEqual(tolerance * Math.abs(target));
  };

  it.each(golden.samples)('$name, n = $n', (sample) => {
    useEngine(kind);
    const { rewards, size, seed, n } = sample;
    const input = supportOf({ name: '', weights: 'uniform', rewards, size, seed, ties: 'random' });
    const batch: SampleBatch = {
      rewards: Float64Array.from(input.rewards),
      rows: size,
      logProbs: Float64Array.from(lcg(seed + 9, size), (v) => Math.log((v + 1) / 2 ** 40)),
      scores: { gold: Float64Array.from(lcg(seed + 7, size)) },
      ns: [n],
    };
    const results = evaluateSamples(batch);
    expectClose(results.expectedReward[0], sample.expectedReward, 2e-15, 'expectedReward');
    expectClose(results['score.gold'][0], sample.expectedScore, 2e-15, 'expectedScore');
    expectClose(results.klEstimate[0], sample.klEstimate, 1e-13, 'klEstimate');
  });

  it('win rate', () => {
    useEngine(kind);
    for (const { rewards, n, winRate } of golden.samplesWinRate) {
      const results = evaluateSamples({ rewards: Float64Array.from(rewards), rows: rewards.length, ns: [n] });
      expectClose(results.winRate[0], winRate, 1e-15, `${rewards} n=${n}`);
    }
  });
});

describe('bad input', () => {
  const good: SampleBatch = {
    rewards: Float64Array.of(1, 2, 3, 4),
    rows: 2,
    logProbs: Float64Array.of(-1, -2, -3, -4),
    scores: { a: Float64Array.of(0, 1, 0, 1) },
    ns: [1],
  };
  const cases: [unknown, string, string][] = [
    [undefined, 'WRONG_TYPE', 'batch must be an object, got undefined'],
    [{ ...good, rewards: '1' }, 'WRONG_TYPE', 'rewards must be a Float64Array, a Float32Array or an array of numbers, got "1"'],
    [{ ...good, rewards: Float64Array.of(1, 2, NaN, 4) }, 'NOT_A_NUMBER', 'rewards[2] (row 1, column 0) is NaN'],
    [{ ...good, rows: 3 }, 'WRONG_LENGTH', 'rewards has length 4, which is not a multiple of rows, 3'],
    [{ ...good, rows: Uint32Array.of(4, 0) }, 'OUT_OF_RANGE', 'rows[1] is 0, expected at least one sample'],
    [{ ...good, rows: Uint32Array.of(4, 1) }, 'WRONG_LENGTH', 'rows sum to 5 and rewards has length 4; they must be equal'],
    [
      { ...good, logProbs: Float64Array.of(-1) },
      'WRONG_LENGTH',
      'rewards has length 4 and logProbs has length 1; they must be equal',
    ],
    [
      { ...good, logProbs: Float64Array.of(-1, -1, -1, 0.5) },
      'OUT_OF_RANGE',
      'logProbs[3] (row 1, column 1) is 0.5, expected the logarithm of a probability, at most 0',
    ],
    [{ ...good, scores: { a: Float64Array.of(0, NaN, 0, 0) } }, 'NOT_A_NUMBER', 'scores.a[1] (row 0, column 1) is NaN'],
    [{ ...good, scores: { a: [1] } }, 'WRONG_LENGTH', 'rewards has length 4 and scores.a has length 1; they must be equal'],
    [{ ...good, scores: 7 }, 'WRONG_TYPE', 'scores must be an object, got 7'],
    [{ ...good, ns: [1, 1.5] }, 'OUT_OF_RANGE', `ns[1] is 1.5, expected a whole number from 1 to ${Number.MAX_SAFE_INTEGER}`],
    [{ ...good, ns: undefined }, 'WRONG_TYPE', 'ns must be a Float64Array, a Float32Array or an array of numbers, got undefined'],
    [{ ...good, estimates: 'winRate' }, 'WRONG_TYPE', 'estimates must be an array of names of estimates, got "winRate"'],
    [
      { ...good, estimates: ['winRate', 'kl'] },
      'UNKNOWN_NAME',
      'estimates[1] is "kl", expected one of expectedReward, winRate, klEstimate, worstOf, worstOf.NAME, score.NAME, majority.NAME, weightedMajority.NAME, oracle.NAME, passHat, passHat.NAME, gPass(TAU), gPass(TAU).NAME, topOf(J), topOf(J).NAME',
    ],
    [
      { ...good, estimates: ['score.b'] },
      'UNKNOWN_NAME',
      'estimates[0] is "score.b", but there is no score "b"; the scores are: a',
    ],
    [
      { ...good, logProbs: undefined, estimates: ['klEstimate'] },
      'NO_LOG_PROBS',
      'estimates[0] is "klEstimate", which needs logProbs',
    ],
  ];

  it.each(cases)('%#', (batch, code, message) => {
    for (const kind of KINDS) {
      useEngine(kind);
      const call = () => evaluateSamples(batch as SampleBatch);
      expect(call).toThrow(message);
      expect(call).toThrow(expect.objectContaining({ code }));
    }
  });
});
