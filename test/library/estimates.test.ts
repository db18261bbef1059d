// Estimates by name, of packed rows and of aggregates: those of Samples and of counts to the bit, in both engines, and their partial states.

import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  Aggregate,
  type AggregateState,
  aggregate,
  type EstimateName,
  evaluateSamples,
  gPassAtK,
  passAtK,
  passHatK,
  Samples,
  useEngine,
} from '../../src/index';
import { lcg } from '../helpers/recipes';

const { samples: golden } = JSON.parse(readFileSync(new URL('../golden/beyond.json', import.meta.url), 'utf8'));
const ENGINES = ['wasm', 'js'] as const;
const NONE = 0xffffffff;

/** Rows of flags, scores with ties, and answers, some of them none. */
function rowsOf(lengths: readonly number[], seed: number) {
  const size = lengths.reduce((a, b) => a + b, 0);
  const random = lcg(seed, size);
  return {
    rewards: Float64Array.from(random, (v) => (v >>> 10) % 7),
    scores: {
      gold: Float64Array.from(random, (v) => ((v >>> 14) % 23) - 11),
      pass: Float64Array.from(random, (v) => (v >>> 20) & 1),
    },
    answers: Uint32Array.from(random, (v) => ((v >>> 7) % 5 === 0 ? NONE : (v >>> 23) % 4)),
    rows: Uint32Array.from(lengths),
  };
}

/** One row of a batch as samples. */
function samplesOf(batch: ReturnType<typeof rowsOf>, from: number, to: number): Samples {
  const { rewards, scores, answers } = batch;
  return Samples.from({
    rewards: rewards.subarray(from, to),
    scores: { gold: scores.gold.subarray(from, to), pass: scores.pass.subarray(from, to) },
    answers: Array.from(answers.subarray(from, to), (code) => (code === NONE ? null : code)),
  });
}

const passesIn = (batch: ReturnType<typeof rowsOf>, from: number, to: number) =>
  batch.scores.pass.subarray(from, to).reduce((a, b) => a + b, 0);

/** What each name stands for, from the samples of a row, their number and that of those that pass. */
const MEANING: Record<string, (samples: Samples, n: number, passed: number) => number> = {
  expectedReward: (samples, n) => samples.expectedReward(n),
  'score.gold': (samples, n) => samples.expectedScore('gold', n),
  worstOf: (samples, n) => samples.worstOf(n),
  'worstOf.gold': (samples, n) => samples.worstOf(n, 'gold'),
  'majority.gold': (samples, n) => samples.majority(n, 'gold'),
  'weightedMajority.pass': (samples, n) => samples.weightedMajority(n, 'pass').mean,
  'topOf(1)': (samples, n) => samples.expectedReward(n),
  'topOf(3)': (samples, n) => (n < 3 ? Number.NaN : samples.topOf(n, 3)),
  'topOf(2).gold': (samples, n) => (n < 2 ? Number.NaN : samples.topOf(n, 2, 'gold')),
  'passHat.pass': ({ size }, n, passed) => passHatK(size, passed, n),
  'gPass(0.75).pass': ({ size }, n, passed) => gPassAtK(size, passed, n, 0.75),
};
const NAMES = Object.keys(MEANING) as EstimateName[];

