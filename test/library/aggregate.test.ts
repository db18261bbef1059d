// Means over prompts: against the estimates themselves, merged in parts, with honest counts.

import Decimal from 'decimal.js';
import { describe, expect, it } from 'vitest';
import { Aggregate, type AggregateState, aggregate, Samples } from '../../src/index';
import { ofDouble } from '../helpers/exact';
import { CASES, expectShare, random } from '../helpers/promise';
import { lcg } from '../helpers/recipes';

/** `count` prompts of the given sizes, with a pass flag and probabilities. */
function promptsOf(sizes: number[], seed = 1): Samples[] {
  return sizes.map((size, i) => {
    const v = lcg(seed + 31 * i, size);
    return Samples.from({
      rewards: v.map((x) => x % 1000),
      logProbs: lcg(seed + 31 * i + 1, size).map((x) => Math.log((x + 1) / 2 ** 40)),
      scores: { pass: v.map((x) => (x % 3 === 0 ? 1 : 0)) },
    });
  });
}

/** What a mean of fewer than two prompts says of its interval. */
const NO_INTERVAL = { interval: null, intervalMethod: null, noInterval: 'fewer than two prompts have an estimate' };

const average = (values: number[]) => values.reduce((a, b) => a + b, 0) / values.length;

describe('aggregate', () => {
  it('is the mean of the prompts, with its standard error', () => {
    const prompts = promptsOf([16, 16, 16, 16, 16, 16]);
    const { rows, ...rest } = aggregate(prompts);
    expect(rest).toEqual({ prompts: 6, samples: { least: 16, most: 16 }, confidence: 0.95 });
    expect(rows.map(({ n }) => n)).toEqual([1, 2, 4, 8, 16]);
    for (const { n, answered, expectedReward, klEstimate, winRate, scores } of rows) {
      const rewards = prompts.map((p) => p.expectedReward(n));
      const mean = average(rewards);
      const variance = rewards.reduce((sum, x) => sum + (x - mean) ** 2, 0) / 5;
      expect(answered).toBe(6);
      expect(expectedReward.mean).toBeCloseTo(mean, 10);
      expect(expectedReward.standardError).toBeCloseTo(Math.sqrt(variance / 6), 10);
      expect(klEstimate.mean).toBeCloseTo(average(prompts.map((p) => p.klEstimate(n))), 13);
      expect(scores.pass.mean).toBeCloseTo(average(prompts.map((p) => p.expectedScore('pass', n))), 13);
      expect(winRate.prompts).toBe(n === 16 ? 0 : 6);
      if (n === 16) expect(winRate).toEqual({ ...NO_INTERVAL, mean: null, standardError: null, prompts: 0 });
      else expect(winRate.mean).toBeCloseTo(average(prompts.map((p) => p.winRate(n))), 13);
    }
  });

  it('counts the prompts that could answer, and says where their sizes differ', () => {
    const prompts = promptsOf([3, 8, 20]);
    const byDefault = aggregate(prompts);
    expect(byDefault.samples).toEqual({ least: 3, most: 20 });
    expect(byDefault.rows.map(({ n }) => n)).toEqual([1, 2]);
    const { rows } = aggregate(prompts, { ns: [2, 8, 10, 30] });
    expect(rows.map(({ answered }) => answered)).toEqual([3, 2, 1, 0]);
    expect(rows[1].winRate.prompts).toBe(1);
    expect(rows[2].expectedReward).toEqual({
      mean: prompts[2].expectedReward(10),
      standardError: null,
      ...NO_INTERVAL,
      prompts: 1,
    });
    expect(rows[3].expectedReward).toEqual({ ...NO_INTERVAL, mean: null, standardError: null, prompts: 0 });
  });

  it('one prompt has no standard error and no interval', () => {
    const { rows } = aggregate(promptsOf([4]));
    expect(rows[0].expectedReward).toMatchObject({ standardError: null, interval: null, prompts: 1 });
  });

  it('prompts without logProbs, or without a score, are left out there only', () => {
    const plain = Samples.from({ rewards: [1, 2] });
    const { rows } = aggregate([...promptsOf([2, 2]), plain], { ns: [1] });
    expect([rows[0].expectedReward.prompts, rows[0].klEstimate.prompts, rows[0].scores.pass.prompts]).toEqual([3, 2, 2]);
  });

  it('the bootstrap interval is reproducible, holds the mean, widens with confidence, and covers as often as it says', () => {
    const prompts = promptsOf(Array(40).fill(8));
    const at = (options: object) => aggregate(prompts, { ns: [4], interval: 'bootstrap', ...options }).rows[0].expectedReward;
    expect(at({ seed: 7 })).toEqual(at({ seed: 7 }));
    expect(at({ seed: 7 }).interval).not.toEqual(at({ seed: 8 }).interval);
    const [low, high] = at({}).interval as [number, number];
    expect(low).toBeLessThan(at({}).mean as number);
    expect(high).toBeGreaterThan(at({}).mean as number);
    const [lower, higher] = at({ confidence: 0.99 }).interval as [number, number];
    expect(higher - lower).toBeGreaterThan(high - low);
    // about +-1.96 standard errors
    expect((high - low) / (2 * 1.96 * (at({}).standardError as number))).toBeCloseTo(1, 0);

    let covered = 0;
    for (let trial = 0; trial < 300; trial++) {
      const draws = lcg(trial * 977 + 5, 60 * 4).map((v) => v / 2 ** 32);
      const trialPrompts = Array.from({ length: 60 }, (_, i) => Samples.from({ rewards: draws.slice(4 * i, 4 * i + 4) }));
      const options = { ns: [1], seed: trial, resamples: 400, interval: 'bootstrap' as const };
      const [a, b] = aggregate(trialPrompts, options).rows[0].expectedReward.interval as [number, number];
      if (a <= 0.5 && b >= 0.5) covered++;
    }
    expect(covered / 300).toBeGreaterThan(0.9);
    expect(covered / 300).toBeLessThan(0.99);
  });

  it('takes what streams', async () => {
    const prompts = promptsOf([5, 6, 7]);
    async function* stream() {
      for (const prompt of prompts) yield prompt;
    }
    function* generator() {
      yield* prompts;
    }
    expect(await aggregate(stream())).toEqual(aggregate(prompts));
    expect(aggregate(generator())).toEqual(aggregate(prompts));
  });
});

