// A batch says of every row what the row says as a support of its own, to the bit, in both engines.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Batch, type EngineKind, evaluateBatch, type MetricName, Support, useEngine } from '../../src/index';
import { METRICS } from '../../src/metrics';
import { randomN } from '../helpers/arbitrary';
import { generator, KINDS_OF_ROW, length, rewardsOf } from '../helpers/rows';

const KINDS: EngineKind[] = ['wasm', 'js'];

/** The same, row by row. */
function oneByOne({
  rewards,
  rows,
  weights,
  ns,
  metrics = ['kl', 'winRate', 'expectedReward'],
}: Batch): Record<string, number[]> {
  const lengths = typeof rows === 'number' ? Array(rewards.length / rows).fill(rows) : [...rows];
  const results: Record<string, number[]> = Object.fromEntries(metrics.map((name) => [name, []]));
  let from = 0;
  for (const length of lengths) {
    const row = rewards.slice(from, from + length);
    const support = Support.from({
      rewards: row,
      weights: weights?.slice(from, from + length) ?? new Float64Array(length).fill(1),
    });
    for (const n of ns) {
      const values = support.metrics(n, metrics);
      for (const name of metrics) results[name].push(values[name]);
    }
    support.dispose();
    from += length;
  }
  return results;
}

function expectSame(batch: Batch): void {
  for (const kind of KINDS) {
    useEngine(kind);
    const results = evaluateBatch(batch);
    const expected = oneByOne(batch);
    expect(Object.keys(results)).toEqual(Object.keys(expected));
    for (const name of Object.keys(expected)) {
      const i = expected[name].findIndex((x, k) => !Object.is(x, results[name as MetricName][k]));
      if (i >= 0)
        expect.fail(`${kind} ${name}[${i}]: ${results[name as MetricName][i]} in the batch, ${expected[name][i]} alone`);
      expect(results[name as MetricName].length).toBe(expected[name].length);
    }
  }
}

const uniform = fc.double({ min: 0, max: 1, noNaN: true });

const randomBatch: fc.Arbitrary<Batch> = fc
  .record({
    lengths: fc.oneof(fc.array(length, { maxLength: 12 }), fc.tuple(length, fc.integer({ min: 1, max: 9 }))),
    kinds: fc.array(fc.constantFrom(...KINDS_OF_ROW), { minLength: 1, maxLength: 4 }),
    weights: fc.constantFrom('unit', 'random', 'holes', 'huge'),
    narrow: fc.constantFrom(0, 1, 2, 3),
    ns: fc.array(randomN, { minLength: 1, maxLength: 4 }),
    metrics: fc.option(fc.subarray(METRICS, { minLength: 1 }), { nil: undefined }),
    seed: fc.integer({ min: 0, max: 2 ** 31 }),
    first: uniform,
  })
  .map(({ lengths, kinds, weights, narrow, ns, metrics, seed }) => {
    const fixed = lengths.length === 2;
    const all: number[] = fixed ? Array(lengths[1]).fill(lengths[0]) : (lengths as number[]);
    const next = generator(seed);
    const rewards = all.flatMap((length, row) => rewardsOf(kinds[row % kinds.length], length, next));
    const weight = { random: () => next() + 1e-9, holes: () => (next() < 0.3 ? 0 : next()), huge: () => 1e38 * next() };
    const given =
      weights === 'unit'
        ? undefined
        : all.flatMap((length) => [0.5, ...Array.from({ length: length - 1 }, weight[weights as 'holes'])]);
    const typed = (values: number[], bit: number) => (narrow & bit ? Float32Array : Float64Array).from(values);
    return {
      rewards: typed(rewards, 1),
      rows: fixed ? (lengths[0] as number) : Uint32Array.from(all),
      ...(given && { weights: typed(given, 2) }),
      ns,
      ...(metrics && { metrics }),
    };
  });

