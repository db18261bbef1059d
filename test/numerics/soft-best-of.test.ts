// Soft best-of-n: golden values, every list of n draws, closed forms, limits in n and in the temperature, laws, bad input; in both engines, bit for bit.

import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { klBound, type PolicyMetrics, Support, type SupportInput, winRateFrontier } from '../../src/index';
import { expectClose } from '../helpers/close';
import { inBoth } from '../helpers/promise';
import { lcg, listedRewards, supportOf } from '../helpers/recipes';

type Golden = Record<'kl' | 'winRate' | 'expectedReward', string> & {
  name: string;
  n: number;
  temperature: number;
  policy?: string[];
  probs?: number[];
  weights: string;
  rewards: string | number[];
  size: number;
  seed: number;
  ties: 'random' | 'index';
};

const { laws } = JSON.parse(readFileSync(new URL('../golden/soft-best-of.json', import.meta.url), 'utf8')) as { laws: Golden[] };

const softBestOf = (input: SupportInput, n: number, temperature: number): PolicyMetrics =>
  inBoth(input, (support) => support.softBestOf(n, temperature));

/** `t log t - t + 1` of t = 1 + x, by its series where x is small. */
function phi(x: number): number {
  if (Math.abs(x) > 0.01) return (1 + x) * Math.log1p(x) - x;
  let sum = 0;
  for (let k = 12; k >= 2; k--) sum += ((-x) ** k / (k * (k - 1))) as number;
  return sum;
}

const normalised = (weights: number[]) => {
  const sum = weights.reduce((a, b) => a + b);
  return weights.map((w) => w / sum);
};

/** Weights and rewards of a large support: rewards in a range of 1, most of whose blocks have many neighbours. */
function crowd(size: number): { weights: number[]; rewards: number[] } {
  return { weights: lcg(5, size).map((v) => v + 2 ** 20), rewards: lcg(6, size).map((v) => (v / 2 ** 32) ** 2) };
}

describe('golden values', () => {
  it.each(laws)('$name: n = $n, temperature $temperature', (c) => {
    const input = c.probs
      ? { probs: c.probs, rewards: listedRewards(c), ties: c.ties }
      : supportOf(c as Parameters<typeof supportOf>[0]);
    const soft = softBestOf(input, c.n, c.temperature);
    for (const name of ['kl', 'winRate', 'expectedReward'] as const) expectClose(soft[name], c[name], name);
    c.policy?.forEach((value, i) => {
      expectClose(soft.policy[i], value, `policy[${i}]`);
    });
  });
});

describe('exact values', () => {
  it('every list of n draws', () => {
    const probs = [0.125, 0.5, 0.0625, 0.3125];
    const rewards = [1, -0.5, 3, 1];
    for (const n of [2, 3, 5, 6]) {
      for (const temperature of [0.2, 1, 6]) {
        const expected = new Float64Array(4);
        for (let code = 0; code < 4 ** n; code++) {
          const draws = Array.from({ length: n }, (_, i) => Math.floor(code / 4 ** i) % 4);
          const chance = draws.reduce((product, y) => product * probs[y], 1);
          const weights = draws.map((y) => Math.exp(rewards[y] / temperature));
          const sum = weights.reduce((a, b) => a + b);
          draws.forEach((y, i) => {
            expected[y] += (chance * weights[i]) / sum;
          });
        }
        const { policy } = softBestOf({ probs, rewards }, n, temperature);
        expected.forEach((value, i) => {
          expectClose(policy[i], value, `${n} draws at ${temperature}, outcome ${i}`, 1e-12);
        });
      }
    }
  });

  it('two draws, for few and many outcomes: Q/P - 1 is the mean of tanh((r - r_k)/(2 temperature))', () => {
    for (const size of [3, 40, 400]) {
      const { weights, rewards } = crowd(size);
      const probs = normalised(weights);
      for (const temperature of [0.003, 0.1, 2, 1e3, 1e9, 1e40]) {
        const soft = softBestOf({ weights, rewards }, 2, temperature);
        let kl = 0;
        rewards.forEach((r, i) => {
          let x = 0;
          rewards.forEach((other, k) => {
            x += probs[k] * Math.tanh((r - other) / (2 * temperature));
          });
          kl += probs[i] * phi(x);
          expectClose(soft.policy[i], probs[i] * (1 + x), `policy[${i}] of ${size} at ${temperature}`);
        });
        expectClose(soft.kl, kl, `kl of ${size} at ${temperature}`, 2e-13);
      }
    }
  });

  it('two draws, for neighbours and groups at any distance', () => {
    for (const spread of [0.01, 0.3, 1, 4, 11, 30, 80]) {
      // groups of one, two, or six rewards, which are far apart or have gaps of their own
      const rewards = lcg(8, 60).map((v, i) => spread * (i - (i % 10 > 3 ? i % 10 : 0)) + v / 2 ** 32 / (i % 3 ? 40 : 1));
      for (const steep of [0, 5, 40]) {
        const weights = lcg(9, 60).map((v) => Math.exp((-steep * v) / 2 ** 32));
        const probs = normalised(weights);
        const { policy } = softBestOf({ weights, rewards }, 2, 1);
        rewards.forEach((r, i) => {
          // Q/P = 2 sum P_k / (1 + e^(r_k - r)), which has no cancellation
          const t = rewards.reduce((sum, other, k) => sum + (2 * probs[k]) / (1 + Math.exp(other - r)), 0);
          expectClose(policy[i], probs[i] * t, `policy[${i}], ${spread} apart`, 2e-13);
        });
      }
    }
  });

  it('plain quadrature over single blocks, between whole numbers', () => {
    const { weights, rewards } = crowd(100);
    const probs = normalised(weights);
    for (const n of [1.3, 2.5, 40.75]) {
      for (const temperature of [0.05, 0.7]) {
        const expected = new Float64Array(100);
        const step = 1 / 20;
        for (let z = -45; z < 25; z += step) {
          const y = rewards.map((r) => Math.exp((r - 0.5) / temperature + z));
          const cdf = probs.reduce((sum, p, k) => sum + p * Math.exp(-y[k]), 0);
          probs.forEach((p, k) => {
            expected[k] += step * n * p * y[k] * Math.exp(-y[k]) * cdf ** (n - 1);
          });
        }
        const { policy } = softBestOf({ weights, rewards }, n, temperature);
        expected.forEach((value, i) => {
          expectClose(policy[i], value, `policy[${i}] at ${n}, ${temperature}`, 1e-12);
        });
      }
    }
  });
});

