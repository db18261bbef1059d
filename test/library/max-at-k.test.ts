// Weights for training on the best of k: golden values, every choice of k, and what must hold of any samples.

import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Baseline, maxAtKWeights, maxAtKWeightsBatch, Samples } from '../../src/index';
import { choices, shuffled, sum } from '../helpers/choices';
import { expectClose } from '../helpers/close';
import { arithmeticOf, ofDouble } from '../helpers/exact';
import { lcg, listedRewards } from '../helpers/recipes';

const { samples: golden } = JSON.parse(readFileSync(new URL('../golden/beyond.json', import.meta.url), 'utf8'));

const BASELINES: Baseline[] = ['none', 'leave-one-out', 'leave-one-out-of-k-minus-one'];

describe('golden values', () => {
  it('of the weights', () => {
    for (const c of golden.maxAtKWeights) {
      const rewards = listedRewards(c);
      const what = `${rewards.length} samples, k = ${c.k}`;
      maxAtKWeights(rewards, c.k).forEach((weight, i) => {
        expectClose(weight, c.weights[i], what, 1e-15);
      });
      if (c.loo1 !== undefined) {
        maxAtKWeights(rewards, c.k, { baseline: 'leave-one-out-of-k-minus-one' }).forEach((weight, i) => {
          expectClose(weight, c.loo1[i], what, 2e-15);
        });
      }
      if (c.loo === undefined) continue;
      const largest = Math.max(...c.loo.map((x: string) => Math.abs(Number(x))));
      maxAtKWeights(rewards, c.k, { baseline: 'leave-one-out' }).forEach((weight, i) => {
        expect(Math.abs(weight - Number(c.loo[i])), what).toBeLessThanOrEqual(1e-15 * largest);
      });
    }
  });
});

const near = (a: number, b: number, size = 1 + Math.abs(b)) =>
  expect(Math.abs(a - b), `${a}, expected ${b}`).toBeLessThanOrEqual(1e-13 * size);

/** The weights by their definitions, over every choice of k of a list of samples. */
function byDefinition(rewards: readonly number[], k: number, baseline: Baseline): number[] {
  const m = rewards.length;
  const all = [...choices(m, k)];
  const best = (choice: readonly number[]) => Math.max(...choice.map((i) => rewards[i]));
  return rewards.map((_, i) => {
    const own = all.filter((choice) => choice.includes(i));
    const plain = sum(own.map(best)) / all.length;
    if (baseline === 'none') return plain;
    if (baseline === 'leave-one-out') {
      const others = byDefinition(
        rewards.filter((_, l) => l !== i),
        k,
        'none'
      );
      return plain - sum(others) / (m - 1);
    }
    return plain - sum(own.map((choice) => best(choice.filter((l) => l !== i)))) / all.length;
  });
}

const isAllowed = (m: number, k: number, baseline: Baseline) =>
  baseline === 'none' || (baseline === 'leave-one-out' ? k < m : k > 1);

/** A few rewards of both signs with many ties, and a k. */
const few = fc
  .array(fc.integer({ min: -3, max: 4 }), { minLength: 1, maxLength: 8 })
  .chain((rewards) => fc.tuple(fc.constant(rewards), fc.integer({ min: 1, max: rewards.length })));

/** Rewards of any length up to a thousand, distinct or with ties, and a k and a baseline for them. */
const many = fc
  .record({
    size: fc.integer({ min: 2, max: 1000 }),
    seed: fc.nat(),
    ties: fc.constantFrom(3, 50, 2 ** 31),
    share: fc.double({ min: 0, max: 1, noNaN: true }),
    baseline: fc.constantFrom(...BASELINES),
  })
  .map(({ size, seed, ties, share, baseline }) => {
    const [least, most] = [baseline === 'leave-one-out-of-k-minus-one' ? 2 : 1, baseline === 'leave-one-out' ? size - 1 : size];
    const rewards = lcg(seed, size).map((v) => ((v >>> 1) % ties) - ties / 3);
    return { rewards, k: least + Math.round(share * (most - least)), baseline };
  });