describe('digits of the means', () => {
  const of = (rewards: number[]) => aggregate(rewards.map((r) => Samples.from({ rewards: [r] }))).rows[0].expectedReward;

  it('of rewards of any size are finite and exact', () => {
    expect(of([1.7e308, 1.7e308])).toMatchObject({ mean: 1.7e308, standardError: 0, interval: null, prompts: 2 });
    expect(of([1e200, -1e200]).mean).toBe(0);
    expect(of([1e200, -1e200]).standardError).toBeCloseTo(1e200, -187);
    expect((of([1e-200, -1e-200]).standardError as number) / 1e-200).toBeCloseTo(1, 13);
    expect((of([-1.7e308, 1.7e308]).standardError as number) / 1.7e308).toBeCloseTo(1, 13);
    for (const r of [0.3, 0.1, 1 / 3]) {
      expect(of(Array(7).fill(r))).toMatchObject({ mean: r, standardError: 0, prompts: 7 });
    }
    // half of 2^-52, though the mean rounds to one of the two
    expect(of([1, 1 + 2 ** -52]).standardError).toBe(2 ** -53);
  });

  it('and so are those of random rewards, with their standard errors, against exact values', () => {
    const u = random(21);
    const E = Decimal.clone({ precision: 1100 });
    for (let k = 0; k < 200 * CASES; k++) {
      const center = k % 3 === 0 ? 0 : 10 ** (300 * u() - 150);
      const spread = k % 2 ? center * 2 ** -50 : 10 ** (300 * u() - 150);
      const rewards = Array.from({ length: 2 + Math.floor(20 * u()) }, () => center + spread * (u() - 0.5));
      // digits enough for the exact sum: a mean of two may lie in the middle of two doubles
      const exact = rewards.map((r) => ofDouble(E, r));
      const sum = exact.reduce((a, b) => a.plus(b));
      const mean = sum.div(rewards.length);
      const squares = exact.map((r) => r.minus(mean).pow(2)).reduce((a, b) => a.plus(b));
      const answer = of(rewards);
      expect(answer.mean).toBe(mean.toNumber());
      const error = squares.div(rewards.length * (rewards.length - 1)).sqrt();
      const actual = answer.standardError as number;
      if (new Set(rewards).size === 1) expect(actual).toBe(0);
      else {
        const off = ofDouble(E, actual).div(error).minus(1).abs().toNumber();
        expectShare(`standard-error of ${JSON.stringify(rewards)}`, off / 1e-13, `${actual}, exactly ${error.toPrecision(20)}`);
      }
    }
  });

  it('win rates at n = 1 are one half, without an error', () => {
    const prompts = [
      [1, 0, 0, 1, 1],
      [0, 1],
      [0.3, 0.2, 0.1],
    ].map((rewards) => Samples.from({ rewards }));
    expect(aggregate(prompts, { ns: [1] }).rows[0].winRate).toMatchObject({ mean: 0.5, standardError: 0, interval: [0.5, 0.5] });
  });

  it('infinite ones are text in JSON', () => {
    const result = aggregate([Samples.from({ rewards: [Infinity, 1] }), Samples.from({ rewards: [2, 3] })], { ns: [1] });
    expect(result.rows[0].expectedReward.mean).toBe(Infinity);
    const { rows, ...rest } = JSON.parse(JSON.stringify(result));
    expect(rows[0].expectedReward).toMatchObject({ mean: 'Infinity', standardError: null, prompts: 2 });
    expect(rows[0].winRate.mean).toBe(0.5);
    expect(rows[0].klEstimate.mean).toBeNull();
    expect(rest).toEqual({ prompts: 2, samples: { least: 2, most: 2 }, confidence: 0.95 });
  });
});

