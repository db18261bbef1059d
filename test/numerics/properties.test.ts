// What must hold for every support, by the paper's theorems or by the meaning of the policy; in both engines.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { klBound, klDivergence, klEstimate, type Metrics, Support, useEngine, winRateBound } from '../../src/index';
import { finiteSupport, type RandomSupport, randomN, randomSupport } from '../helpers/arbitrary';

const runs = { numRuns: 400 };
const finiteN = randomN.filter(Number.isFinite);

function withSupport<T>(input: RandomSupport, use: (support: Support) => T): T {
  const support = Support.from(input);
  try {
    return use(support);
  } finally {
    support.dispose();
  }
}

function sum(values: Float64Array): number {
  return values.reduce((a, b) => a + b, 0);
}

/** Whether two numbers agree to 1e-15, or to the error that a few operations on such numbers may have. */
function close(a: number, b: number, tolerance = 1e-15): boolean {
  return (
    Object.is(a, b) || a === b || Math.abs(a - b) <= tolerance * Math.max(Math.abs(a), Math.abs(b)) || Math.abs(a - b) < 1e-300
  );
}

describe.each(['wasm', 'js'] as const)('%s', (kind) => {
  const check = <T extends [unknown, ...unknown[]]>(
    arbitraries: { [K in keyof T]: fc.Arbitrary<T[K]> },
    predicate: (...args: T) => void,
    numRuns = runs.numRuns
  ) => {
    useEngine(kind);
    fc.assert(fc.property(...arbitraries, predicate as (...args: [unknown, ...unknown[]]) => void), { numRuns });
  };

  it('the policy sums to 1, gives no mass where the reference has none, and is never negative', () => {
    check([randomSupport, randomN], (input, n) => {
      const policy = withSupport(input, (support) => support.policy(n));
      expect(Math.abs(sum(policy) - 1)).toBeLessThan(1e-12);
      const isRight = (mass: number, i: number) => (input.weights[i] === 0 ? Object.is(mass, 0) : mass >= 0);
      expect(policy.findIndex((mass, i) => !isRight(mass, i))).toBe(-1);
    });
  });

  it('the policy moves up with n: the chance of any reward or less falls', () => {
    check([randomSupport, randomN, randomN], (input, a, b) => {
      const [few, many] = withSupport(input, (support) => [Math.min(a, b), Math.max(a, b)].map((n) => support.policy(n)));
      const order = Array.from(input.rewards.keys()).sort((i, j) => input.rewards[i] - input.rewards[j] || i - j);
      let difference = 0;
      let least = Infinity;
      order.forEach((i, k) => {
        difference += few[i] - many[i];
        const next = order[k + 1];
        if (input.ties === 'index' || next === undefined || input.rewards[next] !== input.rewards[i]) {
          if (!(difference >= least)) least = difference;
        }
      });
      expect(least).toBeGreaterThan(-1e-12);
    });
  });

  it('theorems 3.1, 3.4, 5.3 and 5.4, and no negative divergence', () => {
    check([randomSupport, randomN], (input, n) => {
      const m = withSupport(input, (support) => support.metrics(n));
      expect(m.klBound).toBe(klBound(n));
      expect(m.winRateBound).toBe(winRateBound(n));
      expect(m.kl).toBeLessThanOrEqual(m.klBound);
      expect(m.winRate).toBeLessThanOrEqual(m.winRateBound);
      expect(m.winRate).toBeGreaterThanOrEqual(0.5 - 1e-15);
      expect(m.klGap).toBeLessThanOrEqual(m.klGapBound * (1 + 1e-14));
      expect(m.winRateGap).toBeLessThanOrEqual(m.winRateGapBound * (1 + 1e-14));
      expect(m.klEstimate).toBeLessThanOrEqual(m.klBound * (1 + 1e-14));
      for (const name of [
        'kl',
        'klGap',
        'klEstimate',
        'reverseKl',
        'winRateGap',
        'totalVariation',
        'chiSquared',
        'squaredHellinger',
      ] as const) {
        expect(m[name], name).toBeGreaterThanOrEqual(0);
      }
    });
  });

  it('the gaps are the differences that they are summed without', () => {
    check([randomSupport, finiteN], (input, n) => {
      const m = withSupport(input, (support) => support.metrics(n));
      expect(Math.abs(m.klBound - m.kl - m.klGap)).toBeLessThanOrEqual(1e-13 * m.klBound);
      expect(Math.abs(m.winRateBound - m.winRate - m.winRateGap)).toBeLessThanOrEqual(1e-15);
    });
  });

  it('n = 1 is the reference itself', () => {
    check([randomSupport], (input) => {
      withSupport(input, (support) => {
        const largest = input.weights.reduce((a, b) => Math.max(a, b));
        const shares = input.weights.map((w) => w / largest);
        const total = sum(shares);
        const isShare = (mass: number, i: number) => close(mass, shares[i] / total, 1e-12) || mass < 1e-290;
        expect(support.policy(1).findIndex((mass, i) => !isShare(mass, i))).toBe(-1);
        const m = support.metrics(1);
        expect(m).toMatchObject({
          kl: 0,
          klBound: 0,
          klGap: 0,
          klGapBound: 0,
          klEstimate: 0,
          reverseKl: 0,
          winRate: 0.5,
          winRateBound: 0.5,
        });
        expect(m).toMatchObject({ winRateGap: 0, winRateGapBound: 0, totalVariation: 0, chiSquared: 0, squaredHellinger: 0 });
        expect(m.expectedReward).toBe(support.referenceReward);
      });
    });
  });

  it('n = 1 gives exactly normalised probabilities back bit by bit', () => {
    useEngine(kind);
    const probs = [0.1, 0.2, 0.3, 0.4];
    const support = Support.from({ probs, rewards: [2, 0, 3, 1] });
    expect([...support.policy(1)]).toEqual(probs);
    support.dispose();
  });

  it('n = Infinity is the limit of large n', () => {
    useEngine(kind);
    for (const rewards of [
      [3, 1, 2, 0],
      [3, 3, 1, 0],
      [5, 5, 5, 5],
    ]) {
      const support = Support.from({ weights: [0.4, 0.3, 0.2, 0.1], rewards });
      const limit = support.metrics(Infinity);
      const large = support.metrics(1e300);
      for (const name of [
        'kl',
        'winRate',
        'winRateGap',
        'expectedReward',
        'rewardVariance',
        'totalVariation',
        'chiSquared',
        'squaredHellinger',
        'klEstimate',
      ] as const) {
        expect(close(limit[name], large[name], 1e-14), `${name}: ${limit[name]} and ${large[name]}`).toBe(true);
      }
      expect(limit.reverseKl).toBe(rewards[3] === 5 ? 0 : Infinity);
      support.policy(Infinity).forEach((mass, i) => {
        expect(close(mass, support.policy(1e300)[i])).toBe(true);
      });
      support.dispose();
    }
  });

  it('all rewards equal: the policy is the reference, whatever n', () => {
    check([randomSupport, randomN], (input, n) => {
      const tied = { ...input, rewards: input.rewards.map(() => 3), ties: 'random' as const };
      withSupport(tied, (support) => {
        expect([...support.policy(n)]).toEqual([...support.policy(1)]);
        const m = support.metrics(n);
        expect(Object.is(m.kl, 0)).toBe(true);
        expect(m.winRate).toBe(0.5);
        expect(support.blocks).toBe(1);
      });
    });
  });

  it('scaling the weights by a power of two changes no bit', () => {
    const moderate = randomSupport.filter(({ weights }) => weights.every((w) => w === 0 || (w > 1e-200 && w < 1e200)));
    check([moderate, randomN, fc.integer({ min: -300, max: 300 })], (input, n, power) => {
      const scaled = { ...input, weights: input.weights.map((w) => w * 2 ** power) };
      const [before, after] = [input, scaled].map((s) =>
        withSupport(s, (support) => [support.metrics(n), [...support.policy(n)]])
      );
      expect(after).toEqual(before);
    });
  });

  it('merging tied outcomes changes nothing but what is of outcomes', () => {
    // whole numbers, whose sums are exact: what is merged is then the very same support
    const tied = randomSupport.map((s) => ({
      weights: s.weights.map((w, i) => (w === 0 ? 0 : 1 + ((i * 7919) % 1000) ** 3)),
      rewards: s.rewards.map((r) => (Number.isFinite(r) ? Math.round(r) % 9 : r)),
      ties: 'random' as const,
    }));
    check([tied, randomN], (input, n) => {
      const merged = new Map<number, number>();
      input.rewards.forEach((r, i) => {
        merged.set(r + 0, (merged.get(r + 0) ?? 0) + input.weights[i]);
      });
      const whole = {
        weights: Float64Array.from(merged.values()),
        rewards: Float64Array.from(merged.keys()),
        ties: 'random' as const,
      };
      const [a, b] = [input, whole].map((s) => withSupport(s, (support) => support.metrics(n)));
      const ofOutcomes = { klEstimate: 0, klEstimateDeviation: 0, entropy: 0, distinctOutcomes: 0 };
      expect({ ...a, ...ofOutcomes }).toEqual({ ...b, ...ofOutcomes });
    });
  });

  it('permuting rows of distinct rewards changes no bit; permuting tied ones nothing beyond rounding', () => {
    check([randomSupport, finiteN, fc.integer()], (input, n, seed) => {
      const order = Array.from(input.weights.keys()).sort((i, j) => Math.imul(i + 1, seed | 1) - Math.imul(j + 1, seed | 1));
      const shuffled = {
        ...input,
        ties: 'random' as const,
        weights: input.weights.map((_, k) => input.weights[order[k]]),
        rewards: input.rewards.map((_, k) => input.rewards[order[k]]),
      };
      const [a, b] = [{ ...input, ties: 'random' as const }, shuffled].map((s) =>
        withSupport(s, (support) => support.metrics(n))
      );
      const distinct = new Set(input.rewards).size === input.rewards.length;
      if (distinct) expect(b).toEqual(a);
      else
        for (const name of Object.keys(a) as (keyof Metrics)[]) {
          expect(close(a[name], b[name], toleranceOf(name, a, input.weights.length)), `${name}: ${a[name]} and ${b[name]}`).toBe(
            true
          );
        }
    });
  });

  it('fields asked for are the same numbers', () => {
    check(
      [randomSupport, randomN],
      (input, n) => {
        withSupport(input, (support) => {
          const all = support.metrics(n);
          for (const name of Object.keys(all) as (keyof Metrics)[])
            expect(support.metrics(n, [name])).toEqual({ [name]: all[name] });
        });
      },
      150
    );
  });

  it('a curve is the same numbers', () => {
    check(
      [randomSupport, fc.array(randomN, { maxLength: 6 })],
      (input, ns) => {
        withSupport(input, (support) => {
          const curve = support.curve(ns);
          ns.forEach((n, i) => {
            const at = Object.fromEntries(Object.entries(curve).map(([name, values]) => [name, values[i]]));
            expect(at).toEqual(support.metrics(n));
          });
          expect(Object.keys(support.curve(ns, ['kl']))).toEqual(['kl']);
        });
      },
      150
    );
  });

  it('logits are weights, at any offset', () => {
    const logits = fc.array(fc.double({ min: -30, max: 30, noNaN: true }), { minLength: 2, maxLength: 50 });
    check([logits, fc.constantFrom(-1e3, 0, 512), finiteN], (values, offset, n) => {
      const rewards = values.map((_, i) => (i * 7) % 5);
      const a = Support.from({ logits: values.map((l) => l + offset), rewards });
      const b = Support.from({ weights: values.map((l) => Math.exp(l + offset - offset)), rewards });
      expect(close(a.metrics(n).kl, b.metrics(n).kl, 1e-10)).toBe(true);
      a.dispose();
      b.dispose();
    });
  });
});