describe('limits', () => {
  const input = { probs: [0.4, 0.3, 0.2, 0.06, 0.04], rewards: [0, 1, 2, 3, 3] };

  it('one draw, and an infinite temperature, are the reference', () => {
    for (const [n, temperature] of [
      [1, 0.5],
      [7.5, Infinity],
      [Infinity, Infinity],
    ] as const) {
      const soft = softBestOf(input, n, temperature);
      expect(soft.kl).toBe(0);
      expect(soft.winRate).toBe(0.5);
      expect([...soft.policy]).toEqual(inBoth(input, (support) => [...support.policy(1)]));
    }
  });

  it('a low temperature is best-of-n, ties at random, whatever the rewards', () => {
    for (const n of [1 + 1e-9, 1.5, 4, 300, 1e12]) {
      for (const temperature of [1e-3, 1e-100, 5e-324]) {
        const soft = softBestOf(input, n, temperature);
        const best = inBoth(input, (support) => ({ ...support.metrics(n), policy: support.policy(n) }));
        for (const name of ['kl', 'winRate', 'expectedReward'] as const)
          expectClose(soft[name], best[name], `${name} at ${n}`, 2e-13);
        best.policy.forEach((value, i) => {
          // what draws of the same reward but one lower leave is above a mass of 1e-290
          if (value > 1e-200) expectClose(soft.policy[i], value, `policy[${i}] at ${n}`);
        });
      }
    }
  });

  it('infinitely many draws are the policy tilted by the reward, which 1e18 are but for 1e-15', () => {
    for (const temperature of [0.3, 1, 20]) {
      const tilted = inBoth(input, (support) => support.tilted(1 / temperature));
      expect(softBestOf(input, Infinity, temperature)).toEqual(tilted);
      const many = softBestOf(input, 1e18, temperature);
      for (const name of ['kl', 'winRate', 'expectedReward'] as const) expectClose(many[name], tilted[name], name);
    }
    expect([...softBestOf(input, Infinity, 5e-324).policy].slice(0, 3)).toEqual([0, 0, 0]);
  });

  it('many draws are the tilted policy also where every block is far from the others, and far below the best', () => {
    for (const temperature of [0.005, 0.01, 0.03]) {
      const tilted = inBoth(input, (support) => support.tilted(1 / temperature));
      const many = softBestOf(input, 1e18, temperature);
      tilted.policy.forEach((value, i) => {
        if (value > 1e-280) expectClose(many.policy[i], value, `policy[${i}] at ${temperature}`, 3e-13);
      });
    }
  });

  it('next to n = 1 the divergence is in proportion to (n - 1)^2, and at high temperatures to its inverse square', () => {
    const at = (n: number, temperature: number) => softBestOf(input, n, temperature).kl;
    for (const temperature of [0.1, 1, 1e3])
      expectClose(at(1 + 2 ** -40, temperature) * 2 ** 20, at(1 + 2 ** -30, temperature), 'kl', 1e-8);
    for (const n of [1.001, 2, 3.5, 100]) expectClose(at(n, 2 ** 40) * 2 ** 20, at(n, 2 ** 30), 'kl', 1e-8);
  });

  it('a divergence that rests on one rare outcome has its digits', () => {
    // two draws: Q/P of the rare one is 1 + tanh(1/2), next to a reference of 1
    for (const rare of [1e-20, 1e-200]) {
      const soft = softBestOf({ weights: [1, rare], rewards: [0, 1] }, 2, 1);
      expectClose(soft.kl, rare * phi(Math.tanh(0.5)), 'kl');
      expectClose(soft.policy[1], rare * (1 + Math.tanh(0.5)), 'policy');
    }
  });
});

