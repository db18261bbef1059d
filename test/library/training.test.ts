// Weights for training, estimates for another policy, and judgements held out: golden values, every choice of k, and what must hold of any samples.

import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Baseline, holdoutBestOf, maxAtKWeights, maxAtKWeightsBatch, offPolicyBestOf, Samples } from '../../src/index';
import { expectClose } from '../helpers/close';
import { arithmeticOf, ofDouble } from '../helpers/exact';
import { lcg, supportOf } from '../helpers/recipes';

const { samples: golden } = JSON.parse(readFileSync(new URL('../golden/beyond.json', import.meta.url), 'utf8'));

const BASELINES: Baseline[] = ['none', 'leave-one-out', 'leave-one-out-of-k-minus-one'];

const rewardsOf = (c: { rewards: string | number[]; size: number; seed: number }): ArrayLike<number> & readonly number[] =>
  Array.isArray(c.rewards)
    ? c.rewards
    : Array.from(supportOf({ name: '', ties: 'random', ...c, weights: 'uniform', rewards: c.rewards }).rewards);

describe('golden values', () => {
  it('of the weights', () => {
    for (const c of golden.maxAtKWeights) {
      const rewards = rewardsOf(c);
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

  it('of another policy', () => {
    for (const c of golden.offPolicy) {
      const ratios = c.ratios ?? lcg(c.seed + 11, c.size).map((v) => (v + 1) / 2 ** 31);
      const { value, weights } = offPolicyBestOf(rewardsOf(c), ratios, c.n);
      expectClose(value, c.value, `n = ${c.n}`, 1e-14);
      weights.forEach((weight, i) => {
        expectClose(weight, c.weights[i], `n = ${c.n}`, 1e-14);
      });
    }
  });

  it('of judgements held out', () => {
    for (const { matrix, n, judges, value } of golden.holdout)
      expectClose(holdoutBestOf(matrix, n, judges), value, `n = ${n}`, 2e-15);
  });
});

/** Every choice of n of the indices 0..m-1. */
function* choices(m: number, n: number, from = 0): Generator<number[]> {
  if (n === 0) yield [];
  else for (let i = from; i <= m - n; i++) for (const rest of choices(m, n - 1, i + 1)) yield [i, ...rest];
}

const sum = (values: Iterable<number>) => [...values].reduce((a, b) => a + b, 0);

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

/** The indices of a list in another order. */
function shuffled(length: number, seed: number): number[] {
  const keys = lcg(seed + 1, length);
  return keys.map((_, i) => i).sort((a, b) => keys[a] - keys[b]);
}

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

/** A matrix of a few small scores, an n and a number of judges. */
const judged = fc.tuple(fc.integer({ min: 1, max: 7 }), fc.integer({ min: 2, max: 5 })).chain(([m, columns]) =>
  fc.tuple(
    fc.array(fc.array(fc.integer({ min: -3, max: 3 }), { minLength: columns, maxLength: columns }), {
      minLength: m,
      maxLength: m,
    }),
    fc.integer({ min: 1, max: m }),
    fc.integer({ min: 1, max: columns - 1 })
  )
);

describe('judgements held out', () => {
  it('are paid to the best of every choice, by every window', () => {
    fc.assert(
      fc.property(judged, ([scores, n, judges]) => {
        const columns = scores[0].length;
        const results: number[] = [];
        for (let start = 0; start < columns; start++) {
          const isJudge = (j: number) => (j - start + columns) % columns < judges;
          const chosenBy = scores.map((row) => sum(row.filter((_, j) => isJudge(j))));
          const paid = scores.map((row) => sum(row.filter((_, j) => !isJudge(j))) / (columns - judges));
          for (const choice of choices(scores.length, n)) {
            const most = Math.max(...choice.map((i) => chosenBy[i]));
            const winners = choice.filter((i) => chosenBy[i] === most);
            results.push(sum(winners.map((i) => paid[i])) / winners.length);
          }
        }
        near(holdoutBestOf(scores, n, judges), sum(results) / results.length);
      }),
      { numRuns: 300 }
    );
  });

  it('do not depend on the order of the samples nor on which column is first, and scale', () => {
    fc.assert(
      fc.property(judged, fc.nat(), ([scores, n, judges], seed) => {
        const value = holdoutBestOf(scores, n, judges);
        const order = shuffled(scores.length, seed);
        near(
          holdoutBestOf(
            order.map((i) => scores[i]),
            n,
            judges
          ),
          value
        );
        const turned = scores.map(([first, ...rest]) => [...rest, first]);
        near(holdoutBestOf(turned, n, judges), value);
        const scaled = scores.map((row) => row.map((x) => x * 2 ** 1021));
        near(holdoutBestOf(scaled, n, judges) / 2 ** 1021, value);
      })
    );
  });

  it('are the mean of all of them for n = 1, and without noise the mean of the best', () => {
    const scores = Array.from({ length: 30 }, (_, i) => lcg(i, 6).map((v) => v / 2 ** 32));
    near(holdoutBestOf(scores, 1, 4), sum(scores.flat()) / 180);
    const quiet = scores.map(([x]) => Float32Array.of(x, x, x));
    near(holdoutBestOf(quiet, 7, 2), Samples.from({ rewards: quiet.map(([x]) => x) }).expectedReward(7));
  });

  it('tie where the sums of a window differ by the order of its columns alone', () => {
    // from left to right, 0.1 + 0.2 + 0.3 and 0.3 + 0.2 + 0.1 are two doubles
    near(
      holdoutBestOf(
        [
          [0.1, 0.2, 0.3, 0],
          [0.3, 0.2, 0.1, 1],
        ],
        2,
        3
      ),
      sum(
        [
          [0, 1],
          [0.1, 0.3],
          [0.2, 0.2],
          [0.3, 0.1],
        ].map(([a, b], i) => (i === 0 ? (a + b) / 2 : b))
      ) / 4
    );
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
    [
      'no matrix',
      () => holdoutBestOf(rewards as never, 1, 1),
      'scores must be an array with the judgements of each sample, got a Float64Array',
      'WRONG_TYPE',
    ],
    ['no rows', () => holdoutBestOf([], 1, 1), 'scores is empty: an estimate needs at least one sample', 'EMPTY'],
    [
      'rows of unequal length',
      () => holdoutBestOf([[1, 2], [3]], 1, 1),
      'scores[0] has length 2 and scores[1] has length 1; they must be equal',
      'WRONG_LENGTH',
    ],
    [
      'an infinite score',
      () =>
        holdoutBestOf(
          [
            [1, 2],
            [3, Infinity],
          ],
          1,
          1
        ),
      'scores[1][1] is Infinity, expected a finite number',
      'OUT_OF_RANGE',
    ],
    ['a row that is none', () => holdoutBestOf([[1, 2], 3 as never], 1, 1), 'scores[1] must be a Float64Array', 'WRONG_TYPE'],
    [
      'one judgement',
      () => holdoutBestOf([[1]], 1, 1),
      'holdoutBestOf needs two judgements of each sample, and scores[0] has 1',
      'NO_ESTIMATE',
    ],
    [
      'as many judges',
      () => holdoutBestOf([[1, 2]], 1, 2),
      'judges is 2, expected a whole number from 1 to 1, one less than the number of judgements',
      'OUT_OF_RANGE',
    ],
    [
      'n beyond the rows',
      () => holdoutBestOf([[1, 2]], 2, 1),
      'n is 2, expected a whole number from 1 to 1, the number of samples',
      'OUT_OF_RANGE',
    ],
  ])('%s', (_, call, message, code) => {
    expect(call).toThrow(message);
    expect(call).toThrow(expect.objectContaining({ code }));
  });
});
