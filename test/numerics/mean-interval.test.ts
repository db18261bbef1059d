// Intervals of means over prompts: how often they hold the true mean, counted over every outcome, and what each method must be.

import { describe, expect, it } from 'vitest';
import { betaBinomial, binomial, compositions, passAtN, powerLawPassAtN } from '../../bench/coverage-laws.mjs';
import { type AggregateOptions, aggregate, type PromptMean, Samples } from '../../src/index';
import { intervalMaker } from '../../src/numerics/mean-interval';
import { spreadOf } from '../../src/numerics/spread';
import { studentQuantile } from '../../src/numerics/student';
import { pairedDifference } from '../../src/paired-difference';
import { proportionInterval } from '../../src/proportion-interval';
import golden from '../golden/beyond.json' with { type: 'json' };

type Ends = [number, number];

/** The mean of estimates, one for each prompt. */
function meanOf(values: ArrayLike<number>, options: AggregateOptions = {}): PromptMean {
  const prompts = Array.from(values, (x) => Samples.from({ rewards: [x] }));
  return aggregate(prompts, { ns: [1], ...options }).rows[0].expectedReward;
}

const flags = (passed: number, prompts: number) => Array.from({ length: prompts }, (_, i) => (i < passed ? 1 : 0));
const holds = (interval: Ends | null, mean: number) => interval !== null && interval[0] <= mean && interval[1] >= mean;

function near(actual: Ends | null, expected: readonly (number | string)[], tolerance = 1e-12) {
  const [low, high] = expected.map(Number);
  const size = Math.abs(low + high) / 2 + (high - low) / 2;
  expect(actual?.map((end, i) => Math.abs(end - [low, high][i]) / size <= tolerance)).toEqual([true, true]);
}

describe('coverage, counted over every outcome', () => {
  const rates = Array.from({ length: 399 }, (_, i) => (i + 1) / 400);

  it.each([5, 10, 12, 30, 164])('of pass flags of %i prompts is at least 95 %% at every rate', (prompts) => {
    const intervals = Array.from({ length: prompts + 1 }, (_, passed) => meanOf(flags(passed, prompts)).interval);
    const share = (rate: number) =>
      intervals.reduce((sum, interval, passed) => sum + (holds(interval, rate) ? binomial(prompts, passed, rate) : 0), 0);
    for (const rate of [...rates, 0.999, 0.001]) expect(share(rate), `rate ${rate}`).toBeGreaterThan(0.95 - 1e-9);
  });

  it.each([
    [5, 2, 1],
    [12, 2, 1],
    [30, 2, 1],
    [5, 4, 2],
    [10, 4, 2],
  ])(
    'of %i prompts with %i samples at n = %i: they hold the mean in 92 of 100 sets, whether their rates differ or not',
    (prompts, m, n) => {
      const estimates = Array.from({ length: m + 1 }, (_, c) => passAtN(m, c, n));
      const make = intervalMaker('auto', 0.95);
      const sets = (compositions(prompts, m + 1) as number[][]).map((counts) => ({
        counts,
        made: make(spreadOf(Float64Array.from(counts.flatMap((count, c) => Array(count).fill(estimates[c])))), [0, 1]),
      }));
      for (const rate of [0.01, 0.05, 0.1, 0.3, 0.5, 0.7, 0.9, 0.95, 0.99]) {
        const same = Array.from({ length: m + 1 }, (_, c) => binomial(m, c, rate));
        const a = rate / (1 - rate);
        const laws: [number[], number][] = [
          [same, 1 - (1 - rate) ** n],
          [betaBinomial(m, a), powerLawPassAtN(a, n)],
          [same.map((p, c) => 0.9 * p + (c === 0 ? 0.1 : 0)), 0.9 * (1 - (1 - rate) ** n)],
        ];
        for (const [chances, mean] of laws) {
          let held = 0;
          let all = 0;
          for (const { counts, made } of sets) {
            let chance = 1;
            let left = 0;
            counts.forEach((count, c) => {
              for (let i = 1; i <= count; i++) chance *= (++left / i) * chances[c];
            });
            all += chance;
            if (holds(made.interval, mean)) held += chance;
          }
          expect(all).toBeCloseTo(1, 9);
          expect(held, `rate ${rate}, mean ${mean}`).toBeGreaterThan(0.92);
        }
      }
    }
  );
});

