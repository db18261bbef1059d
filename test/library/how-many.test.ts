// How many samples reach a target, and what a model says beyond those that there are.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { betaBinomial } from '../../src/beta-binomial';
import { extrapolatePassAtK } from '../../src/extrapolate';
import { uniforms } from '../../src/numerics/random';
import { passAtK } from '../../src/pass-at-k';
import { Samples } from '../../src/samples';
import { samplesToReach } from '../../src/samples-to-reach';

const flags = (passed: number, all: number) => [...Array(passed).fill(1), ...Array(all - passed).fill(0)];

describe('samplesToReach', () => {
  const counts = fc.array(
    fc.integer({ min: 1, max: 9 }).chain((all) => fc.tuple(fc.integer({ min: 0, max: all }), fc.constant(all))),
    { minLength: 1, maxLength: 6 }
  );

  it('finds the least n whose mean of pass@n reaches the target', () => {
    fc.assert(
      fc.property(counts, fc.double({ min: 0, max: 1, noNaN: true }), (given, target) => {
        const found = samplesToReach(
          given.map(([passed, all]) => Samples.from({ rewards: flags(passed, all) })),
          { target }
        );
        const most = Math.min(...given.map(([, all]) => all));
        const meanAt = (n: number) => given.reduce((sum, [passed, all]) => sum + passAtK(all, passed, n), 0) / given.length;
        expect(found.most).toBe(most);
        expect(found.atMost.mean).toBeCloseTo(meanAt(most), 12);
        const ns = Array.from({ length: most }, (_, i) => i + 1);
        // a mean that is the target up to rounding may fall on either side
        if (found.n === null) for (const n of ns) expect(meanAt(n)).toBeLessThan(target + 1e-12);
        else {
          expect(meanAt(found.n)).toBeGreaterThanOrEqual(target - 1e-12);
          for (const n of ns.filter((n) => n < (found.n as number))) expect(meanAt(n)).toBeLessThan(target + 1e-12);
        }
      }),
      { numRuns: 100 }
    );
  });

  it('has between its ends every n whose interval holds the target', () => {
    const prompts = Array.from({ length: 40 }, (_, i) => Samples.from({ rewards: flags(i % 9, 32) }));
    const { n, between } = samplesToReach(prompts, { target: 0.6 });
    const [least, most] = between as [number, number];
    expect(least).toBeLessThanOrEqual(n as number);
    expect(most).toBeGreaterThanOrEqual(n as number);
    // more confidence is wider
    const wider = samplesToReach(prompts, { target: 0.6, confidence: 0.99 }).between;
    expect(wider[0]).toBeLessThanOrEqual(least);
    expect(wider[1] ?? Infinity).toBeGreaterThanOrEqual(most);
  });

  it('says that no n in reach is enough, and of scores the least n that is', () => {
    const prompts = [flags(0, 4), flags(2, 4)].map((rewards) =>
      Samples.from({ rewards, scores: { tenth: [0.1, 0.1, 0.1, 0.1] } })
    );
    expect(samplesToReach(prompts, { target: 0.6 })).toMatchObject({ n: null, mean: null, most: 4, atMost: { mean: 0.5 } });
    expect(samplesToReach(prompts, { target: 0.1, score: 'tenth' }).n).toBe(1);
    expect(() => samplesToReach(prompts, { target: 0.1, score: 'ninth' })).toThrow(
      'prompt 0: there is no score "ninth"; the scores are: tenth'
    );
    expect(() => samplesToReach(prompts, { target: Number.NaN })).toThrow('target is NaN');
    expect(() => samplesToReach([], { target: 1 })).toThrow('there is no prompt');
  });

  it('reaches a target that the mean is but for rounding', () => {
    // pass@3 of these is exactly 393/448, and the mean of its rounded estimates is below that
    const prompts = [5, 5, 4, 8, 4, 1, 6, 3].map((passed) =>
      Samples.from({ rewards: Array.from({ length: 8 }, (_, i) => (i < passed ? 1 : 0)) })
    );
    expect(samplesToReach(prompts, { target: 393 / 448 }).n).toBe(3);
    expect(samplesToReach(prompts, { target: 393 / 448 + 1e-9 }).n).toBe(4);
  });
});

