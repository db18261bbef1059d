// Weights for training from samples of an older policy: golden values, every choice of n, and what must hold of any samples.

import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { maxAtKWeights, offPolicyBestOf, Samples } from '../../src/index';
import { choices, shuffled, sum } from '../helpers/choices';
import { expectClose } from '../helpers/close';
import { lcg, listedRewards } from '../helpers/recipes';

const { samples: golden } = JSON.parse(readFileSync(new URL('../golden/beyond.json', import.meta.url), 'utf8'));

describe('golden values', () => {
  it('of another policy', () => {
    for (const c of golden.offPolicy) {
      const ratios = c.ratios ?? lcg(c.seed + 11, c.size).map((v) => (v + 1) / 2 ** 31);
      const { value, weights } = offPolicyBestOf(listedRewards(c), ratios, c.n);
      expectClose(value, c.value, `n = ${c.n}`, 1e-14);
      weights.forEach((weight, i) => {
        expectClose(weight, c.weights[i], `n = ${c.n}`, 1e-14);
      });
    }
  });
});

const near = (a: number, b: number, size = 1 + Math.abs(b)) =>
  expect(Math.abs(a - b), `${a}, expected ${b}`).toBeLessThanOrEqual(1e-13 * size);

/** A few rewards of both signs with many ties, and a k. */
const few = fc
  .array(fc.integer({ min: -3, max: 4 }), { minLength: 1, maxLength: 8 })
  .chain((rewards) => fc.tuple(fc.constant(rewards), fc.integer({ min: 1, max: rewards.length })));

/** A few samples with ratios, some of them 0, and an n. */
const weighted = few.chain(([rewards, n]) =>
  fc.tuple(
    fc.constant(rewards),
    fc.array(fc.constantFrom(0, 0.25, 0.5, 1, 1.5, 3), { minLength: rewards.length, maxLength: rewards.length }),
    fc.constant(n)
  )
);

