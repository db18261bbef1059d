// Best-of-n from a continuous reference, and the frontier of win rate and divergence: golden values, and what they bound.

import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { klBound, winRateBound } from '../../src/bounds';
import { continuousLimits, hockeyStickLimit, renyiLimit } from '../../src/continuous-limits';
import { klFrontier, winRateFrontier } from '../../src/frontier';
import { Support } from '../../src/support';

const golden = JSON.parse(readFileSync(new URL('../golden/limits.json', import.meta.url), 'utf8'));

/** Within 1e-13 of the golden value, or 2^-51 of its logarithm where that is larger. */
function expectWithinPromise(value: number, golden: string, what: string): void {
  const wanted = Number(golden);
  if (value === wanted) return;
  const allowed = Math.max(1e-13, 2 ** -51 * Math.abs(Math.log(Math.abs(wanted))));
  expect(Math.abs(value - wanted) / Math.abs(wanted), `${what} is ${value}, not ${golden}`).toBeLessThanOrEqual(allowed);
}

describe('golden values', () => {
  it('of the continuous limits', () => {
    for (const c of golden.continuousLimits) {
      const n = Number(c.n);
      const limits = continuousLimits(n);
      for (const [name, value] of Object.entries(limits)) expectWithinPromise(value, c[name], `${name} at ${n}`);
      for (const { alpha, value } of c.renyi) expectWithinPromise(renyiLimit(n, alpha), value, `renyi ${alpha} at ${n}`);
      for (const { gamma, value } of c.hockeyStick)
        expectWithinPromise(hockeyStickLimit(n, gamma), value, `hockey stick ${gamma} at ${n}`);
    }
  });

  it('of the frontier', () => {
    for (const { kl, winRate } of golden.frontier.winRateFrontier)
      expectWithinPromise(winRateFrontier(kl), winRate, `win rate at ${kl}`);
    for (const { kl, winRate } of golden.frontier.klFrontier)
      expectWithinPromise(klFrontier(winRate), kl, `divergence at ${winRate}`);
  });
});

const n = fc.oneof(
  fc.double({ min: 1, max: 20, noNaN: true }),
  fc.double({ min: 0, max: 300, noNaN: true }).map((x) => 10 ** x)
);

