// Two runs side by side: golden values of paired differences, and what must hold of any two runs.

import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Aggregate } from '../../src/aggregate';
import { compare } from '../../src/compare';
import type { EstimateName } from '../../src/estimates';
import { pairedDifference } from '../../src/paired-difference';
import { Samples } from '../../src/samples';

const { inference } = JSON.parse(readFileSync(new URL('../golden/beyond.json', import.meta.url), 'utf8'));

type Run = [id: string, samples: Samples][];
const run = (prompts: readonly (readonly number[])[], name = (i: number) => `t${i}`): Run =>
  prompts.map((rewards, i) => [name(i), Samples.from({ rewards })]);
const singles = (values: readonly number[]) => run(values.map((x) => [x]));

function expectNear(actual: number | null | undefined, golden: string, scale = Math.abs(Number(golden))): void {
  expect(Math.abs((actual as number) - Number(golden)), `${actual} is not ${golden}`).toBeLessThanOrEqual(1e-12 * scale);
}

describe('compare', () => {
  it('has the golden differences, errors, intervals and p-values where every prompt has one sample', () => {
    for (const c of inference.paired.filter(({ a }: { a?: number[] }) => a !== undefined)) {
      const [row] = compare(singles(c.a), singles(c.b), { confidence: c.confidence }).rows;
      const found = row.expectedReward;
      expectNear(found.difference, c.mean);
      expectNear(found.standardError, c.standardError);
      const scale = Math.abs(Number(c.mean)) + Number(c.interval[1]) - Number(c.mean);
      [0, 1].forEach((end) => {
        expectNear(found.interval?.[end], c.interval[end], scale);
      });
      if (c.mcnemar !== undefined) expect(found.test).toBe('mcnemar');
      if (found.test !== 't') expectNear(found.pValue, c.mcnemar ?? c.signFlip);
      // there is one n only
      expect(found.adjustedPValue).toBe(found.pValue);
      const clusters = new Map(c.clusters.map((cluster: number, i: number) => [`t${i}`, cluster]));
      const clustered = compare(singles(c.a), singles(c.b), { clusters: clusters as Map<string, number> });
      expectNear(clustered.rows[0].expectedReward.clusteredStandardError, c.clusteredStandardError);
      expect(clustered.clusters).toBe(new Set(c.clusters).size);
      expect(clustered.rows[0].expectedReward.test).toBe('t');
    }
  });

  const rewards = fc.array(fc.array(fc.integer({ min: 0, max: 4 }), { minLength: 2, maxLength: 5 }), {
    minLength: 1,
    maxLength: 9,
  });

  it('changes its signs when the runs change places, whatever the order of the prompts', () => {
    fc.assert(
      fc.property(rewards, rewards, (one, other) => {
        const [a, b] = [run(one), run(other)];
        const there = compare(a, b, { ns: [1, 2] });
        const back = compare([...b].reverse(), a, { ns: [1, 2] });
        expect(back.prompts).toBe(there.prompts);
        expect([...back.onlyFirst].sort()).toEqual(there.onlySecond);
        there.rows.forEach(({ expectedReward: x }, i) => {
          const y = back.rows[i].expectedReward;
          expect(y.difference).toBeCloseTo(-(x.difference as number), 12);
          expect([y.better, y.worse, y.tied]).toEqual([x.worse, x.better, x.tied]);
          if (x.pValue !== null) expect(y.pValue).toBeCloseTo(x.pValue, 9);
        });
      }),
      { numRuns: 60 }
    );
  });

  it('has bands that hold the intervals, and adjusted p-values that are no smaller', () => {
    fc.assert(
      fc.property(rewards, rewards, (one, other) => {
        for (const { expectedReward } of compare(run(one), run(other), { ns: [1, 2] }).rows) {
          const { interval, band, pValue, adjustedPValue } = expectedReward;
          expect(band === null).toBe(interval === null);
          if (interval && band) {
            expect(band[0]).toBeLessThanOrEqual(interval[0]);
            expect(band[1]).toBeGreaterThanOrEqual(interval[1]);
          }
          if (pValue !== null) expect(adjustedPValue).toBeGreaterThanOrEqual(pValue);
        }
      }),
      { numRuns: 60 }
    );
  });

  it('counts an n that the grid names twice once', () => {
    const [a, b] = [
      run([
        [1, 2],
        [3, 5],
        [1, 4],
      ]),
      run([
        [2, 0],
        [3, 3],
        [3, 1],
      ]),
    ];
    const twice = compare(a, b, { ns: [2, 1, 2] }).rows;
    const once = compare(a, b, { ns: [2, 1] }).rows;
    expect(twice).toEqual([...once, once[0]]);
  });

  it('matches prompts by id, and names those that one run lacks', () => {
    const a = run([
      [1, 0],
      [1, 1],
      [0, 0],
    ]);
    const b = run(
      [
        [0, 0],
        [1, 1],
        [1, 0],
      ],
      (i) => `t${i + 1}`
    );
    const found = compare(a, b);
    expect([found.prompts, found.onlyFirst, found.onlySecond]).toEqual([2, ['t0'], ['t3']]);
    expect(found.rows.map(({ n }) => n)).toEqual([1, 2]);
    expect(found.rows[0].expectedReward).toMatchObject({ first: 0.5, second: 0.5, difference: 0, better: 1, worse: 1, tied: 0 });
  });

  it('compares at each n the prompts that can answer in both', () => {
    const found = compare(
      run([
        [1, 0, 1],
        [1, 1],
      ]),
      run([
        [0, 0],
        [1, 0, 0],
      ]),
      { ns: [1, 2, 3] }
    );
    expect(found.rows.map(({ expectedReward }) => expectedReward.prompts)).toEqual([2, 2, 0]);
    expect(found.rows[2].expectedReward).toMatchObject({
      first: null,
      difference: null,
      interval: null,
      pValue: null,
      test: null,
    });
  });

  it('gives no interval where nothing tells the error', () => {
    const [one] = compare(singles([1]), singles([0])).rows;
    expect(one.expectedReward).toMatchObject({ difference: 1, standardError: null, interval: null, band: null, pValue: null });
    const alike = compare(singles([0.5, 0.75, 1]), singles([0.25, 0.5, 0.75])).rows[0].expectedReward;
    // all signs alike: 2 of the 8 patterns
    expect(alike).toMatchObject({ difference: 0.25, interval: null, band: null, pValue: 0.25, test: 'sign-flip' });
  });

  it('compares scores, and leaves out what one run lacks', () => {
    const withScore = (gold: number[]) => [['t', Samples.from({ rewards: [1, 2], scores: { gold } })]] as const;
    const [row] = compare(withScore([0, 1]), withScore([1, 0]), { ns: [2] }).rows;
    expect(row.scores.gold).toMatchObject({ first: 1, second: 0, better: 1 });
    expect(
      Object.keys(
        compare(
          withScore([0, 1]),
          run([[1, 2]], () => 't')
        ).rows[0].scores
      )
    ).toEqual([]);
  });

  it('takes aggregates to which prompts were added with their ids, also ones that were written and merged', () => {
    const [a, b] = [
      run([
        [1, 0, 1],
        [1, 1],
        [0, 0],
      ]),
      run(
        [
          [0, 0],
          [1, 0, 0],
          [1, 0],
        ],
        (i) => `t${i + 1}`
      ),
    ];
    const aggregateOf = (own: Run, options = {}) => {
      const parts = own.map(([id, samples]) => new Aggregate(options).add(samples, id));
      const written = parts.map((part) => Aggregate.fromJSON(JSON.parse(JSON.stringify(part))));
      return written.reduce((all, part) => all.merge(part));
    };
    expect(compare(aggregateOf(a), aggregateOf(b), { ns: [1, 2] })).toEqual(compare(a, b, { ns: [1, 2] }));
    const options = { ns: [2, 1], estimates: ['worstOf', 'winRate'] };
    const [first, second] = [aggregateOf(a, options), aggregateOf(b, options)];
    const wanted = compare(a, b, { ns: [2, 1], estimates: ['worstOf', 'winRate'] });
    expect(compare(first, second)).toEqual(wanted);
    expect(compare(first, b, { estimates: ['worstOf', 'winRate'] })).toEqual(wanted);
    expect(compare(first, second, { ns: [1], estimates: ['worstOf'] }).rows[0].estimates.worstOf).toMatchObject({ prompts: 2 });
    const messages: [() => unknown, string][] = [
      [() => compare(first, new Aggregate().add(Samples.from({ rewards: [1] }))), 'prompt 0 of second was added without an id'],
      [() => compare(first, second, { ns: [2, 3] }), 'ns[1] is 3, and first has estimates for 2, 1'],
      [() => compare(first, second, { estimates: ['passHat'] }), 'estimates[0] is "passHat", which first does not have'],
      [() => compare(first, aggregateOf(b)), 'first has estimates for ns [2,1] and second for [1,2]: give ns that both have'],
      [() => new Aggregate().add(Samples.from({ rewards: [1] }), 5 as never), 'id of prompt 0 is 5, expected a text'],
    ];
    for (const [call, message] of messages) expect(call).toThrow(message);
    const state = JSON.parse(JSON.stringify(first));
    state.prompts[1].id = 7;
    expect(() => Aggregate.fromJSON(state)).toThrow('state.prompts[1].id is 7, expected a text');
  });

  it('names what is wrong', () => {
    const a = run([[1, 0]]);
    const messages: [() => unknown, string][] = [
      [
        () =>
          compare(
            a,
            run([[1, 0]], () => 'x')
          ),
        'the runs have no prompt in common: first has "t0", second has "x"',
      ],
      [() => compare([...a, ...a], a), 'first has the prompt "t0" twice, at 0 and at 1'],
      [() => compare(a, []), 'the runs have no prompt in common: first has "t0", second has none'],
      [
        () => compare(a, a, { clusters: new Map([['t0', 'c']]) }),
        'all prompts are of the cluster "c": an error over clusters needs at least two of them',
      ],
      [() => compare(a, a, { clusters: new Map() }), 'the prompt "t0" has no cluster'],
      [() => compare(a, a, { clusters: ['c'] as never }), 'clusters must be a Map from the id of each prompt, got a Array'],
      [() => compare(a, a, { confidence: 1 }), 'confidence is 1'],
      [() => compare(a, a, { ns: [0] }), 'ns[0] is 0'],
      [() => compare(5 as never, a), 'first must be an Aggregate, or iterable with an id and Samples in each entry, got 5'],
      [() => compare(a, [['t', 5]] as never), 'second[0] is a Array, expected an id and Samples'],
    ];
    for (const [call, message] of messages) expect(call).toThrow(message);
  });

  it('compares the estimates that are named, each as its method of Samples gives it', () => {
    const prompts = (shift: number) =>
      Array.from({ length: 20 }, (_, i): [string, Samples] => {
        const at = (f: (x: number) => number) => [0, 1, 2, 3, 4].map((j) => f(i * 3 + j * (j + shift)));
        const scores = { ok: at((x) => (x % 7 < 3 ? 1 : 0)) };
        return [`t${i}`, Samples.from({ rewards: at(Math.sin), scores, answers: at((x) => x % 3) })];
      });
    const [a, b] = [prompts(1), prompts(3)];
    const estimates = ['majority.ok', 'topOf(2)', 'score.ok', 'worstOf', 'majority.ok'] as const;
    const { rows } = compare(a, b, { ns: [1, 2, 3], estimates });
    const methods: Record<string, (samples: Samples, n: number) => number> = {
      'majority.ok': (samples, n) => samples.majority(n, 'ok'),
      'topOf(2)': (samples, n) => samples.topOf(n, 2),
      worstOf: (samples, n) => samples.worstOf(n),
      ok: (samples, n) => samples.expectedScore('ok', n),
    };
    for (const { n, ...row } of rows) {
      expect([...Object.keys(row.estimates), ...Object.keys(row.scores)]).toEqual(Object.keys(methods));
      expect(row.expectedReward.prompts).toBe(0);
      for (const [name, of] of Object.entries(methods)) {
        const found = name === 'ok' ? row.scores.ok : row.estimates[name];
        if (name === 'topOf(2)' && n < 2) {
          expect(found).toMatchObject({ prompts: 0, difference: null });
          continue;
        }
        const [x, y] = [a, b].map((run) => run.map(([, samples]) => of(samples, n)));
        const { mean, interval, pValue } = pairedDifference(x, y);
        expect(found.difference).toBeCloseTo(mean, 12);
        expect(found.interval?.[0]).toBeCloseTo(interval?.[0] as number, 12);
        expect(found.pValue).toBeCloseTo(pValue as number, 12);
      }
    }
  });

  it('says which run, and which prompt, an estimate cannot be had of', () => {
    const flags = run([[1, 0]]);
    const bare = run([[1, 2]]);
    const refused = (a: Run, b: Run, estimates: unknown) => () => compare(a, b, { estimates: estimates as EstimateName[] });
    expect(refused(flags, bare, ['passHat'])).toThrow(/^second: prompt 0: rewards\[1\] is 2, expected 0 or 1/);
    expect(refused(flags, bare, ['majority.gold'])).toThrow(
      /^first: prompt 0: estimates has "majority.gold", which needs answers/
    );
    expect(refused(flags, bare, ['pass'])).toThrow(/^estimates\[0\] is "pass", expected one of expectedReward/);
    expect(refused(flags, bare, 'passHat')).toThrow(/^estimates must be an array of names/);
  });
});