describe('by default', () => {
  it('ten of ten, and none of ten, are no certainty', () => {
    expect(meanOf(flags(10, 10))).toMatchObject({ mean: 1, standardError: 0, intervalMethod: 'clopper-pearson' });
    near(meanOf(flags(10, 10)).interval, [0.025 ** 0.1, 1]);
    near(meanOf(flags(0, 10)).interval, [0, 1 - 0.025 ** 0.1]);
  });

  it('flags have the exact interval', () => {
    for (const { successes, trials, confidence, clopperPearson, wilson } of golden.inference.proportion) {
      if (trials < 2 || trials > 2000) continue;
      const values = flags(successes, trials);
      near(meanOf(values, { confidence }).interval, clopperPearson, 1e-10);
      const asked = meanOf(values, { confidence, interval: 'wilson' });
      near(asked.interval, wilson, 1e-10);
      expect(asked.intervalMethod).toBe('wilson');
      near(asked.interval, proportionInterval(successes, trials, { confidence }));
    }
  });

  it('scores between 0 and 1 have an interval between 0 and 1 that holds their mean, even if all are equal', () => {
    for (const values of [Array(5).fill(0.5), Array(40).fill(0.999), [1, 1, 1, 1, 0.99], [0, 1e-300, 0, 0], [0.2, 0.7, 1]]) {
      const { interval, intervalMethod, mean } = meanOf(values);
      const [low, high] = interval as Ends;
      expect(intervalMethod).toBe('agresti-coull');
      expect(low).toBeGreaterThanOrEqual(0);
      expect(high).toBeLessThanOrEqual(1);
      expect(low).toBeLessThan(mean as number);
      expect(high).toBeGreaterThan(mean as number);
    }
    const mirrored = meanOf([0.1, 0.3, 0.35, 0.05]).interval as Ends;
    near(meanOf([0.9, 0.7, 0.65, 0.95]).interval, [1 - mirrored[1], 1 - mirrored[0]]);
  });

  it('rewards that lie between 0 and 1 by chance have an interval that reaches as far as that of rewards', () => {
    const values = [0.1, 0.05, 0.3, 0.9, 0.2];
    const [low, high] = meanOf(values).interval as Ends;
    const others = meanOf(values.map((x) => 4 * x)).interval as Ends;
    expect(meanOf(values).intervalMethod).toBe('hall');
    expect(low).toBeLessThanOrEqual(others[0] / 4 + 1e-15);
    expect(high).toBeGreaterThanOrEqual(others[1] / 4 - 1e-15);
    expect(high).toBeGreaterThan(1);
    expect((meanOf([...values, 1]).interval as Ends)[1]).toBeLessThanOrEqual(1);
    expect(meanOf([0.3, 0.4]).noInterval).toBe('two prompts do not tell how skewed the estimates are');
  });

  it('a score beyond 1 at a larger n makes the whole curve one of rewards', () => {
    const prompts = [
      [0.1, 0.2],
      [0.4, 1.5],
      [0.3, 0.1],
    ].map((rewards) => Samples.from({ rewards }));
    const methods = aggregate(prompts).rows.map(({ expectedReward }) => expectedReward.intervalMethod);
    expect(methods).toEqual(['hall', 'hall']);
  });

  it('of rewards that are all equal there is none', () => {
    expect(meanOf([3, 3, 3])).toEqual({
      mean: 3,
      standardError: 0,
      interval: null,
      intervalMethod: null,
      noInterval: 'all estimates are equal, which does not tell how far others would lie from them',
      prompts: 3,
    });
    expect(meanOf([3]).noInterval).toBe('fewer than two prompts have an estimate');
    expect(meanOf([Infinity, 2]).noInterval).toBe('an estimate is infinite');
  });

  it('symmetric rewards have the t interval with a degree of freedom less', () => {
    const values = [-3, -1, 0, 1, 3].map((x) => x + 10);
    const half = studentQuantile(0.95, 3) * Math.sqrt(20 / 4 / 5);
    near(meanOf(values).interval, [10 - half, 10 + half]);
    expect(meanOf([5, 9]).noInterval).toBe('two prompts do not tell how skewed the estimates are');
  });

  it('skewed ones reach as far as the cubic of Hall says', () => {
    const values = [1, 2, 2, 3, 4, 7, 30];
    const count = values.length;
    const mean = values.reduce((a, b) => a + b) / count;
    const moment = (k: number) => values.reduce((sum, x) => sum + (x - mean) ** k, 0) / count;
    const error = Math.sqrt(moment(2) / (count - 1));
    const unbiased = ((moment(3) / moment(2) ** 1.5) * Math.sqrt(count * (count - 1))) / (count - 2);
    const b = (1.25 * unbiased) / Math.sqrt(count);
    const t = studentQuantile(0.95, count - 2);
    const [low, high] = meanOf(values).interval as Ends;
    expect(low / (mean - t * error)).toBeCloseTo(1, 12);
    const at = (mean - high) / error;
    expect(at + (b * at ** 2) / 3 + (b * b * at ** 3) / 27 + b / 6).toBeCloseTo(-t, 11);
    const mirrored = meanOf(values.map((x) => -x)).interval as Ends;
    expect(mirrored).toEqual([-high, -low]);
    expect(meanOf(values.map((x) => x * 2 ** 40)).interval).toEqual([low * 2 ** 40, high * 2 ** 40]);
  });

  it('values of any size have finite ends', () => {
    for (const values of [
      [1.7e308, -1.7e308, 0],
      [1e300, 2, 3, 1e308],
      [5e-324, 0, -5e-324],
      [1e-310, 2e-310, 9e-310, -1],
    ]) {
      for (const interval of ['auto', 't'] as const) {
        const [low, high] = meanOf(values, { interval }).interval as Ends;
        expect(Number.isFinite(low) && Number.isFinite(high) && low < high).toBe(true);
      }
    }
  });

  it('the win rate of one sample against another is one half, and that is certain', () => {
    const prompts = [Samples.from({ rewards: [1, 2, 3] }), Samples.from({ rewards: [1, 2] })];
    const [row] = aggregate(prompts, { ns: [1] }).rows;
    expect(row.winRate).toMatchObject({ interval: [0.5, 0.5], intervalMethod: 'definition' });
  });
});