/** 1e-15 for one rounding of a block's mass; more where the metric multiplies a relative change of the mass. */
function toleranceOf(name: keyof Metrics, m: Metrics, size: number): number {
  const steps = Math.ceil(Math.log2(size + 1));
  const logarithm = Math.max(1, Math.abs(Math.log(Math.max(m[name as 'kl'], 1e-300))));
  return 1e-15 * Math.max(4, steps, logarithm);
}

describe('klDivergence', () => {
  const weights = fc
    .array(fc.oneof(fc.double({ min: 0, max: 1, noNaN: true }), fc.constantFrom(0, 5e-324, 1e-300, 1e300)), {
      minLength: 1,
      maxLength: 40,
    })
    .filter((w) => w.some((x) => x > 0));

  it('is never negative, and exactly 0 for equal inputs', () => {
    fc.assert(
      fc.property(weights, weights, (p, q) => {
        const length = Math.min(p.length, q.length);
        const [a, b] = [p.slice(0, length), q.slice(0, length)];
        if (!a.some((x) => x > 0) || !b.some((x) => x > 0)) return;
        expect(klDivergence(a, b, { weights: true })).toBeGreaterThanOrEqual(0);
        expect(Object.is(klDivergence(a, a, { weights: true }), 0)).toBe(true);
      }),
      { numRuns: 2000 }
    );
  });

  it('of the best-of-n policy from the reference is kl', () => {
    fc.assert(
      fc.property(finiteSupport, fc.integer({ min: 2, max: 100 }), (input, n) => {
        const distinct = { ...input, ties: 'index' as const };
        withSupport(distinct, (support) => {
          const { kl } = support.metrics(n);
          expect(Math.abs(klDivergence(support.policy(n), support.policy(1)) - kl)).toBeLessThanOrEqual(
            1e-11 * Math.max(kl, 1e-3)
          );
        });
      }),
      runs
    );
  });
});

it('the estimator lies between 0 and the bound', () => {
  fc.assert(
    fc.property(randomN, fc.double({ min: 0, max: 1, noNaN: true }), (n, epsilon) => {
      const d = klEstimate(n, epsilon);
      expect(d).toBeGreaterThanOrEqual(0);
      expect(d).toBeLessThanOrEqual(klBound(n) * (1 + 1e-15));
    }),
    { numRuns: 5000 }
  );
});