describe.each(ENGINES)('packed rows, %s', (kind) => {
  it('have the numbers of Samples and of counts, to the bit', () => {
    useEngine(kind);
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1, max: 15 }), { minLength: 1, maxLength: 6 }),
        fc.integer({ min: 0, max: 1e9 }),
        (lengths, seed) => {
          const batch = rowsOf(lengths, seed);
          const ns = [1, 2, 3, 5, 16];
          const results = evaluateSamples({ ...batch, ns, estimates: NAMES });
          let from = 0;
          lengths.forEach((length, row) => {
            const samples = samplesOf(batch, from, from + length);
            const passed = passesIn(batch, from, from + length);
            for (const name of NAMES) {
              const found = results[name].subarray(row * ns.length, (row + 1) * ns.length);
              const expected = ns.map((n) => (n > length ? Number.NaN : MEANING[name](samples, n, passed)));
              expect(Array.from(found), name).toEqual(expected);
            }
            from += length;
          });
        }
      ),
      { numRuns: 40 }
    );
  });

  it('have the golden majorities', () => {
    useEngine(kind);
    for (const { counts, scores, k, expectedScore } of golden.majority) {
      const answers = Uint32Array.from(counts.flatMap((count: number, answer: number) => Array(count).fill(answer)));
      const gold = Float64Array.from(answers, (answer) => scores[answer]);
      const rewards = new Float64Array(answers.length);
      const batch = { rewards, scores: { gold }, answers, rows: answers.length, ns: [k], estimates: ['majority.gold'] as const };
      expect(Math.abs(evaluateSamples(batch)['majority.gold'][0] / Number(expectedScore) - 1)).toBeLessThanOrEqual(1e-12);
    }
  });

  it('the oracle is the mean of the highest score of every choice of n; of a pass flag it is pass@n', () => {
    useEngine(kind);
    const batch = rowsOf([9, 4], 77);
    const ns = [1, 2, 4, 9];
    const found = evaluateSamples({ ...batch, ns, estimates: ['oracle.gold', 'oracle.pass', 'oracle.gold'] });
    expect(Object.keys(found)).toEqual(['oracle.gold', 'oracle.pass']);
    [0, 9].forEach((from, row) => {
      const length = row === 0 ? 9 : 4;
      ns.forEach((n, k) => {
        const gold = found['oracle.gold'][row * ns.length + k];
        const pass = found['oracle.pass'][row * ns.length + k];
        if (n > length) {
          expect([gold, pass]).toEqual([Number.NaN, Number.NaN]);
          return;
        }
        const highest: number[] = [];
        for (let mask = 0; mask < 1 << length; mask++) {
          const chosen = Array.from({ length }, (_, i) => i).filter((i) => (mask >> i) & 1);
          if (chosen.length === n) highest.push(Math.max(...chosen.map((i) => batch.scores.gold[from + i])));
        }
        expect(gold).toBeCloseTo(highest.reduce((a, b) => a + b, 0) / highest.length, 12);
        expect(pass).toBeCloseTo(passAtK(length, passesIn(batch, from, from + length), n), 14);
      });
    });
  });

  it('flags that all pass or all fail, rows of nulls, and rewards themselves as flags', () => {
    useEngine(kind);
    const batch = { rewards: Float64Array.of(1, 1, 0, 0), scores: { s: Float64Array.of(3, 5, 7, 9) }, rows: 2, ns: [1, 2] };
    const answers = Uint32Array.of(NONE, NONE, 8, 8);
    const estimates = ['passHat', 'gPass(0.5)', 'majority.s', 'weightedMajority.s'] as const;
    const found = evaluateSamples({ ...batch, answers, estimates });
    expect(Object.values(found).map((values) => Array.from(values))).toEqual([
      [1, 1, 0, 0],
      [1, 1, 0, 0],
      [0, 0, 8, 8],
      [0, 0, 8, 8],
    ]);
  });
});