describe('evaluateBatch', () => {
  it('equals the rows one by one, to the bit', () => {
    fc.assert(fc.property(randomBatch, expectSame), { numRuns: 600 });
  }, 120_000);

  it('rows of 64 without ties, at the edges of n', () => {
    const next = generator(5);
    const rewards = Float64Array.from({ length: 64 * 7 }, () => next());
    expectSame({ rewards, rows: 64, ns: [1, 1 + 2 ** -52, 2, 16, 1e6, 1e300, Infinity], metrics: METRICS });
  });

  it('is laid out row after row', () => {
    for (const kind of KINDS) {
      useEngine(kind);
      const { winRate, expectedReward } = evaluateBatch({
        rewards: Float64Array.of(1, 2, 3, 7),
        rows: Uint32Array.of(3, 1),
        ns: [1, 2],
      });
      expect([...winRate].map((x) => x.toFixed(6))).toEqual(['0.500000', (1 / 2 + 4 / 27).toFixed(6), '0.500000', '0.500000']);
      expect([...expectedReward].map((x) => x.toFixed(6))).toEqual(['2.000000', (22 / 9).toFixed(6), '7.000000', '7.000000']);
    }
  });

  it('no rows, no n', () => {
    for (const kind of KINDS) {
      useEngine(kind);
      expect(evaluateBatch({ rewards: new Float64Array(0), rows: 4, ns: [2] }).kl).toEqual(new Float64Array(0));
      expect(evaluateBatch({ rewards: new Float64Array(0), rows: new Uint32Array(0), ns: [2] }).kl).toEqual(new Float64Array(0));
      expect(evaluateBatch({ rewards: new Float64Array(8), rows: 4, ns: [] }).kl).toEqual(new Float64Array(0));
    }
  });

  it('leaves its input as it was', () => {
    const rewards = Float64Array.of(3, 1, 2, 9, 8, 7);
    const weights = Float32Array.of(1, 2, 3, 4, 5, 6);
    evaluateBatch({ rewards, rows: 3, weights, ns: [2] });
    expect([[...rewards], [...weights]]).toEqual([
      [3, 1, 2, 9, 8, 7],
      [1, 2, 3, 4, 5, 6],
    ]);
  });

  const rewards = Float64Array.of(1, 2, 3, 4, 5, 6);
  it.each<[string, object | number, typeof TypeError, string]>([
    ['no object', 5, TypeError, 'batch must be an object, got 5'],
    ['NaN', { rewards: Float32Array.of(1, 2, 3, Number.NaN), rows: 2 }, RangeError, 'rewards[3] (row 1, column 1) is NaN'],
    [
      'NaN in rows of many lengths',
      { rewards: Float64Array.of(1, 2, 3, Number.NaN), rows: Uint32Array.of(1, 2, 1) },
      RangeError,
      'rewards[3] (row 2, column 0) is NaN',
    ],
    ['a row that does not fit', { rows: 4 }, TypeError, 'rewards has length 6, which is not a multiple of rows, 4'],
    ['rows of 0', { rows: 0 }, RangeError, 'rows is 0, expected a whole number from 1 to 4294967295'],
    ['an empty row', { rows: Uint32Array.of(3, 0, 3) }, RangeError, 'rows[1] is 0, expected at least one outcome'],
    ['too few rows', { rows: Uint32Array.of(3, 2) }, TypeError, 'rows sum to 5 and rewards has length 6; they must be equal'],
    ['rows of another type', { rows: [3, 3] }, TypeError, 'rows must be a Uint32Array or a number, got a Array'],
    [
      'weights of another length',
      { weights: Float64Array.of(1) },
      TypeError,
      'rewards has length 6 and weights has length 1; they must be equal',
    ],
    [
      'a negative weight',
      { weights: Float64Array.of(1, 1, 1, 1, -2, 1) },
      RangeError,
      'weights[4] (row 1, column 1) is -2, expected a finite number >= 0',
    ],
    [
      'a row without weight',
      { weights: Float64Array.of(1, 1, 1, 0, 0, 0) },
      RangeError,
      'weights of row 1 are all 0: no outcome can be drawn',
    ],
    ['n below 1', { ns: [2, 0.5] }, RangeError, 'ns[1] is 0.5, expected a number >= 1'],
    ['an unknown metric', { metrics: ['kl', 'x'] }, RangeError, 'metrics[1] is "x", expected one of n, kl,'],
  ])('%s is an error', (_, change, type, message) => {
    const use = () => evaluateBatch((typeof change === 'number' ? change : { rewards, rows: 3, ns: [2], ...change }) as Batch);
    expect(use).toThrow(type);
    expect(use).toThrow(message);
  });
});