describe('Aggregate', () => {
  it('written, read back and merged, gives the numbers of one pass', () => {
    const prompts = promptsOf([4, 9, 16, 5, 33]);
    prompts.push(Samples.from({ rewards: [-Infinity, 1, 2, 3] }));
    for (const ns of [undefined, [1, 3, 20]]) {
      const options = ns === undefined ? {} : { ns };
      const whole = aggregate(prompts, options);
      const part = (from: number, to?: number) => {
        const text = JSON.stringify(prompts.slice(from, to).reduce((all, p) => all.add(p), new Aggregate(options)));
        return Aggregate.fromJSON(JSON.parse(text) as AggregateState);
      };
      expect(part(0, 2).merge(part(2, 3)).merge(part(3)).result()).toEqual(whole);
    }
  });

  it.each<[string, () => unknown, string | RegExp]>([
    ['no prompts', () => aggregate([]), 'there is no prompt to aggregate'],
    ['not iterable', () => aggregate(5 as unknown as Samples[]), 'prompts must be iterable, got 5'],
    ['not samples', () => aggregate([{} as Samples]), 'prompt 0 is a Object, expected Samples'],
    ['ns not whole', () => aggregate([], { ns: [1, 2.5] }), /^ns\[1\] is 2\.5, expected a whole number from 1/],
    ['confidence', () => aggregate(promptsOf([2]), { confidence: 95 }), 'confidence is 95, expected a number between 0 and 1'],
    ['seed', () => aggregate(promptsOf([2]), { seed: 0.5 }), /^seed is 0\.5, expected a whole number/],
    [
      'other ns',
      () => new Aggregate({ ns: [1] }).merge(new Aggregate()),
      'ns is [1] in one and [the default] in the other; they must be equal',
    ],
    ['other state', () => Aggregate.fromJSON({} as AggregateState), 'state is not a partial result that toJSON wrote'],
  ])('%s', (_, use, message) => {
    expect(use).toThrow(message);
  });
});