describe('another policy', () => {
  it('is the sum over every choice', () => {
    fc.assert(
      fc.property(weighted, ([rewards, ratios, n]) => {
        const all = [...choices(rewards.length, n)];
        const terms = all.map((choice) =>
          choice.reduce((product, i) => product * ratios[i], Math.max(...choice.map((i) => rewards[i])))
        );
        const { value, weights } = offPolicyBestOf(rewards, ratios, n);
        near(value, sum(terms) / all.length);
        weights.forEach((weight, i) => {
          near(weight, sum(terms.filter((_, c) => all[c].includes(i))) / all.length);
        });
      }),
      { numRuns: 400 }
    );
  });

  it('with ratios of 1 is the plain estimate, and with equal ratios that times a power', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 200 }), fc.nat(), fc.double({ min: 0, max: 1, noNaN: true }), (m, seed, share) => {
        const rewards = lcg(seed, m).map((v) => (v >>> 8) % 97);
        const n = 1 + Math.round(share * (m - 1));
        const plain = offPolicyBestOf(
          rewards,
          rewards.map(() => 1),
          n
        );
        expectClose(plain.value, Samples.from({ rewards }).expectedReward(n), 'value', 3e-14);
        maxAtKWeights(rewards, n).forEach((weight, i) => {
          expectClose(plain.weights[i], weight, 'weight', 3e-14);
        });
        const half = offPolicyBestOf(
          rewards,
          rewards.map(() => 0.5),
          n
        );
        expect(half.value).toBe(plain.value * 2 ** -n);
        expect(half.weights).toEqual(plain.weights.map((weight) => weight * 2 ** -n));
      }),
      { numRuns: 60 }
    );
  });

  it('does not depend on the order of the samples, and gives samples that are alike the same weight, to the bit', () => {
    fc.assert(
      fc.property(weighted, fc.nat(), ([rewards, ratios, n], seed) => {
        const { value, weights } = offPolicyBestOf(rewards, ratios, n);
        const order = shuffled(rewards.length, seed);
        const moved = offPolicyBestOf(
          order.map((i) => rewards[i]),
          order.map((i) => ratios[i]),
          n
        );
        expect(moved.value).toBe(value);
        expect(moved.weights).toEqual(Float64Array.from(order, (i) => weights[i]));
        near(sum(weights), n * value, 1 + sum(weights.map(Math.abs)));
        ratios.forEach((ratio, i) => {
          if (ratio === 0) expect(weights[i]).toBe(0);
        });
      })
    );
  });

  it('is unbiased for the new policy', () => {
    const [before, after, rewards, m] = [[0.5, 0.2, 0.3], [0.1, 0.6, 0.3], [1, 2, 5], 4];
    for (let n = 1; n <= m; n++) {
      let mean = 0;
      for (let code = 0; code < 3 ** m; code++) {
        const draws = Array.from({ length: m }, (_, i) => Math.floor(code / 3 ** i) % 3);
        const chance = draws.reduce((product, y) => product * before[y], 1);
        const ratios = draws.map((y) => after[y] / before[y]);
        mean +=
          chance *
          offPolicyBestOf(
            draws.map((y) => rewards[y]),
            ratios,
            n
          ).value;
      }
      near(mean, bestOf(after, rewards, n));
    }
  });

  it('keeps its digits where products leave the range of doubles on the way', () => {
    // the lower half has ratios of 2^-40, the upper half of 2^40: all together they have the product 1
    const m = 100;
    const rewards = Array.from({ length: m }, (_, i) => i);
    const ratios = rewards.map((i) => (i < m / 2 ? 2 ** -40 : 2 ** 40));
    expect(offPolicyBestOf(rewards, ratios, m).value).toBe(m - 1);
    expect(offPolicyBestOf(rewards, ratios.toReversed(), m).weights).toEqual(new Float64Array(m).fill(m - 1));
    // a choice of 60 that holds the upper half has the product 2^1600
    expect(offPolicyBestOf(rewards, ratios, 60).value).toBe(Infinity);
    expect(
      offPolicyBestOf(
        rewards,
        rewards.map(() => 2 ** -40),
        60
      ).value
    ).toBe(0);
    expect(offPolicyBestOf([1, 1], [5e-324, Number.MAX_VALUE], 2).value).toBe(5e-324 * Number.MAX_VALUE);
    expect(offPolicyBestOf([1, 1, 2], [0, 0, 3], 2)).toEqual({ value: 0, weights: new Float64Array(3) });
  });
});

/** The mean of the best of n independent draws. */
function bestOf(probs: readonly number[], rewards: readonly number[], n: number): number {
  let [below, mean] = [0, 0];
  probs.forEach((p, i) => {
    mean += rewards[i] * ((below + p) ** n - below ** n);
    below += p;
  });
  return mean;
}

describe('bad input', () => {
  it.each<[string, () => unknown, string, string]>([
    [
      'a ratio too few',
      () => offPolicyBestOf([1, 2], [1], 1),
      'rewards has length 2 and ratios has length 1; they must be equal',
      'WRONG_LENGTH',
    ],
    [
      'a negative ratio',
      () => offPolicyBestOf([1, 2], [1, -0.5], 1),
      'ratios[1] is -0.5, expected a finite number >= 0',
      'OUT_OF_RANGE',
    ],
    [
      'a ratio of NaN',
      () => offPolicyBestOf([1, 2], [Number.NaN, 1], 1),
      'ratios[0] is NaN, expected a finite number >= 0',
      'OUT_OF_RANGE',
    ],
    [
      'an infinite ratio',
      () => offPolicyBestOf([1, 2], [1, Infinity], 1),
      'ratios[1] is Infinity, expected a finite number >= 0',
      'OUT_OF_RANGE',
    ],
    ['no sample', () => offPolicyBestOf([], [], 1), 'rewards is empty: an estimate needs at least one sample', 'EMPTY'],
    [
      'n = 0',
      () => offPolicyBestOf([1], [1], 0),
      'n is 0, expected a whole number from 1 to 1, the number of samples',
      'OUT_OF_RANGE',
    ],
  ])('%s', (_, call, message, code) => {
    expect(call).toThrow(message);
    expect(call).toThrow(expect.objectContaining({ code }));
  });
});
