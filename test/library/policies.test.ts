// The policies that best-of-n is compared with: golden values, laws, bad input.

import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { klDivergence, type PolicyMetrics, Support, useEngine } from '../../src/index';
import { finiteSupport } from '../helpers/arbitrary';
import { expectClose } from '../helpers/close';
import { type Recipe, supportOf } from '../helpers/recipes';

type Peer = Recipe &
  Record<'kl' | 'winRate' | 'expectedReward', string> &
  (
    | { policy: 'threshold'; threshold: number; acceptance: string }
    | { policy: 'tilted'; tilt: 'reward' | 'winRate'; beta: number }
  );

const { peers } = JSON.parse(readFileSync(new URL('../golden/estimators.json', import.meta.url), 'utf8')) as { peers: Peer[] };

describe.each(['wasm', 'js'] as const)('%s', (kind) => {
  it.each(peers)('golden $name: $policy $tilt $beta $threshold', (peer) => {
    useEngine(kind);
    const support = Support.from(supportOf(peer));
    const actual = peer.policy === 'threshold' ? support.threshold(peer.threshold) : support.tilted(peer.beta, peer.tilt);
    for (const name of ['kl', 'winRate', 'expectedReward'] as const) expectClose(actual[name], peer[name], name);
    if (peer.policy === 'threshold')
      expectClose((actual as PolicyMetrics & { acceptance: number }).acceptance, peer.acceptance, 'acceptance');
    support.dispose();
  });

  it('every policy sums to 1, keeps ties in proportion, and has the KL divergence that it says', () => {
    useEngine(kind);
    fc.assert(
      fc.property(finiteSupport, fc.double({ min: -50, max: 50, noNaN: true }), (input, beta) => {
        const support = Support.from(input);
        const tau = input.rewards.filter((_, i) => support.policy(1)[i] > 0)[0];
        for (const { policy, kl } of [support.tilted(beta, 'winRate'), support.threshold(tau)] as PolicyMetrics[]) {
          expect(Math.abs(policy.reduce((a, b) => a + b) - 1)).toBeLessThan(1e-12);
          expect(kl).toBeGreaterThanOrEqual(0);
          expect(Math.abs(klDivergence(policy, support.policy(1)) - kl)).toBeLessThanOrEqual(1e-11 * Math.max(kl, 1));
        }
        support.dispose();
      }),
      { numRuns: 200 }
    );
  });

  it('matchKl finds the KL, and beats best-of-n there in what it is tilted by', () => {
    useEngine(kind);
    fc.assert(
      fc.property(finiteSupport, fc.integer({ min: 2, max: 200 }), (input, n) => {
        const support = Support.from({ ...input, ties: 'random' });
        const best = support.metrics(n);
        const top = support.metrics(Infinity).kl;
        if (best.kl > 0 && best.kl < top * (1 - 1e-9)) {
          const byWinRate = support.matchKl(best.kl, 'winRate');
          expectClose(byWinRate.kl, best.kl, 'kl', 1e-12);
          expect(byWinRate.winRate).toBeGreaterThanOrEqual(best.winRate - 1e-12);
          expect(byWinRate.kl).toBe(support.tilted(byWinRate.beta, 'winRate').kl);
          // no finite beta tells rewards apart that differ by less than about 1e-306
          const distinct = [...new Set(input.rewards.map((r) => r + 0))].sort((x, y) => x - y);
          if (distinct.some((r, i) => i > 0 && r - distinct[i - 1] < 1e-300)) return;
          const byReward = support.matchKl(best.kl);
          expectClose(byReward.kl, best.kl, 'kl', 1e-12);
          const scale = Math.max(...input.rewards.map(Math.abs));
          expect(byReward.expectedReward).toBeGreaterThanOrEqual(best.expectedReward - 1e-9 * scale);
        }
        support.dispose();
      }),
      { numRuns: 200 }
    );
  });

  it('a gentle tilt keeps its digits; a strong one does not overflow', () => {
    useEngine(kind);
    const support = Support.from({ weights: [1, 1], rewards: [0, 1] });
    // KL of (1, e^b)/(1 + e^b) from (1/2, 1/2) is b^2/8 - b^4/64 + ... for small b
    for (const beta of [1e-3, 1e-8, 1e-100])
      expectClose(support.tilted(beta).kl, beta ** 2 / 8 - beta ** 4 / 64, `beta ${beta}`, 1e-13);
    expectClose(support.tilted(-1e-8).kl, 1e-16 / 8, 'negative');
    for (const beta of [1e4, 1e308]) {
      expect(support.tilted(beta)).toEqual({ kl: Math.LN2, winRate: 0.75, expectedReward: 1, policy: Float64Array.of(0, 1) });
      expect(support.tilted(-beta)).toEqual({ kl: Math.LN2, winRate: 0.25, expectedReward: 0, policy: Float64Array.of(1, 0) });
    }
    expect(support.matchKl(0)).toMatchObject({ beta: 0, kl: 0, winRate: 0.5 });
    support.dispose();
  });

  it('a KL far below rounding, beside a block that has nearly all the mass', () => {
    useEngine(kind);
    const support = Support.from({ weights: [1.7e10, 1.6e120, 1.3], rewards: [0, 1, 2] });
    for (const kl of [1e-118, 1e-112, 1.03e-110, 1e-50, 1]) {
      const matched = support.matchKl(kl);
      expectClose(matched.kl, kl, `kl ${kl}`, 1e-12);
      // what the tilt means: the ratio of two outcomes moves by e^beta for every unit of reward
      if (kl < 1e-90)
        expectClose(matched.policy[2] / matched.policy[1], (1.3 / 1.6e120) * Math.exp(matched.beta), 'ratio', 1e-13);
    }
    support.dispose();
  });

  it('smallestN is the first n that reaches the target', () => {
    useEngine(kind);
    fc.assert(
      fc.property(finiteSupport, fc.double({ min: 0.4, max: 1, noNaN: true }), (input, winRate) => {
        const support = Support.from(input);
        const n = support.smallestN({ winRate });
        const limit = support.metrics(Infinity).winRate;
        if (n === Infinity) expect(winRate).toBeGreaterThanOrEqual(limit * (1 - 1e-15));
        else {
          expect(support.metrics(n).winRate).toBeGreaterThanOrEqual(winRate);
          if (n > 1 && n < 2 ** 53) expect(support.metrics(n - 1).winRate).toBeLessThan(winRate);
        }
        support.dispose();
      }),
      { numRuns: 300 }
    );
    const support = Support.from({ weights: [1, 1], rewards: [0, 1] });
    expect(support.smallestN({ expectedReward: 0.5 })).toBe(1);
    expect(support.smallestN({ expectedReward: 0.75 })).toBe(2);
    expect(support.smallestN({ expectedReward: 0.75, winRate: 0.7 })).toBe(4);
    expect(support.smallestN({ expectedReward: 1 })).toBe(Infinity);
    expect(support.smallestN({ winRate: 0.9 })).toBe(Infinity);
    support.dispose();
  });

  it('infinite rewards', () => {
    useEngine(kind);
    const rewards = [-Infinity, -Infinity, 2, Infinity];
    const support = Support.from({ weights: [1, 1, 1, 1], rewards, ties: 'index' });
    expect(support.threshold(2)).toMatchObject({ acceptance: 0.5, expectedReward: Infinity });
    expect(support.threshold(-Infinity)).toMatchObject({ acceptance: 1, kl: 0, winRate: 0.5 });
    expect(support.threshold(-Infinity).expectedReward).toBeNaN();
    expect(support.tilted(1, 'winRate').expectedReward).toBeNaN();
    expect(() => support.tilted(1)).toThrow(new RangeError('a support with infinite rewards can be tilted by "winRate" only'));
    support.dispose();
  });

  it('bad input', () => {
    useEngine(kind);
    const support = Support.from({ weights: [3, 1], rewards: [0, 1] });
    const cases: [() => unknown, Error][] = [
      [() => support.threshold(2), new RangeError('reward is 2, and no outcome of the support reaches it')],
      [() => support.threshold(Number.NaN), new RangeError('reward is NaN')],
      [() => support.threshold('1' as unknown as number), new TypeError('reward is "1", expected a number')],
      [() => support.tilted(Infinity), new RangeError('beta is Infinity, expected a finite number')],
      [() => support.tilted(1, 'kl' as 'reward'), new TypeError('tilt is "kl", expected "reward" or "winRate"')],
      [() => support.matchKl(-1), new RangeError('kl is -1, expected a finite number >= 0')],
      [
        () => support.matchKl(1.5),
        new RangeError('kl is 1.5, expected less than 1.3862943611198906, which all mass on the highest reward has'),
      ],
      [() => support.smallestN({}), new TypeError('target is empty: give winRate, expectedReward, or both')],
      [() => support.smallestN({ winRate: Number.NaN }), new RangeError('winRate is NaN')],
    ];
    for (const [use, error] of cases) expect(use).toThrow(error);
    support.dispose();
    for (const use of [
      () => support.threshold(0),
      () => support.tilted(1),
      () => support.matchKl(0.1),
      () => support.smallestN({ winRate: 0.6 }),
    ]) {
      expect(use).toThrow('this support was disposed of');
    }
  });
});
