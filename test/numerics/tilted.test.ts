// Tilted policies, divergences and pass@k over hundreds of decades, against golden values.

import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { klDivergence, type PolicyMetrics, passAtK, Support } from '../../src/index';
import { inBothEngines } from '../helpers/both-engines';
import { lcg } from '../helpers/recipes';

interface Tilt {
  weights: number[];
  rewards: number[];
  tilt: 'reward' | 'winRate';
  beta: number;
  kl: string;
  winRate: string;
  expectedReward: string;
  rewardSize: string;
  policy: string[];
}

const golden = JSON.parse(readFileSync(new URL('../golden/estimators.json', import.meta.url), 'utf8')) as {
  wideTilts: Tilt[];
  divergences: { p: number[]; q: number[]; kl: string }[];
  largePassAtK: { samples: number; correct: number; k: number; passAtK: string }[];
};

/** The worst relative error of each quantity. */
const worst: Record<string, number> = {};

afterAll(() => {
  console.log(
    'worst relative errors:',
    Object.entries(worst)
      .map(([name, error]) => `${name} ${error.toExponential(1)}`)
      .join(', ')
  );
});

/** Expects a relative error of at most 1e-13, or `2^-51 |ln value|` where that is larger; of a mean, relative to `size`. */
function check(name: string, actual: number, exact: string, size = exact): void {
  const scale = Math.abs(Number(size));
  // below, doubles lose digits
  if (scale < 1e-290) return;
  const error = Math.abs(actual - Number(exact)) / scale;
  worst[name] = Math.max(worst[name] ?? 0, error);
  const allowed = Math.max(1e-13, 2 ** -51 * Math.abs(Math.log(scale)));
  expect(error, `${name} is ${actual}, expected ${exact}`).toBeLessThanOrEqual(allowed);
}

/** What every policy keeps to, whatever the rounding. */
function checkRanges({ policy, winRate, expectedReward }: PolicyMetrics, rewards: number[]): void {
  expect(Math.abs(policy.reduce((a, b) => a + b) - 1)).toBeLessThanOrEqual(4e-16);
  expect(winRate).toBeGreaterThanOrEqual(0);
  expect(winRate).toBeLessThanOrEqual(1);
  expect(expectedReward).toBeGreaterThanOrEqual(Math.min(...rewards));
  expect(expectedReward).toBeLessThanOrEqual(Math.max(...rewards));
}