describe('aggregates', () => {
  const lengths = [4, 9, 6];
  const batch = rowsOf(lengths, 5);
  const estimates: EstimateName[] = ['winRate', 'majority.gold', 'gPass(0.5).pass', 'score.gold', 'topOf(2)'];
  const prompts = lengths.map((length, row) => {
    const from = lengths.slice(0, row).reduce((a, b) => a + b, 0);
    return samplesOf(batch, from, from + length);
  });

  it.each(ENGINES)('keep the estimates that are asked for and no others, %s', (kind) => {
    useEngine(kind);
    const { rows } = aggregate(prompts, { ns: [2, 5], estimates });
    const [row, second] = rows;
    expect(row.expectedReward).toMatchObject({ mean: null, standardError: null, interval: null, prompts: 0 });
    expect(row.klEstimate.prompts).toBe(0);
    expect(Object.keys(row.scores)).toEqual(['gold']);
    expect(Object.keys(row.estimates)).toEqual(['majority.gold', 'gPass(0.5).pass', 'topOf(2)']);
    const mean = (values: number[]) => values.reduce((a, b) => a + b, 0) / values.length;
    expect(row.estimates['majority.gold'].mean).toBeCloseTo(mean(prompts.map((p) => p.majority(2, 'gold'))), 12);
    expect(row.estimates['topOf(2)'].mean).toBeCloseTo(mean(prompts.map((p) => p.topOf(2, 2))), 12);
    expect(row.winRate.mean).toBeCloseTo(mean(prompts.map((p) => p.winRate(2))), 12);
    expect(second.estimates['topOf(2)'].prompts).toBe(2);
    expect(second.estimates['topOf(2)'].standardError).toBeGreaterThan(0);
  });

  it.each([undefined, [1, 2, 5]])('are the same one by one, packed, as text and in parts, ns %j', (ns) => {
    const options = { ...(ns && { ns }), estimates };
    const whole = new Aggregate(options);
    for (const prompt of prompts) whole.add(prompt);
    const packed = new Aggregate(options).addBatch(batch);
    expect(packed.toJSON()).toEqual(whole.toJSON());
    const read = Aggregate.fromJSON(JSON.parse(JSON.stringify(new Aggregate(options).add(prompts[0]))));
    const rest = new Aggregate(options).add(prompts[1]).add(prompts[2]);
    expect(read.merge(rest).result()).toEqual(whole.result());
    expect(new Aggregate(options).mergeColumns(whole.toColumns()).result()).toEqual(whole.result());
  });

  it('without the option are what they were, also as text', () => {
    const state = new Aggregate({ ns: [1] }).add(prompts[0]).toJSON();
    expect(Object.keys(state)).toEqual(['version', 'ns', 'prompts']);
    expect(Object.keys(state.prompts[0].estimates)).toEqual(['expectedReward', 'winRate', 'scores.gold', 'scores.pass']);
    expect(Aggregate.fromJSON(state).result().rows[0].estimates).toEqual({});
  });

  it('do not take a state that is not theirs', () => {
    const made = () => new Aggregate({ ns: [1, 2], estimates: ['topOf(2)', 'passHat.pass'] }).add(prompts[0]).toJSON();
    const damaged: [(state: AggregateState) => unknown, string][] = [
      [(s) => (s.estimates = ['top' as never]), 'state.estimates[0] is "top", expected the name of an estimate'],
      [(s) => delete s.prompts[0].estimates['topOf(2)'], 'state.prompts[0].estimates.topOf(2) is undefined, expected an array'],
      [
        (s) => (s.prompts[0].estimates.winRate = [0, 0]),
        'state.prompts[0].estimates.winRate is a Array, expected no such estimate',
      ],
      [(s) => (s.prompts[0].estimates['topOf(2)'][0] = 1), 'state.prompts[0].estimates.topOf(2)[0] is 1, expected null: n is 1'],
      [(s) => (s.prompts[0].estimates['passHat.pass'][0] = 2), 'passHat.pass[0] is 2, expected null or a number from 0 to 1'],
    ];
    for (const [damage, message] of damaged) {
      const state = made();
      damage(state);
      expect(() => Aggregate.fromJSON(state)).toThrow(message);
    }
    expect(Aggregate.fromJSON(made()).result().rows[1].estimates['topOf(2)'].prompts).toBe(1);
  });

  it('of other estimates do not merge', () => {
    const one = new Aggregate({ estimates: ['winRate'] });
    expect(() => one.merge(new Aggregate())).toThrow(
      'estimates are [winRate] in one and [the default] in the other; they must be equal'
    );
  });
});