describe('win rates', () => {
  it('lie between one half and n/(n + 1), and so do their intervals', () => {
    const lists = [
      [1, 1, 1, 1, 1],
      [1, 2, 3, 4, 5],
      [0, 0, 1, 0, 2],
      [1, 0, 0, 1, 1],
      [3, 3, 2, 1, 1],
    ];
    const prompts = lists.map((rewards) => Samples.from({ rewards }));
    for (const count of [2, 5]) {
      for (const { n, winRate } of aggregate(prompts.slice(0, count), { ns: [2, 3, 4] }).rows) {
        for (const prompt of prompts) {
          expect(prompt.winRate(n)).toBeGreaterThan(0.5 - 1e-15);
          expect(prompt.winRate(n)).toBeLessThan(n / (n + 1) + 1e-15);
        }
        const [low, high] = winRate.interval as Ends;
        expect(low).toBeGreaterThanOrEqual(0.5);
        expect(high).toBeLessThanOrEqual(n / (n + 1));
        expect(low).toBeLessThan(winRate.mean as number);
        expect(high).toBeGreaterThan(winRate.mean as number);
      }
    }
    // rewards without ties, as a reward model gives, win as often as possible
    const { winRate } = aggregate(Array(5).fill(prompts[1]), { ns: [3] }).rows[0];
    expect(winRate.interval?.[1]).toBeCloseTo(0.75, 15);
    expect(winRate.interval?.[0]).toBeGreaterThan(0.5);
  });
});