describe('laws', () => {
  const supports = fc.array(
    fc.record({ weight: fc.double({ min: 1e-6, max: 1, noNaN: true }), reward: fc.integer({ min: -8, max: 8 }) }),
    { minLength: 2, maxLength: 6 }
  );
  const draws = fc.oneof(fc.integer({ min: 2, max: 50 }), fc.double({ min: 1, max: 6, noNaN: true }));
  const temperatures = fc.double({ min: -2, max: 3, noNaN: true }).map((x) => 10 ** x);

  it('never beyond what n draws, or the frontier, allow; sums of 1; a shift of the rewards changes nothing', () => {
    fc.assert(
      fc.property(supports, draws, temperatures, (outcomes, n, temperature) => {
        const weights = outcomes.map(({ weight }) => weight);
        const rewards = outcomes.map(({ reward }) => reward);
        const soft = softBestOf({ weights, rewards }, n, temperature);
        const best = inBoth({ weights, rewards }, (support) => support.metrics(n));
        expect(soft.kl).toBeGreaterThanOrEqual(0);
        expect(soft.kl).toBeLessThanOrEqual(klBound(n) * (1 + 1e-12) + 1e-30);
        expect(soft.winRate).toBeLessThanOrEqual(winRateFrontier(soft.kl) * (1 + 1e-12));
        expect(soft.winRate).toBeLessThanOrEqual(best.winRate * (1 + 1e-12));
        expect(soft.expectedReward).toBeLessThanOrEqual(best.expectedReward + 1e-11);
        expect(Math.abs(soft.policy.reduce((a, b) => a + b) - 1)).toBeLessThan(1e-14);
        const shifted = softBestOf({ weights, rewards: rewards.map((r) => r + 1024) }, n, temperature);
        expect([...shifted.policy]).toEqual([...soft.policy]);
        expect(shifted.kl).toBe(soft.kl);
      }),
      { numRuns: 60 }
    );
  });

  it('a large support: both engines, and the policy sums to 1', () => {
    const { weights, rewards } = crowd(1200);
    for (const n of [2, 16.5])
      expect(softBestOf({ weights, rewards }, n, 0.01).policy.reduce((a, b) => a + b)).toBeCloseTo(1, 13);
  });

  it('rewards next to overflow', () => {
    const far = softBestOf({ probs: [0.5, 0.25, 0.25], rewards: [-1.7e308, 0, 1.7e308] }, 3, 1.7e308);
    const near = softBestOf({ probs: [0.5, 0.25, 0.25], rewards: [-1, 0, 1] }, 3, 1);
    expectClose(far.kl, near.kl, 'kl');
  });
});

describe('bad input', () => {
  const support = Support.from({ probs: [0.5, 0.5], rewards: [0, 1] });

  it.each([
    [0.5, 1, 'n is 0.5, expected a number >= 1'],
    [Number.NaN, 1, 'n is NaN, expected a number >= 1'],
    [2, 0, 'temperature is 0, expected a number > 0'],
    [2, -1, 'temperature is -1, expected a number > 0'],
    [2, Number.NaN, 'temperature is NaN'],
  ])('n = %s, temperature %s', (n, temperature, message) => {
    expect(() => support.softBestOf(n, temperature)).toThrow(new RangeError(message));
  });

  it('types and infinite rewards', () => {
    expect(() => support.softBestOf('2' as never, 1)).toThrow(TypeError);
    expect(() => support.softBestOf(2, undefined as never)).toThrow(TypeError);
    const infinite = Support.from({ probs: [0.5, 0.5], rewards: [0, Infinity] });
    expect(() => infinite.softBestOf(2, 1)).toThrow(/infinite rewards has no soft best-of-n/);
  });
});
