// Rules of selection at one divergence: the search, what is found, and laws that hold for every support.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parameterAtKl } from '../../src/equal-kl';
import { klBound, Support, useEngine, winRateFrontier } from '../../src/index';
import { lawOf, policyOfLaw } from '../../src/law-names';
import { type RuleAtKl, ruleCurves, rulesAtKl } from '../../src/rules-at-kl';
import { leastNOfScore } from '../../src/score-target';
import { finiteSupport } from '../helpers/arbitrary';

describe('the search for a parameter', () => {
  it.each<[string, (x: number) => number, boolean]>([
    ['a square', (x) => x * x, false],
    ['one that saturates', (x) => 3 * -Math.expm1(-x * x), false],
    ['one that falls', (x) => 2 / (1 + x ** 4), true],
    ['one with a kink', (x) => (x < 1 ? x / 10 : 0.1 + 5 * (x - 1)), false],
    ['one that is flat for long', (x) => (x < 1e6 ? 0 : Math.log(x / 1e6)), false],
  ])('finds that of %s', (_, klAt, falls) => {
    for (const kl of [1e-9, 0.01, 0.5, 1.9])
      for (const start of [1e-3, 1, 50]) {
        let evaluations = 0;
        const counted = (x: number) => {
          evaluations++;
          return klAt(x);
        };
        const x = parameterAtKl({ klAt: counted, start, falls }, kl) as number;
        // a parameter with all its digits may have a divergence with fewer
        expect(Math.abs(klAt(x) - kl)).toBeLessThanOrEqual(1e-9 * kl + 1e-15);
        expect(evaluations).toBeLessThan(80);
      }
  });

  it('says where there is none', () => {
    expect(parameterAtKl({ klAt: (x) => -Math.expm1(-x), start: 1 }, 2)).toBeUndefined();
    expect(parameterAtKl({ klAt: (x) => 1 + x, start: 1 }, 0.5)).toBeUndefined();
    expect(parameterAtKl({ klAt: (x) => 1 / (1 + x), start: 1, falls: true }, 2)).toBeUndefined();
  });
});

const find = (rules: readonly RuleAtKl[], rule: string) => rules.find((row) => row.rule === rule) as RuleAtKl;

/** The rules with a parameter that can be any real number. */
const CONTINUOUS = ['best-of-Poisson', 'top fraction', 'soft best-of-n', 'pessimistic', 'tilted by reward', 'tilted by win rate'];