describe('on request', () => {
  it('t is the t interval', () => {
    for (const { values, confidence, mean, standardError, interval } of golden.inference.tInterval) {
      const found = meanOf(values, { confidence, interval: 't' });
      expect((found.mean as number) / Number(mean)).toBeCloseTo(1, 13);
      expect((found.standardError as number) / Number(standardError)).toBeCloseTo(1, 12);
      near(found.interval, interval);
      expect(found.intervalMethod).toBe('t');
    }
  });

  it('wilson counts as many prompts as would be as uncertain', () => {
    const values = [0.25, 0.5, 0.75, 1];
    const mean = 0.625;
    const variance = (0.375 ** 2 + 0.125 ** 2 + 0.125 ** 2 + 0.375 ** 2) / 16;
    const { interval } = meanOf(values, { interval: 'wilson' });
    const z = 1.959963984540054;
    for (const end of interval as Ends)
      expect(((end - mean) / z) ** 2).toBeCloseTo((end * (1 - end) * variance) / (mean * (1 - mean)), 12);
    expect(meanOf([0.5, 2], { interval: 'wilson' }).noInterval).toBe('a score interval needs estimates between 0 and 1');
    // equal scores count as so many flags
    near(meanOf(Array(4).fill(0.5), { interval: 'wilson' }).interval, proportionInterval(2, 4));
  });
});

describe('clusters', () => {
  it('have the error of the sums of their residuals', () => {
    for (const { a, b, clusters, confidence, standardError, clusteredStandardError } of golden.inference.paired) {
      if (a === undefined || b === undefined || clusters === undefined) continue;
      const values = a.map((x, i) => x - b[i]);
      const found = meanOf(values, { clusters, interval: 't', confidence });
      expect((found.standardError as number) / Number(clusteredStandardError)).toBeCloseTo(1, 12);
      expect((meanOf(values).standardError as number) / Number(standardError)).toBeCloseTo(1, 12);
      expect(found.clusters).toBe(new Set(clusters).size);
      near(found.interval, pairedDifference(a, b, { clusters, confidence }).interval as Ends);
    }
  });

  it('of one prompt each change the default interval in nothing', () => {
    for (const values of [
      [0.5, 0.25, 1, 0],
      [5, 2, 9, 4, 1],
    ]) {
      const names = values.map((_, i) => `q${i}`);
      near(meanOf(values, { clusters: names }).interval, meanOf(values).interval as Ends);
    }
  });

  it('repeated questions are worth no more than one each', () => {
    const values = [0.5, 0.25, 1, 0, 0.75];
    const thrice = values.flatMap((x) => [x, x, x]);
    const clusters = thrice.map((_, i) => Math.floor(i / 3));
    near(meanOf(thrice, { clusters }).interval, meanOf(values).interval as Ends);
    const rewards = thrice.map((x) => 10 * x);
    near(meanOf(rewards, { clusters }).interval, meanOf(values.map((x) => 10 * x)).interval as Ends);
  });

  it('count only where they have an estimate', () => {
    const prompts = [[1, 2], [3, 4], [5]].map((rewards) => Samples.from({ rewards }));
    const [, row] = aggregate(prompts, { ns: [1, 2], clusters: ['a', 'a', 'b'] }).rows;
    expect(row.expectedReward).toMatchObject({
      clusters: 1,
      standardError: null,
      noInterval: 'the prompts are of a single cluster',
    });
  });

  it('are drawn by the bootstrap as a whole', () => {
    const values = [5, 5, 9, 9, 9, 1];
    const { interval } = meanOf(values, { interval: 'bootstrap', clusters: [0, 0, 1, 1, 1, 2] });
    expect((interval as Ends)[0]).toBe(1);
    expect((interval as Ends)[1]).toBe(9);
  });

  it.each<[AggregateOptions, string]>([
    [{ clusters: ['a', 'b'] }, 'clusters has length 2 and there are 3 prompts; they must be equal'],
    [{ clusters: ['a', 'a', 'a'] }, 'all prompts are of the cluster "a": an error over clusters needs at least two of them'],
    [{ clusters: ['a', null as never, 'a'] }, 'clusters[1] is null, expected a text or a number'],
    [{ clusters: 'abc' as never }, 'clusters must be an array with a name for each prompt, got "abc"'],
    [{ interval: 'exact' as never }, 'interval is "exact", expected "auto", "t", "wilson" or "bootstrap"'],
  ])('%o is an error', (options, message) => {
    expect(() => meanOf([1, 2, 3], options)).toThrow(message);
  });
});