describe('addBatch', () => {
  const sizes = [3, 8, 1, 8, 20, 8];
  /** The same samples packed and as prompts. */
  function both(withColumns: boolean) {
    const columns = sizes.map((size, i) => lcg(7 + i, size));
    const pack = (of: (x: number) => number) => Float64Array.from(columns.flat(), of);
    const [rewards, logProbs, pass] = [pack((x) => x % 5), pack((x) => -(x % 40)), pack((x) => x % 2)];
    const batch = { rewards, rows: Uint32Array.from(sizes), ...(withColumns && { logProbs, scores: { pass, __proto: pass } }) };
    let from = 0;
    const prompts = sizes.map((size) => {
      const cut = (values: Float64Array) => values.slice(from, from + size);
      const scores = { pass: cut(pass), __proto: cut(pass) };
      const samples = Samples.from({ rewards: cut(rewards), ...(withColumns && { logProbs: cut(logProbs), scores }) });
      from += size;
      return samples;
    });
    return { batch, prompts };
  }

  it.each([
    ['the default', undefined],
    ['given ns', [1, 3, 8, 30]],
    ['no ns', []],
  ])('is add of every row, to the bit, with %s', (_, ns) => {
    for (const withColumns of [true, false]) {
      const { batch, prompts } = both(withColumns);
      const oneByOne = new Aggregate({ ns });
      for (const prompt of prompts) oneByOne.add(prompt);
      const packed = new Aggregate({ ns }).addBatch(batch);
      expect(JSON.stringify(packed)).toBe(JSON.stringify(oneByOne));
      expect(packed.result()).toEqual(oneByOne.result());
    }
  });

  it('goes along with prompts that have other columns, in order', () => {
    const [few, many] = [both(false), both(true)];
    const mixed = new Aggregate().add(few.prompts[0]).addBatch(many.batch).addBatch(few.batch).add(many.prompts[1]);
    const all = new Aggregate();
    for (const prompt of [few.prompts[0], ...many.prompts, ...few.prompts, many.prompts[1]]) all.add(prompt);
    expect(JSON.stringify(mixed)).toBe(JSON.stringify(all));
    expect(mixed.result()).toEqual(all.result());
    const merged = new Aggregate().addBatch(many.batch).merge(new Aggregate().addBatch(few.batch));
    expect(JSON.stringify(merged)).toBe(JSON.stringify(new Aggregate().addBatch(many.batch).addBatch(few.batch)));
    expect(JSON.stringify(Aggregate.fromJSON(JSON.parse(JSON.stringify(mixed))))).toBe(JSON.stringify(mixed));
  });

  it('adds nothing of a bad batch, and nothing of an empty one', () => {
    const all = new Aggregate({ ns: [1] });
    const rewards = Float64Array.of(1, Number.NaN);
    expect(() => all.addBatch({ rewards, rows: 1 })).toThrow('rewards[1] (row 1, column 0) is NaN');
    expect(() => all.addBatch(undefined as never)).toThrow('batch must be an object, got undefined');
    all.addBatch({ rewards: new Float64Array(0), rows: 4 });
    new Aggregate().addBatch({ rewards: new Float64Array(0), rows: new Uint32Array(0) });
    expect(all.toJSON().prompts).toEqual([]);
  });

  it('columns of another version are refused', () => {
    const state = { ...new Aggregate({ ns: [1] }).addBatch(both(false).batch).toColumns(), version: 2 };
    expect(() => new Aggregate({ ns: [1] }).mergeColumns(state as never)).toThrow('the columns are of version 2, expected 1');
  });

  it('an aggregate and the one that it was merged with grow apart', () => {
    const { batch, prompts } = both(false);
    const one = new Aggregate({ ns: [1] }).addBatch(batch);
    const other = new Aggregate({ ns: [1] }).merge(one);
    const before = JSON.stringify(other);
    one.add(prompts[0]);
    expect(JSON.stringify(other)).toBe(before);
  });
});
