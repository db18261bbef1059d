// The part of an error that comes from the samples: unbiased, by enumeration, and that of pass@k where rewards are flags.

import { describe, expect, it } from 'vitest';
import { errorParts, withinVariance } from '../../src/numerics/within-variance';
import { passAtKVariance } from '../../src/pass-hat-k';

/** All lists of `length` entries of the values. */
function lists(values: number[], length: number): number[][] {
  return length === 0 ? [[]] : lists(values, length - 1).flatMap((list) => values.map((x) => [...list, x]));
}

/** The mean over all choices of n of the largest. */
function bestOf(rewards: number[], n: number): number {
  let [sum, count] = [0, 0];
  for (let chosen = 0; chosen < 2 ** rewards.length; chosen++) {
    const taken = rewards.filter((_, i) => (chosen >> i) & 1);
    if (taken.length !== n) continue;
    sum += Math.max(...taken);
    count++;
  }
  return sum / count;
}

const sorted = (rewards: number[]) => Float64Array.from(rewards).sort();

describe('withinVariance', () => {
  it.each([
    [2, 1],
    [4, 1],
    [4, 2],
    [6, 2],
    [6, 3],
  ])('of %i samples at n = %i is, over all of them, the variance of the estimate', (m, n) => {
    const values = [-1, 0.5, 4];
    const all = lists(values, m);
    const estimates = all.map((rewards) => bestOf(rewards, n));
    const mean = estimates.reduce((a, b) => a + b) / all.length;
    const variance = estimates.reduce((sum, x) => sum + (x - mean) ** 2, 0) / all.length;
    const average = all.reduce((sum, rewards) => sum + withinVariance(sorted(rewards), n), 0) / all.length;
    expect(average / variance).toBeCloseTo(1, 12);
  });

  it('is that of pass@k for flags', () => {
    for (const [m, n] of [
      [2, 1],
      [10, 2],
      [10, 5],
      [64, 16],
      [200, 8],
    ]) {
      for (let passed = 0; passed <= m; passed += Math.ceil(m / 10)) {
        const rewards = Float64Array.from({ length: m }, (_, i) => (i < m - passed ? 0 : 1));
        expect(withinVariance(rewards, n)).toBeCloseTo(passAtKVariance(m, passed, n), 13);
      }
    }
  });

  it('does not depend on where the rewards begin, and is unknown without two disjoint choices', () => {
    const rewards = [3, 1, 4, 1.5, 9, 2];
    expect(withinVariance(sorted(rewards.map((x) => x + 2 ** 20)), 2)).toBeCloseTo(withinVariance(sorted(rewards), 2), 8);
    expect(withinVariance(sorted(rewards), 4)).toBeNaN();
  });
});

describe('errorParts', () => {
  it('add up in squares, and neither is more than all', () => {
    const parts = errorParts(0.1, Float64Array.of(0.02, 0.04, 0.03));
    expect(parts?.fromSamples).toBeCloseTo(Math.sqrt(0.09) / 3, 15);
    expect((parts?.fromSamples ?? 0) ** 2 + (parts?.fromPrompts ?? 0) ** 2).toBeCloseTo(0.01, 15);
    expect(errorParts(0.1, Float64Array.of(1, 1))).toEqual({ fromSamples: 0.1, fromPrompts: 0 });
    expect(errorParts(0.1, Float64Array.of(-1, 0))).toEqual({ fromSamples: 0, fromPrompts: 0.1 });
    expect(errorParts(0, Float64Array.of(0, 0))).toEqual({ fromSamples: 0, fromPrompts: 0 });
    expect(errorParts(0.1, Float64Array.of(0.1, Number.NaN))).toBeNull();
  });
});