describe('weights', () => {
  it('are those of the definition', () => {
    fc.assert(
      fc.property(few, fc.constantFrom(...BASELINES), ([rewards, k], baseline) => {
        fc.pre(isAllowed(rewards.length, k, baseline));
        const expected = byDefinition(rewards, k, baseline);
        maxAtKWeights(rewards, k, { baseline }).forEach((weight, i) => {
          near(weight, expected[i]);
        });
      }),
      { numRuns: 400 }
    );
  });

  it('follow the samples into any order, are equal for ties, and do not decrease with the reward, to the bit', () => {
    fc.assert(
      fc.property(many, fc.nat(), ({ rewards, k, baseline }, seed) => {
        const weights = maxAtKWeights(rewards, k, { baseline });
        const order = shuffled(rewards.length, seed);
        const moved = maxAtKWeights(
          order.map((i) => rewards[i]),
          k,
          { baseline }
        );
        expect(moved).toEqual(Float64Array.from(order, (i) => weights[i]));
        const rising = rewards.map((_, i) => i).sort((a, b) => rewards[a] - rewards[b]);
        const size = Math.max(...rewards.map(Math.abs));
        for (let j = 1; j < rising.length; j++) {
          const [low, high] = [rising[j - 1], rising[j]];
          if (rewards[low] === rewards[high]) expect(weights[low]).toBe(weights[high]);
          else expect(weights[low]).toBeLessThanOrEqual(weights[high] + 1e-15 * size);
        }
      }),
      { numRuns: 100 }
    );
  });

  it('scale with the rewards, and move by k/m, by -k/(m(m-1)) and not at all with a shift', () => {
    fc.assert(
      fc.property(many, ({ rewards, k, baseline }) => {
        const m = rewards.length;
        const weights = maxAtKWeights(rewards, k, { baseline });
        const size = 1000 + Math.max(...rewards.map(Math.abs));
        for (const scale of [2 ** 1000, 2 ** -900]) {
          if (size > 1e4 && scale > 1) continue;
          const scaled = maxAtKWeights(
            rewards.map((r) => r * scale),
            k,
            { baseline }
          );
          weights.forEach((weight, i) => {
            near(scaled[i] / scale, weight, size);
          });
        }
        const shift = { none: k / m, 'leave-one-out': -k / (m * (m - 1)), 'leave-one-out-of-k-minus-one': 0 }[baseline];
        const shifted = maxAtKWeights(
          rewards.map((r) => r + 1000),
          k,
          { baseline }
        );
        weights.forEach((weight, i) => {
          near(shifted[i] - weight, 1000 * shift, size);
        });
      }),
      { numRuns: 60 }
    );
  });

  it('sum to k times the mean of the best of k, which both baselines leave unbiased', () => {
    fc.assert(
      fc.property(many, ({ rewards, k }) => {
        const m = rewards.length;
        const samples = Samples.from({ rewards });
        const best = samples.expectedReward(k);
        const size = m * Math.max(...rewards.map(Math.abs));
        near(sum(maxAtKWeights(rewards, k)), k * best, size);
        // the mean of the best of k without one of m, over all of them, is the mean of the best of k of m
        if (k < m) near(sum(maxAtKWeights(rewards, k, { baseline: 'leave-one-out' })), k * best - (k * m * best) / (m - 1), size);
        if (k > 1) {
          // the best of k - 1 of a choice of k, over all choices, is the mean of the best of k - 1
          const others = maxAtKWeights(rewards, k, { baseline: 'leave-one-out-of-k-minus-one' });
          near(sum(others), k * (best - samples.expectedReward(k - 1)), size);
        }
      }),
      { numRuns: 60 }
    );
  });

  it('estimate the gradient without bias, with every baseline', () => {
    // two outcomes, 1 with probability p: the mean of the best of k is 1 - (1-p)^k, and the score function of the draws is 1/p or -1/(1-p)
    const [p, m] = [0.3, 5];
    for (const baseline of BASELINES) {
      for (let k = 1; k <= m; k++) {
        if (!isAllowed(m, k, baseline)) continue;
        let gradient = 0;
        for (let code = 0; code < 2 ** m; code++) {
          const draws = Array.from({ length: m }, (_, i) => (code >> i) & 1);
          const chance = draws.reduce((product, x) => product * (x === 1 ? p : 1 - p), 1);
          const weights = maxAtKWeights(draws, k, { baseline });
          gradient += chance * sum(draws.map((x, i) => weights[i] * (x === 1 ? 1 / p : -1 / (1 - p))));
        }
        near(gradient, k * (1 - p) ** (k - 1));
      }
    }
  });

  it('of samples that are never the best one are exactly 0 against the other k - 1', () => {
    fc.assert(
      fc.property(many, ({ rewards, k }) => {
        fc.pre(k > 1);
        const weights = maxAtKWeights(rewards, k, { baseline: 'leave-one-out-of-k-minus-one' });
        const sorted = [...rewards].sort((a, b) => a - b);
        rewards.forEach((reward, i) => {
          // to add anything, it must be above k - 1 others at once
          if (reward <= sorted[k - 2] || reward === sorted[0]) expect(weights[i]).toBe(0);
          else expect(weights[i]).toBeGreaterThanOrEqual(0);
        });
      })
    );
  });

  it('keep their digits where rewards of both signs cancel', () => {
    const { D } = arithmeticOf(60);
    const [m, k] = [12, 3];
    const binomial = (a: number, b: number) => {
      let value = 1;
      for (let i = 1; i <= b; i++) value = (value * (a - b + i)) / i;
      return b < 0 || b > a ? 0 : value;
    };
    fc.assert(
      fc.property(fc.nat(), (seed) => {
        const rewards = lcg(seed, m).map((v) => v / 2 ** 32 - 1);
        rewards.sort((a, b) => a - b);
        // the highest is such that the weight of the lowest all but vanishes
        let others = 0;
        for (let l = 2; l < m; l++) others += rewards[l - 1] * binomial(l - 2, k - 2);
        rewards[m - 1] = (-others * (1 - 1e-9)) / binomial(m - 2, k - 2);
        expect(rewards[m - 1]).toBeGreaterThan(0);
        const weights = maxAtKWeights(rewards, k);
        for (let i = 1; i <= m; i++) {
          let exact = ofDouble(D, rewards[i - 1]).mul(binomial(i - 1, k - 1));
          for (let l = i + 1; l <= m; l++) exact = exact.add(ofDouble(D, rewards[l - 1]).mul(binomial(l - 2, k - 2)));
          const expected = exact.div(binomial(m, k));
          expect(Math.abs(new D(weights[i - 1]).sub(expected).div(expected).toNumber())).toBeLessThanOrEqual(3e-15);
        }
      }),
      { numRuns: 100 }
    );
  });

  it('of long rows keep their digits, however small they are', () => {
    const [m, k] = [1200, 560];
    const rewards = lcg(7, m).map((v) => v >>> 12);
    const rising = [...rewards].sort((a, b) => a - b).map(BigInt);
    // C(l, k - 2), C(l, k - 1) and C(l, k) for l up to m
    const binomials = [k - 2, k - 1, k].map((j) => {
      const list = Array.from({ length: m + 1 }, () => 0n);
      list[j] = 1n;
      for (let l = j + 1; l <= m; l++) list[l] = (list[l - 1] * BigInt(l)) / BigInt(l - j);
      return list;
    });
    const [by2, by1, by0] = binomials;
    const quotient = (a: bigint) => {
      const scaled = (a << 2000n) / by0[m];
      const dropped = Math.max(0, scaled.toString(2).length - 64);
      return Number(scaled >> BigInt(dropped)) * 2 ** (dropped - 1000) * 2 ** -1000;
    };
    const exact = Array.from(rising, (r, i) => {
      let plain = r * by1[i];
      for (let l = i + 1; l < m; l++) plain += rising[l] * by2[l - 1];
      let against = 0n;
      for (let l = 1; l <= i; l++) against += (rising[l] - rising[l - 1]) * by1[l];
      return [quotient(plain), quotient(against)];
    });
    const plain = maxAtKWeights(rewards, k).sort();
    const against = maxAtKWeights(rewards, k, { baseline: 'leave-one-out-of-k-minus-one' }).sort();
    exact.forEach(([weight, added], i) => {
      expectClose(plain[i], weight, `weight ${i}`, 1e-15);
      // below lie the numbers with fewer digits
      if (added > 2 ** -1000) expectClose(against[i], added, `added ${i}`, 4e-15);
    });
    expect(exact[m - 1][0]).toBeGreaterThan(1e5);
    expect(against[k - 2]).toBe(0);
    expect(against.find((added) => added > 0)).toBeLessThan(1e-290);
  });

  it('do without overflow at the ends of the range of doubles', () => {
    const huge = Number.MAX_VALUE;
    const half = maxAtKWeights([-huge, huge, huge], 2, { baseline: 'leave-one-out-of-k-minus-one' });
    expect(half[0]).toBe(0);
    near(half[1] / huge, 2 / 3);
    near(maxAtKWeights([huge, huge, -huge], 2)[2] / huge, 2 / 3);
    expect(maxAtKWeights([5e-324, 5e-324, 0], 3)).toEqual(Float64Array.of(5e-324, 5e-324, 5e-324));
    expect(maxAtKWeights([-0, -0], 1)).toEqual(Float64Array.of(0, 0));
  });

  it('in a batch are those of each row, to the bit', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 3, max: 90 }), { maxLength: 12 }),
        fc.nat(),
        fc.boolean(),
        (lengths, seed, narrow) => {
          const values = lcg(
            seed,
            lengths.reduce((a, b) => a + b, 0)
          ).map((v) => (v >>> 20) / 64 - 20);
          const rewards = narrow ? Float32Array.from(values) : Float64Array.from(values);
          for (const baseline of BASELINES) {
            const weights = maxAtKWeightsBatch({ rewards, rows: Uint32Array.from(lengths), k: 2, baseline });
            let at = 0;
            for (const length of lengths) {
              const row = rewards.slice(at, at + length);
              expect(weights.slice(at, at + length)).toEqual(maxAtKWeights(row, 2, { baseline }));
              at += length;
            }
            expect(weights.length).toBe(at);
          }
        }
      )
    );
    expect(maxAtKWeightsBatch({ rewards: Float64Array.of(1, 2, 0, 4), rows: 2, k: 2 })).toEqual(Float64Array.of(2, 2, 4, 4));
  });
});