describe.each(['wasm', 'js'] as const)('%s', (kind) => {
  it('every rule that is found has the divergence, and no other beats the tilted ones', () => {
    useEngine(kind);
    fc.assert(
      fc.property(finiteSupport, fc.integer({ min: 2, max: 64 }), (input, n) => {
        fc.pre(input.rewards.length <= 700);
        const support = Support.from(input);
        const kl = support.metrics(n, ['kl']).kl;
        const rules = rulesAtKl(support, input.rewards, n);
        expect(rules.map(({ rule }) => rule)).toContain('frontier');
        const top = support.metrics(Infinity, ['kl']).kl;
        // next to its limit a divergence tells no parameter
        const isFar = kl > 1e-9 && kl < top * (1 - 1e-6);
        for (const { rule, law, at } of rules) {
          if (law === undefined || at === undefined) continue;
          expect(policyOfLaw(lawOf(law), support)).toEqual({
            ...policyOfLaw(lawOf(law), support),
            kl: at.kl,
            winRate: at.winRate,
          });
          if (isFar && CONTINUOUS.includes(rule)) expect(Math.abs(at.kl - kl)).toBeLessThanOrEqual(1e-9 * kl);
          expect(at.kl).toBeLessThanOrEqual(kl * (1 + 1e-9) + 1e-15);
          expect(at.winRate).toBeLessThanOrEqual(winRateFrontier(at.kl) + 1e-9);
          const best = find(rules, 'tilted by win rate').at;
          if (isFar && best) expect(at.winRate).toBeLessThanOrEqual(best.winRate + 1e-9);
        }
        support.dispose();
      }),
      { numRuns: 20 }
    );
  });

  it('three outcomes, with every rule', () => {
    useEngine(kind);
    const rewards = Float64Array.of(1, 2, 3);
    const support = Support.from({ weights: [5, 3, 2], rewards });
    const rules = rulesAtKl(support, rewards, 4);
    expect(rules.map(({ rule, at }) => [rule, at !== undefined])).toEqual([
      ['best-of-n', true],
      ['best-of-Poisson', true],
      ['top fraction', true],
      ['threshold', true],
      ['soft best-of-n', true],
      ['pessimistic', true],
      ['tilted by reward', true],
      ['tilted by win rate', true],
      ['frontier', true],
    ]);
    // the divergences of thresholds are 0, log 2 and log 5, and that of the best of 4 lies between the first two
    expect(find(rules, 'threshold')).toMatchObject({ law: 'threshold(1)', at: { kl: 0, winRate: 0.5 }, reason: /nearest below/ });
    expect(find(rules, 'frontier').at?.winRate).toBe(winRateFrontier(support.metrics(4).kl));
    // at log 2 the threshold is exact, and so is the top half
    const n = 5.5;
    const top = rulesAtKl(support, rewards, n);
    expect(find(top, 'top fraction').at?.kl).toBeCloseTo(support.metrics(n).kl, 12);
    support.dispose();
  });

  it('at n = 1 every rule is the reference, or said to be so in the limit only', () => {
    useEngine(kind);
    const rewards = Float64Array.of(1, 2, 3);
    const support = Support.from({ weights: [5, 3, 2], rewards });
    for (const { rule, at, reason } of rulesAtKl(support, rewards, 1)) {
      if (['soft best-of-n', 'pessimistic'].includes(rule)) expect(reason).toMatch(/only an infinite (temperature|beta)/);
      else expect(at).toMatchObject({ kl: 0, winRate: 0.5 });
    }
    support.dispose();
  });

  it('of one reward every rule is the reference', () => {
    useEngine(kind);
    const support = Support.from({ weights: [5, 3], rewards: [2, 2] });
    for (const { at } of rulesAtKl(support, Float64Array.of(2, 2), 8)) expect(at).toMatchObject({ kl: 0, winRate: 0.5 });
    support.dispose();
  });

  it('what cannot be said of infinite rewards, or next to a limit, has its reason', () => {
    useEngine(kind);
    const rewards = Float64Array.of(-Infinity, 0, 1);
    const support = Support.from({ weights: [5, 3, 2], rewards });
    const rules = rulesAtKl(support, rewards, 4);
    for (const rule of ['soft best-of-n', 'pessimistic', 'tilted by reward'])
      expect(find(rules, rule)).toMatchObject({ rule, reason: expect.stringMatching(/infinite/) });
    expect(find(rules, 'top fraction').at).toBeDefined();
    expect(find(rulesAtKl(support, rewards, Infinity), 'tilted by win rate').reason).toMatch(
      /which all mass on the highest reward has/
    );
    support.dispose();
  });

  it('the curves rise to the end of the picture', () => {
    useEngine(kind);
    const rewards = Float64Array.from({ length: 200 }, (_, i) => i);
    const support = Support.from({ weights: rewards.map((i) => 1 + (i % 7)), rewards });
    const rules = rulesAtKl(support, rewards, 8);
    const most = klBound(16);
    const curves = ruleCurves(support, rewards, 8, rules, most);
    expect(curves.map(({ rule }) => rule)).toEqual(rules.map(({ rule }) => rule).filter((rule) => rule !== 'frontier'));
    for (const { points } of curves) {
      expect(points.length).toBeGreaterThan(5);
      points.forEach(({ kl, winRate }, i) => {
        expect(kl).toBeLessThanOrEqual(most);
        if (i === 0) return;
        expect(kl).toBeGreaterThanOrEqual(points[i - 1].kl);
        expect(winRate).toBeGreaterThanOrEqual(points[i - 1].winRate - 1e-12);
      });
    }
    support.dispose();
  });
});

describe('the least n of a score', () => {
  /** One that rises to its peak at n = 10 and falls. */
  const scoreAt = (n: number) => -((n - 10.25) ** 2);
  const peak = { n: 10.25, value: 0 };

  it.each([
    [-200, 1],
    [-81, 2],
    [-1, 10],
    [-0.0625, 10],
    // only between whole numbers
    [-0.05, Infinity],
    [0.1, Infinity],
  ])('for %f is %f', (target, n) => {
    expect(leastNOfScore(scoreAt, peak, target)).toBe(n);
  });

  it.each([63, 64, 65, 1000, 1_234_567, 2 ** 40 + 1])('is found where it is %i', (n) => {
    expect(leastNOfScore((x) => Math.min(x, 2 ** 50), { n: Infinity, value: 2 ** 50 }, n)).toBe(n);
  });
});