describe('bad input', () => {
  const good = { rewards: Float64Array.of(1, 0.5, -1), scores: { s: Float64Array.of(1, 0, 2) }, rows: 3, ns: [1] };
  const answers = Uint32Array.of(1, 2, 3);
  it.each<[object, string, string]>([
    [{ estimates: ['majority.s'] }, 'NO_ANSWERS', 'estimates[0] is "majority.s", which needs answers'],
    [{ estimates: ['majority'] }, 'UNKNOWN_NAME', 'estimates[0] is "majority", expected one of expectedReward, winRate,'],
    [{ estimates: ['winRate.s'] }, 'UNKNOWN_NAME', 'estimates[0] is "winRate.s", expected one of'],
    [{ estimates: ['topOf'] }, 'UNKNOWN_NAME', 'estimates[0] is "topOf", expected one of'],
    [{ estimates: ['winRate(2)'] }, 'UNKNOWN_NAME', 'estimates[0] is "winRate(2)", expected one of'],
    [
      { estimates: ['winRate', 'topOf(0)'] },
      'OUT_OF_RANGE',
      'estimates[1] is "topOf(0)", expected a whole number >= 1 in parentheses',
    ],
    [{ estimates: ['topOf()'] }, 'OUT_OF_RANGE', 'estimates[0] is "topOf()", expected a whole number >= 1 in parentheses'],
    [
      { estimates: ['gPass(1.5).s'] },
      'OUT_OF_RANGE',
      'estimates[0] is "gPass(1.5).s", expected a number from 0 to 1 in parentheses',
    ],
    [{ estimates: ['oracle.t'] }, 'UNKNOWN_NAME', 'estimates[0] is "oracle.t", but there is no score "t"; the scores are: s'],
    [{ estimates: ['passHat'] }, 'OUT_OF_RANGE', 'rewards[1] (row 0, column 1) is 0.5, expected 0 or 1, which passHat needs'],
    [
      { estimates: ['gPass(1).s'] },
      'OUT_OF_RANGE',
      'scores.s[2] (row 0, column 2) is 2, expected 0 or 1, which gPass(1).s needs',
    ],
    [
      { answers, estimates: ['weightedMajority.s'] },
      'OUT_OF_RANGE',
      'rewards[2] (row 0, column 2) is -1, expected a weight >= 0: shift the rewards, which weightedMajority.s needs',
    ],
    [{ answers: [1, 2, 3] }, 'WRONG_TYPE', 'answers must be a Uint32Array of codes, got a Array'],
    [{ answers: Uint32Array.of(1) }, 'WRONG_LENGTH', 'rewards has length 3 and answers has length 1; they must be equal'],
  ])('%j', (change, code, message) => {
    const call = () => evaluateSamples({ ...good, ...change } as never);
    expect(call).toThrow(message);
    expect(call).toThrow(expect.objectContaining({ code }));
  });

  it('of a prompt names the prompt, and nothing is added', () => {
    const all = new Aggregate({ ns: [1], estimates: ['passHat', 'score.s'] });
    const flags = Samples.from({ rewards: [1, 0], scores: { s: [1, 2] } });
    all.add(flags);
    expect(() => all.add(Samples.from({ rewards: [1] }))).toThrow(
      'prompt 1: estimates has "score.s", but there is no score "s"; the scores are: none'
    );
    expect(() => all.add(Samples.from({ rewards: [0, 2], scores: { s: [1, 2] } }))).toThrow(
      'prompt 1: rewards[1] is 2, expected 0 or 1, which passHat needs'
    );
    expect(all.result().prompts).toBe(1);
    expect(() => new Aggregate({ estimates: ['reward' as never] })).toThrow('estimates[0] is "reward", expected one of');
    expect(() => new Aggregate({ estimates: 'winRate' as never })).toThrow('estimates must be an array of names of estimates');
  });
});