describe('bad input', () => {
  const loo = { baseline: 'leave-one-out' } as const;
  const others = { baseline: 'leave-one-out-of-k-minus-one' } as const;
  const rewards = Float64Array.of(1, 2, 3);
  it.each<[string, () => unknown, string, string]>([
    [
      'no array',
      () => maxAtKWeights('12' as never, 1),
      'rewards must be a Float64Array, a Float32Array or an array of numbers, got "12"',
      'WRONG_TYPE',
    ],
    ['no number', () => maxAtKWeights([1, '2' as never], 1), 'rewards[1] is "2", expected a number', 'WRONG_TYPE'],
    ['NaN', () => maxAtKWeights([1, Number.NaN], 1), 'rewards[1] is NaN, expected a finite number', 'OUT_OF_RANGE'],
    ['infinite', () => maxAtKWeights([1, -Infinity], 1), 'rewards[1] is -Infinity, expected a finite number', 'OUT_OF_RANGE'],
    ['empty', () => maxAtKWeights([], 1), 'rewards is empty: weights need at least one sample', 'EMPTY'],
    [
      'k beyond m',
      () => maxAtKWeights([1, 2], 3),
      'k is 3, expected a whole number from 1 to 2, the number of samples',
      'OUT_OF_RANGE',
    ],
    ['half a k', () => maxAtKWeights([1, 2], 1.5), 'k is 1.5, expected a whole number from 1 to 2', 'OUT_OF_RANGE'],
    [
      'k = m',
      () => maxAtKWeights([1, 2], 2, loo),
      'k is 2, expected a whole number from 1 to 1, one less than the number of samples, 2',
      'OUT_OF_RANGE',
    ],
    [
      'k = 1',
      () => maxAtKWeights([1, 2], 1, others),
      'k is 1, expected a whole number from 2 to 2, the number of samples',
      'OUT_OF_RANGE',
    ],
    [
      'one sample',
      () => maxAtKWeights([1], 1, loo),
      'the baseline leave-one-out needs two samples, and there is 1 sample',
      'NO_ESTIMATE',
    ],
    [
      'no such baseline',
      () => maxAtKWeights([1, 2], 1, { baseline: 'mean' as never }),
      'baseline is "mean", expected one of none, leave-one-out, leave-one-out-of-k-minus-one',
      'UNKNOWN_NAME',
    ],
    ['no options', () => maxAtKWeights([1, 2], 1, null as never), 'options must be an object, got null', 'WRONG_TYPE'],
    [
      'a batch with a short row',
      () => maxAtKWeightsBatch({ rewards, rows: Uint32Array.of(2, 1), k: 2 }),
      'row 1 has 1 sample, expected at least 2 for k = 2',
      'NO_ESTIMATE',
    ],
    [
      'a batch with a short row',
      () => maxAtKWeightsBatch({ rewards, rows: 3, k: 3, ...loo }),
      'row 0 has 3 samples, expected at least 4 for k = 3 and the baseline leave-one-out',
      'NO_ESTIMATE',
    ],
    [
      'a batch with NaN',
      () => maxAtKWeightsBatch({ rewards: Float64Array.of(1, 2, 3, Number.NaN), rows: 2, k: 1 }),
      'rewards[3] (row 1, column 1) is NaN, expected a finite number',
      'OUT_OF_RANGE',
    ],
    [
      'a batch of other rows',
      () => maxAtKWeightsBatch({ rewards, rows: 2, k: 1 }),
      'rewards has length 3, which is not a multiple of rows, 2',
      'WRONG_LENGTH',
    ],
    [
      'a batch without k',
      () => maxAtKWeightsBatch({ rewards, rows: 3 } as never),
      'k is undefined, expected a number',
      'WRONG_TYPE',
    ],
    [
      'a batch of k = 1',
      () => maxAtKWeightsBatch({ rewards, rows: 3, k: 1, ...others }),
      'k is 1, expected a whole number >= 2',
      'OUT_OF_RANGE',
    ],
  ])('%s', (_, call, message, code) => {
    expect(call).toThrow(message);
    expect(call).toThrow(expect.objectContaining({ code }));
  });
});