describe('tilted', () => {
  it('keeps its digits at any beta, weights and rewards', () => {
    for (const { weights, rewards, tilt, beta, ...exact } of golden.wideTilts) {
      const actual = inBothEngines(() => Support.from({ weights, rewards }).tilted(beta, tilt));
      check('tilted.kl', actual.kl, exact.kl);
      check('tilted.winRate', actual.winRate, exact.winRate);
      check('tilted.expectedReward', actual.expectedReward, exact.expectedReward, exact.rewardSize);
      exact.policy.forEach((q, i) => {
        check('tilted.policy', actual.policy[i], q);
      });
      checkRanges(actual, rewards);
    }
  });

  it('of thousands of blocks is what its definition says, in both engines', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1020, max: 3000 }),
        fc.double({ min: -3, max: 3, noNaN: true }),
        fc.constantFrom(-1, 1),
        fc.integer({ min: 1, max: 2 ** 31 }),
        (size, logBeta, sign, seed) => {
          const numbers = lcg(seed, 3 * size).map((x) => x / 2 ** 32);
          const weights = Float64Array.from({ length: size }, (_, i) => numbers[i] ** 3 + 1e-6);
          const rewards = Float64Array.from({ length: size }, (_, i) => numbers[size + i] + numbers[2 * size + i]);
          const beta = sign * 10 ** logBeta;
          const whole = weights.reduce((a, b) => a + b);
          const peak = Math.max(...rewards.map((r) => beta * r));
          const tilted = rewards.map((r, i) => (weights[i] / whole) * Math.exp(beta * r - peak));
          const z = tilted.reduce((a, b) => a + b);
          const mean = tilted.reduce((sum, q, i) => sum + (q / z) * rewards[i], 0);
          const { kl, expectedReward, policy } = inBothEngines(() => Support.from({ weights, rewards }).tilted(beta));
          expect(Math.abs(expectedReward - mean)).toBeLessThanOrEqual(1e-12);
          expect(Math.abs(kl - (beta * mean - peak - Math.log(z)))).toBeLessThanOrEqual(1e-12 * Math.max(1, Math.abs(beta)));
          const error = policy.reduce((most, q, i) => Math.max(most, Math.abs(q - tilted[i] / z)), 0);
          expect(error).toBeLessThanOrEqual(1e-12);
          const byWinRate = inBothEngines(() => Support.from({ weights, rewards }).tilted(beta, 'winRate'));
          expect(Math.abs(klDivergence(byWinRate.policy, weights, { weights: true }) - byWinRate.kl)).toBeLessThanOrEqual(1e-12);
        }
      ),
      { numRuns: 40 }
    );
  });

  it('by next to nothing keeps the digits of its divergence in thousands of blocks', () => {
    // KL = beta^2 / 2 times the variance of the reward, up to a part of the order of beta
    const rewards = Float64Array.from({ length: 2048 }, (_, i) => i);
    const variance = (2048 ** 2 - 1) / 12;
    for (const beta of [1e-12, 1e-60]) {
      const { kl } = inBothEngines(() => Support.from({ weights: rewards.map(() => 1), rewards }).tilted(beta));
      expect(Math.abs(kl / ((beta ** 2 / 2) * variance) - 1)).toBeLessThanOrEqual(1e-8);
      if (beta < 1e-20) expect(Math.abs(kl / ((beta ** 2 / 2) * variance) - 1)).toBeLessThanOrEqual(1e-14);
    }
  });

  it('matchKl has the divergence asked for, from next to 0 to next to its limit', () => {
    let found = 0;
    golden.wideTilts.forEach(({ weights, rewards, tilt }, i) => {
      const top = Support.from({ weights, rewards }).policy(1)[rewards.indexOf(Math.max(...rewards))];
      const most = -Math.log(top);
      for (const part of [1e-200 ** ((i % 7) / 7 + 0.1), (i + 0.5) / 150, 1 - 1e-14 ** ((i % 5) / 5 + 0.1)]) {
        const kl = most * part;
        if (!(kl > 1e-250 && kl < most * (1 - 1e-15))) continue;
        let matched: (PolicyMetrics & { beta: number }) | undefined;
        try {
          matched = inBothEngines(() => Support.from({ weights, rewards }).matchKl(kl, tilt));
        } catch (error) {
          expect((error as Error).message).toBe('the rewards are so close together that beta would be above the largest number');
          continue;
        }
        found++;
        check('matchKl.kl', matched.kl, String(kl));
        checkRanges(matched, rewards);
        const { beta, ...policy } = matched;
        if (beta > 1e-290) expect(policy).toEqual(Support.from({ weights, rewards }).tilted(beta, tilt));
      }
    });
    expect(found).toBeGreaterThan(200);
  });

  it('next to 1, to its limits, and to the ends of the doubles', () => {
    const close = inBothEngines(() => Support.from({ weights: [1, 1e-17, 1e-17], rewards: [0, 1, 2] }).matchKl(39, 'winRate'));
    expect(Math.abs(close.kl / 39 - 1)).toBeLessThan(1e-14);
    const far = Support.from({ weights: [1, 1], rewards: [-1.7e308, 1.7e308] });
    check('tilted.policy', far.tilted(1e-308).policy[0], '0.03229546469845052319695958');
    expect(far.tilted(1e300).expectedReward).toBe(1.7e308);
    // beta would be 3e-450
    const tiny = inBothEngines(() => Support.from({ weights: [1, 1], rewards: [0, 1e307] }).matchKl(1e-286));
    check('matchKl.kl', tiny.kl, '1e-286');
    expect(tiny.beta).toBe(0);
    const equal = Support.from({ weights: [1, 1, 1], rewards: Array(3).fill(Number.MAX_VALUE), ties: 'index' });
    for (const beta of [-1, 1e-308, 5]) expect(equal.tilted(beta).expectedReward).toBe(Number.MAX_VALUE);
  });
});

it('klDivergence keeps its digits next to equal distributions and over 600 decades', () => {
  for (const { p, q, kl } of golden.divergences) check('klDivergence', klDivergence(p, q, { weights: true }), kl);
});

it('passAtK is right within a few units in the last place for any counts', () => {
  for (const { samples, correct, k, passAtK: exact } of golden.largePassAtK) {
    for (const actual of [passAtK(samples, correct, k), passAtK(samples, k, correct)]) {
      check('passAtK', actual, exact);
      expect(Math.abs(actual / Number(exact) - 1), `${correct} of ${samples}, k = ${k}`).toBeLessThanOrEqual(5e-16);
    }
  }
});