describe('extrapolatePassAtK', () => {
  it('does not depend on the order of the prompts', () => {
    const correct = [3, 5, 0, 2, 8, 1, 4, 0, 6, 2];
    const samples = [8, 9, 8, 10, 8, 8, 12, 8, 8, 9];
    const { check, rows } = extrapolatePassAtK(correct, samples, { ns: [32] });
    const other = extrapolatePassAtK(correct.toReversed(), samples.toReversed(), { ns: [32] });
    expect(other.check?.predicted).toBeCloseTo(check?.predicted as number, 12);
    expect(other.check?.observed).toBeCloseTo(check?.observed as number, 12);
    expect(other.rows[0].passAtK).toBeCloseTo(rows[0].passAtK, 12);
    expect(other.rows[0].interval?.[0]).toBeCloseTo(rows[0].interval?.[0] as number, 9);
  });

  /** Counts of a beta-binomial with whole parameters: the order statistics of uniform numbers are beta. */
  function drawn(random: () => number, prompts: number, samples: number, [alpha, beta]: [number, number]): number[] {
    return Array.from({ length: prompts }, () => {
      const order = Array.from({ length: alpha + beta - 1 }, random).sort((a, b) => a - b);
      const chance = order[alpha - 1];
      return Array.from({ length: samples }, random).filter((x) => x < chance).length;
    });
  }

  it('says what the model says', () => {
    const correct = [3, 5, 0, 2, 8, 1, 4, 0, 6, 2];
    const samples = Array(10).fill(8);
    const model = betaBinomial(correct, samples);
    const found = extrapolatePassAtK(correct, samples, { ns: [1, 8, 1000] });
    expect(found.rows.map(({ n, passAtK }) => [n, passAtK])).toEqual([1, 8, 1000].map((n) => [n, model.passAtK(n)]));
    for (const { passAtK, interval } of found.rows) {
      expect(interval?.[0]).toBeLessThan(passAtK);
      expect(interval?.[1]).toBeGreaterThan(passAtK);
    }
  });

  it('has intervals that hold the truth of the model as often as they say', () => {
    const random = uniforms(5);
    const [prompts, samples] = [40, 12];
    const failAll = (k: number) => Array.from({ length: k }, (_, i) => (3 + i) / (4 + i)).reduce((a, b) => a * b, 1);
    let held = 0;
    for (let i = 0; i < 300; i++) {
      const correct = drawn(random, prompts, samples, [1, 3]);
      const [row] = extrapolatePassAtK(correct, Array(prompts).fill(samples), { ns: [48] }).rows;
      const truth = 1 - failAll(48);
      if (row.interval && truth >= row.interval[0] && truth <= row.interval[1]) held++;
    }
    expect(held / 300).toBeGreaterThan(0.9);
  });

  it('foretells from half of the samples what the others say, if the model holds', () => {
    const correct = drawn(uniforms(2), 300, 32, [1, 3]);
    const { check } = extrapolatePassAtK(correct, Array(300).fill(32), { ns: [64] });
    expect(check).toMatchObject({ samples: 16, n: 32 });
    const mean = correct.reduce((sum, passed) => sum + passAtK(32, passed, 32), 0) / 300;
    expect(check?.observed).toBeCloseTo(mean, 12);
    expect(Math.abs((check?.predicted as number) - mean)).toBeLessThan(0.05);
    // half of the prompts can never be passed, which the model does not know
    const mixed = correct.map((passed, i) => (i % 2 === 0 ? 0 : Math.max(passed, 6)));
    const wrong = extrapolatePassAtK(mixed, Array(300).fill(32), { ns: [4096] });
    expect(wrong.rows[0].passAtK).toBeGreaterThan(0.55);
  });

  it('has wider intervals where prompts depend on each other, and none where nothing tells them', () => {
    const correct = drawn(uniforms(3), 60, 16, [1, 3]).sort((a, b) => a - b);
    const samples = Array(60).fill(16);
    const width = (clusters?: number[]) => {
      const [low, high] = extrapolatePassAtK(correct, samples, { ns: [64], clusters }).rows[0].interval as [number, number];
      return high - low;
    };
    const own = width();
    expect(width(correct.map((_, i) => i))).toBe(own);
    // sorted, neighbours are alike
    expect(width(correct.map((_, i) => Math.floor(i / 6)))).toBeGreaterThan(own);
    expect(extrapolatePassAtK([0, 4], [4, 4], { ns: [8] })).toMatchObject({
      model: { limit: 'degenerate' },
      rows: [{ passAtK: 0.5, interval: null }],
    });
    expect(extrapolatePassAtK([1, 2, 1], [3, 3, 3], { ns: [9] })).toMatchObject({
      model: { limit: 'binomial' },
      rows: [{ interval: null }],
      check: null,
    });
  });

  it('names what is wrong', () => {
    expect(() => extrapolatePassAtK([1], [1, 2], { ns: [4] })).toThrow('correct has length 1 and samples has length 2');
    expect(() => extrapolatePassAtK([3], [2], { ns: [4] })).toThrow('correct[0] is 3, expected a whole number from 0 to 2');
    expect(() => extrapolatePassAtK([1], [2], { ns: [1.5] })).toThrow('ns[0] is 1.5');
    expect(() => extrapolatePassAtK([1, 1], [2, 2], { ns: [4], clusters: ['a', 'a'] })).toThrow(
      'all prompts are of the cluster "a": an error over clusters needs at least two of them'
    );
  });
});