describe('laws', () => {
  it('the Rényi divergence rises with its order, from the order 1 of KL to the largest logarithm of the ratio', () => {
    const order = fc.double({ min: 1e-3, max: 100, noNaN: true });
    fc.assert(
      fc.property(n, order, order, (n, a, b) => {
        const [low, high] = [renyiLimit(n, Math.min(a, b)), renyiLimit(n, Math.max(a, b))];
        expect(low).toBeLessThanOrEqual(high * (1 + 1e-12));
        expect(renyiLimit(n, 1)).toBe(klBound(n));
        expect(renyiLimit(n, Infinity)).toBe(continuousLimits(n).maxLogRatio);
      })
    );
  });

  it('the hockey stick falls from the total variation to 0 at n', () => {
    fc.assert(
      fc.property(n, fc.double({ min: 0, max: 1, noNaN: true }), (n, share) => {
        const gamma = n ** share;
        const total = continuousLimits(n).totalVariation;
        expect(hockeyStickLimit(n, 1)).toBe(total);
        expect(hockeyStickLimit(n, n)).toBe(0);
        if (gamma >= 1) expect(hockeyStickLimit(n, gamma)).toBeLessThanOrEqual(total * (1 + 1e-12));
      })
    );
  });

  it('each limit bounds what any support has', () => {
    const supports = fc.array(fc.tuple(fc.integer({ min: 1, max: 50 }), fc.integer({ min: 0, max: 6 })), {
      minLength: 1,
      maxLength: 8,
    });
    const names = ['kl', 'reverseKl', 'totalVariation', 'chiSquared', 'squaredHellinger', 'winRate'] as const;
    fc.assert(
      fc.property(supports, fc.double({ min: 1, max: 1000, noNaN: true }), (outcomes, n) => {
        const support = Support.from({ weights: outcomes.map(([w]) => w), rewards: outcomes.map(([, r]) => r) });
        const limits = continuousLimits(n);
        const metrics = support.metrics(n, [...names]);
        for (const name of names) expect(metrics[name], name).toBeLessThanOrEqual(limits[name] * (1 + 1e-13) + 1e-300);
        support.dispose();
      })
    );
  });

  it('the two frontiers are inverse to each other, and no support is above them', () => {
    fc.assert(
      fc.property(fc.double({ min: -250, max: 1.4, noNaN: true }), (exponent) => {
        const kl = 10 ** exponent;
        const winRate = winRateFrontier(kl);
        // a win rate next to one half or to 1 has lost the digits of the divergence
        if (kl > 1e-3 && kl < 10) expect(klFrontier(winRate) / kl).toBeCloseTo(1, 10);
        expect(winRate).toBeGreaterThanOrEqual(0.5);
        expect(winRate).toBeLessThanOrEqual(1);
      })
    );
    const support = Support.from({ weights: Array(1000).fill(1), rewards: Array.from({ length: 1000 }, (_, i) => i) });
    for (const n of [1.5, 2, 8, 100]) {
      const { kl, winRate } = support.metrics(n, ['kl', 'winRate']);
      expect(winRate).toBeLessThan(winRateFrontier(kl));
      expect(kl).toBeGreaterThan(klFrontier(winRate));
    }
    support.dispose();
  });

  it('best-of-n stays below the frontier by what is known', () => {
    const lost = (n: number) => winRateFrontier(klBound(n)) - winRateBound(n);
    const spent = (n: number) => klBound(n) - klFrontier(winRateBound(n));
    // the largest losses and where they are, by calculation with 25 digits
    expect(lost(1.778256)).toBeCloseTo(0.0094729780752, 13);
    expect(spent(2.679987)).toBeCloseTo(0.023721171854, 12);
    for (const n of [1.01, 1.5, 1.7, 1.9, 2.5, 4, 100]) expect(lost(n)).toBeLessThan(0.0094729780753);
    for (const n of [1.01, 1.5, 2.5, 2.9, 4, 100]) expect(spent(n)).toBeLessThan(0.023721171855);
  });

  it('best-of-Poisson stays below the frontier by what is known, on a support of many outcomes', () => {
    const size = 100_000;
    const even = Support.from({
      weights: new Float64Array(size).fill(1),
      rewards: Float64Array.from({ length: size }, (_, i) => i),
    });
    const of = (mu: number) => {
      const { kl, winRate } = even.bestOfPoisson(mu);
      return { lost: winRateFrontier(kl) - winRate, spent: kl - klFrontier(winRate) };
    };
    // the largest losses and where they are, by calculation with 25 digits from the continuous law
    expect(of(2.50903).lost).toBeCloseTo(0.00016892824, 9);
    expect(of(3.35797).spent).toBeCloseTo(0.00067507931, 9);
    for (const mu of [0.5, 1, 2, 2.4, 2.6, 3, 5, 20]) expect(of(mu).lost).toBeLessThan(0.00016893);
    for (const mu of [0.5, 1, 2, 3, 3.3, 3.4, 5, 20]) expect(of(mu).spent).toBeLessThan(0.00067508);
    even.dispose();
  });

  it('wrong arguments are named', () => {
    expect(() => continuousLimits(0.5)).toThrow('n is 0.5');
    expect(() => renyiLimit(2, 0)).toThrow('alpha is 0, expected a number > 0');
    expect(() => hockeyStickLimit(2, 0.5)).toThrow('gamma is 0.5, expected a number >= 1');
    expect(() => winRateFrontier(-1)).toThrow('kl is -1');
    expect(() => winRateFrontier(Infinity)).toThrow('kl is Infinity');
    expect(() => klFrontier(1)).toThrow('winRate is 1, expected a number from 0.5 to less than 1');
    expect(() => klFrontier('0.7' as never)).toThrow('winRate is "0.7", expected a number');
  });
});
