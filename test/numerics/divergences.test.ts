// Divergences and other quantities of one support: golden values, laws that hold exactly, limits, and hard cases by hand.

import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import {
  continuousLimits,
  evaluateBatch,
  hockeyStickLimit,
  klBound,
  klEstimate,
  renyiLimit,
  Support,
  useEngine,
} from '../../src/index';
import { type RandomSupport, randomN, randomSupport } from '../helpers/arbitrary';
import { type Recipe, supportOf } from '../helpers/recipes';

const NEW_FIELDS = ['klTopBound', 'klEstimateDeviation', 'maxLogRatio', 'entropy', 'distinctOutcomes'] as const;
const KINDS = ['wasm', 'js'] as const;

type OfTwo = { value: string; alpha?: number; gamma?: number; level?: number; m?: number | string }[];
type Golden = Recipe & {
  probs?: number[];
  results: ({ n: number | string } & Record<(typeof NEW_FIELDS)[number], string | undefined> &
    Record<'renyi' | 'hockeyStick' | 'quantile' | 'winRateAgainst', OfTwo>)[];
};
const golden: Golden[] = JSON.parse(readFileSync(new URL('../golden/divergences.json', import.meta.url), 'utf8'));

const inputOf = (c: Golden) =>
  c.probs ? { probs: c.probs, rewards: c.rewards as unknown as number[], ties: c.ties } : supportOf(c);

const finiteN = randomN.filter((n) => n < Infinity);

let worst = 0;

/** Within 1e-13, or 2^-51 of the logarithm where that is larger. */
function expectClose(actual: number, wanted: string | number, what: string): void {
  const target = Number(wanted);
  const error = actual === target ? 0 : Math.abs(actual - target);
  if (target === 0 || !Number.isFinite(target)) {
    expect(error, `${what} is ${actual}, golden ${wanted}`).toBeLessThanOrEqual(1e-300);
    return;
  }
  const relative = error / Math.abs(target);
  worst = Math.max(worst, relative);
  const allowed = Math.max(1e-13, 2 ** -51 * Math.abs(Math.log(Math.abs(target))));
  expect(relative, `${what} is ${actual}, golden ${wanted}`).toBeLessThanOrEqual(allowed);
}

afterAll(() => console.log(`worst error of divergences: ${worst.toExponential(1)}`));

function withSupport<T>(input: Parameters<typeof Support.from>[0], use: (support: Support) => T): T {
  const support = Support.from(input);
  try {
    return use(support);
  } finally {
    support.dispose();
  }
}

describe.each(KINDS)('%s', (kind) => {
  it.each(golden)('golden $name', (c) => {
    useEngine(kind);
    withSupport(inputOf(c), (support) => {
      for (const r of c.results) {
        const n = Number(r.n);
        const where = `at ${n}`;
        const metrics = support.metrics(n, NEW_FIELDS);
        for (const name of NEW_FIELDS) if (r[name] !== undefined) expectClose(metrics[name], r[name], `${name} ${where}`);
        for (const { alpha = 0, value } of r.renyi) expectClose(support.renyi(n, alpha), value, `renyi ${alpha} ${where}`);
        for (const { gamma = 0, value } of r.hockeyStick)
          expectClose(support.hockeyStick(n, gamma), value, `hockey stick ${gamma} ${where}`);
        for (const { level = 0, value } of r.quantile) expect(support.quantile(n, level)).toBe(Number(value));
        for (const { m, value } of r.winRateAgainst)
          expectClose(support.winRateAgainst(n, Number(m)), value, `win rate against ${m} ${where}`);
      }
    });
  });

  it('curves and batches have the bits of metrics', () => {
    useEngine(kind);
    const ns = [1, 1 + 2 ** -40, 1.5, 16, 1e5, 1e300, Infinity];
    const rows = golden.filter(({ ties, size }) => ties === 'random' && (size ?? 0) <= 200);
    const inputs = rows
      .map((c) => ({ ...inputOf(c), weights: undefined, ...inputOf(c) }))
      .map((input) => ({
        rewards: Array.from(input.rewards as ArrayLike<number>),
        weights: Array.from((input.weights ?? (input as { probs?: number[] }).probs) as ArrayLike<number>),
      }));
    const pack = (name: 'rewards' | 'weights') => Float64Array.from(inputs.flatMap((input) => input[name]));
    const lengths = Uint32Array.from(inputs, ({ rewards }) => rewards.length);
    const batch = evaluateBatch({ rewards: pack('rewards'), weights: pack('weights'), rows: lengths, ns, metrics: NEW_FIELDS });
    inputs.forEach((input, row) => {
      withSupport(input, (support) => {
        const curve = support.curve(ns, NEW_FIELDS);
        ns.forEach((n, i) => {
          const all = support.metrics(n);
          for (const name of NEW_FIELDS) {
            expect(curve[name][i], name).toBe(all[name]);
            expect(batch[name][row * ns.length + i], name).toBe(all[name]);
          }
        });
      });
    });
  });

  it('rows of unit weights have the bits of metrics', () => {
    useEngine(kind);
    const rewards = Float64Array.from({ length: 40 }, (_, i) => (i * 7) % 11);
    const ns = [1, 3, Infinity];
    for (const length of [4, 5, 20]) {
      const batch = evaluateBatch({ rewards, rows: length, ns, metrics: NEW_FIELDS });
      for (let row = 0; row < 40 / length; row++) {
        const own = rewards.subarray(row * length, (row + 1) * length);
        withSupport({ rewards: own, weights: own.map(() => 1) }, (support) => {
          for (const [i, n] of ns.entries())
            for (const name of NEW_FIELDS) expect(batch[name][row * ns.length + i]).toBe(support.metrics(n)[name]);
        });
      }
    }
  });

  it('what bounds a quantity bounds it exactly', () => {
    useEngine(kind);
    const order = fc.double({ min: -3, max: 3, noNaN: true }).map((x) => 10 ** x);
    const law = fc.property(
      randomSupport,
      finiteN,
      order,
      fc.double({ min: 0, max: 1, noNaN: true }),
      (input, n, alpha, share) => {
        withSupport(input, (support) => {
          const m = support.metrics(n);
          const limits = continuousLimits(n);
          // beyond, the reverse divergence may overflow where its limit does not
          if (n > 1e300) m.reverseKl = Math.min(m.reverseKl, limits.reverseKl);
          for (const name of ['kl', 'reverseKl', 'totalVariation', 'chiSquared', 'squaredHellinger', 'maxLogRatio'] as const)
            expect(m[name], name).toBeLessThanOrEqual(limits[name]);
          expect(m.kl).toBeLessThanOrEqual(m.klTopBound);
          expect(m.klTopBound).toBeLessThanOrEqual(m.klBound);
          const renyi = support.renyi(n, alpha);
          expect(renyi).toBeGreaterThanOrEqual(0);
          expect(renyi).toBeLessThanOrEqual(renyiLimit(n, alpha));
          expect(renyi).toBeLessThanOrEqual(m.maxLogRatio);
          const gamma = 1 + (Math.min(n, 1e9) - 1) * share;
          const stick = support.hockeyStick(n, gamma);
          expect(stick).toBeGreaterThanOrEqual(0);
          expect(stick).toBeLessThanOrEqual(hockeyStickLimit(n, gamma));
          expect(m.distinctOutcomes).toBeGreaterThanOrEqual(1);
          expect(m.distinctOutcomes).toBeLessThanOrEqual(n);
          expect(m.entropy).toBeGreaterThanOrEqual(0);
          expect(m.klEstimateDeviation).toBeGreaterThanOrEqual(0);
        });
      }
    );
    fc.assert(law, { numRuns: 60 });
  });

  it('the Rényi divergence rises with its order, through that of KL', () => {
    useEngine(kind);
    const order = fc.double({ min: -2, max: 2.5, noNaN: true }).map((x) => 10 ** x);
    const law = fc.property(randomSupport, finiteN, order, order, (input, n, a, b) => {
      withSupport(input, (support) => {
        const [low, high] = [Math.min(a, b), Math.max(a, b)].map((alpha) => support.renyi(n, alpha));
        const slack = (x: number) => x * (1 + 1e-12) + 1e-300;
        expect(low).toBeLessThanOrEqual(slack(high));
        const { kl } = support.metrics(n, ['kl']);
        expect(support.renyi(n, 1)).toBe(kl);
        expect(support.renyi(n, Math.min(a, 1))).toBeLessThanOrEqual(slack(kl));
        expect(kl).toBeLessThanOrEqual(slack(support.renyi(n, Math.max(a, 1))));
      });
    });
    fc.assert(law, { numRuns: 60 });
  });

  it('two win rates against each other add up to 1', () => {
    useEngine(kind);
    const law = fc.property(randomSupport, finiteN, finiteN, (input, n, m) => {
      withSupport(input, (support) => {
        const own = support.winRateAgainst(n, m);
        expect(own + support.winRateAgainst(m, n)).toBe(1);
        if (n >= m) expect(own).toBeGreaterThanOrEqual(0.5);
        const { winRate } = support.metrics(n, ['winRate']);
        expect(Math.abs(support.winRateAgainst(n, 1) - winRate)).toBeLessThanOrEqual(2e-15);
      });
    });
    fc.assert(law, { numRuns: 60 });
  });

  it('is where it must be at n = 1 and at n = Infinity', () => {
    useEngine(kind);
    withSupport({ weights: [3, 1, 2, 0, 2], rewards: [1, 2, 0, 9, 2] }, (support) => {
      const one = support.metrics(1, NEW_FIELDS);
      expect({ ...one, entropy: 0 }).toEqual({
        klTopBound: 0,
        klEstimateDeviation: 0,
        maxLogRatio: 0,
        entropy: 0,
        distinctOutcomes: 1,
      });
      const entropyOf = (p: number[]) => -p.reduce((sum, x) => sum + x * Math.log(x), 0);
      expect(one.entropy).toBeCloseTo(entropyOf([3 / 8, 1 / 8, 2 / 8, 2 / 8]), 14);
      for (const alpha of [0.3, 1, 2, Infinity]) expect(support.renyi(1, alpha)).toBe(0);
      expect(support.hockeyStick(1, 1)).toBe(0);
      expect(support.winRateAgainst(1, 1)).toBe(0.5);

      // the top block has 3/8, shared as 1 to 2
      const limit = support.metrics(Infinity, NEW_FIELDS);
      expect(limit.klTopBound).toBeCloseTo(Math.log(8 / 3), 14);
      expect(limit.maxLogRatio).toBeCloseTo(Math.log(8 / 3), 14);
      expect(limit.entropy).toBeCloseTo(entropyOf([1 / 3, 2 / 3]), 14);
      expect(limit.distinctOutcomes).toBe(4);
      // of -log p, which is log 2 higher with the chance 1/3
      expect(limit.klEstimateDeviation).toBeCloseTo(Math.log(2) * Math.sqrt(2 / 9), 14);
      for (const alpha of [0.3, 1, 2, Infinity]) expect(support.renyi(Infinity, alpha)).toBe(limit.maxLogRatio);
      expect(support.renyi(7, Infinity)).toBe(support.metrics(7).maxLogRatio);
      expect(support.hockeyStick(Infinity, 2)).toBeCloseTo(1 - 2 * (3 / 8), 14);
      expect(support.hockeyStick(Infinity, 3)).toBe(0);
      expect(support.hockeyStick(Infinity, Infinity)).toBe(0);
      expect(support.quantile(Infinity, 1e-9)).toBe(2);
      expect(support.winRateAgainst(Infinity, Infinity)).toBe(0.5);
      expect(support.winRateAgainst(Infinity, 1)).toBeCloseTo(1 - 3 / 16, 14);
    });
  });

  it('equal probabilities have no deviation, and a single block no divergence', () => {
    useEngine(kind);
    const uniform = { weights: Array(37).fill(0.1), rewards: Array.from({ length: 37 }, (_, i) => i) };
    withSupport(uniform, (support) => {
      for (const n of [1, 1.25, 2, 1e3, 1e300, Infinity]) expect(support.metrics(n).klEstimateDeviation).toBe(0);
    });
    withSupport({ weights: [1, 2], rewards: [5, 5] }, (support) => {
      for (const n of [1, 1.25, 2, 1e3, 1e300, Infinity]) {
        expect([0.2, 1, 3, 1e9, Infinity].map((alpha) => support.renyi(n, alpha))).toEqual([0, 0, 0, 0, 0]);
        expect(support.metrics(n)).toMatchObject({ klTopBound: 0, maxLogRatio: 0 });
        expect(support.hockeyStick(n, 1.5)).toBe(0);
        expect(support.winRateAgainst(n, 3)).toBe(0.5);
      }
    });
  });

  it('keeps its digits where masses are tiny', () => {
    useEngine(kind);
    // two outcomes: a top one of 1e-300 and the rest
    withSupport({ weights: [1, 1e-300], rewards: [0, 1] }, (support) => {
      const h = 2 ** -52;
      expectClose(support.metrics(1 + h).maxLogRatio, h * (1 - h / 2), 'maxLogRatio next to 1');
      expectClose(support.metrics(1e290).maxLogRatio, Math.log(1e290), 'maxLogRatio of many draws');
      expectClose(support.metrics(2).distinctOutcomes, 1, 'distinctOutcomes');
      // of the top outcome alone, P (t^alpha - 1 - alpha (t-1)) / (alpha-1) at t = 2, to the second term
      expectClose(
        support.renyi(2, 1 + 2 ** -40),
        1e-300 * (2 * Math.LN2 - 1 + 2 ** -40 * Math.LN2 ** 2),
        'renyi of an order next to 1'
      );
    });
  });

  it('a level that is a chance counts as reached', () => {
    useEngine(kind);
    withSupport({ probs: [0.6, 0.3, 0.1], rewards: [0, 1, 2] }, (support) => {
      expect([0.6, 0.9, 1, 0.61, 0.91].map((level) => support.quantile(1, level))).toEqual([0, 1, 2, 1, 2]);
      expect([0.36, 0.81, 0.37, 0.82].map((level) => support.quantile(2, level))).toEqual([0, 1, 1, 2]);
    });
    withSupport({ probs: [0.25, 0.5, 0.25], rewards: [-Infinity, 0, Infinity] }, (support) => {
      expect([0.2, 0.25, 0.5, 0.75, 0.8].map((level) => support.quantile(1, level))).toEqual([
        -Infinity,
        -Infinity,
        0,
        0,
        Infinity,
      ]);
    });
  });
});

it('both engines give the same bits', () => {
  const order = fc.double({ min: -3, max: 6, noNaN: true }).map((x) => 10 ** x);
  const answers = (kind: 'wasm' | 'js', input: RandomSupport, n: number, alpha: number, m: number) => {
    useEngine(kind);
    return withSupport(input, (support) => [
      ...NEW_FIELDS.map((name) => support.metrics(n, [name])[name]),
      support.renyi(n, alpha),
      support.hockeyStick(n, 1 + alpha),
      support.quantile(n, Math.min(1, alpha)),
      support.winRateAgainst(n, m),
    ]);
  };
  const law = fc.property(randomSupport, fc.oneof(finiteN, fc.constant(Infinity)), order, finiteN, (input, n, alpha, m) => {
    expect(answers('wasm', input, n, alpha, m)).toStrictEqual(answers('js', input, n, alpha, m));
  });
  fc.assert(law, { numRuns: 80 });
});

it('the bound from the top block is the estimator at its mass', () => {
  withSupport({ weights: [7, 1], rewards: [0, 1] }, (support) => {
    for (const n of [1.5, 2, 16]) expectClose(support.metrics(n).klTopBound, klEstimate(n, 1 / 8), `at ${n}`);
    expect(support.metrics(2).klTopBound).toBeLessThan(klBound(2));
  });
});

it('wrong arguments are named', () => {
  withSupport({ weights: [1, 1], rewards: [0, 1] }, (support) => {
    expect(() => support.renyi(0.5, 2)).toThrow(/^n is 0\.5, expected a number >= 1$/);
    expect(() => support.renyi(2, 0)).toThrow(/^alpha is 0, expected a number > 0$/);
    expect(() => support.renyi(2, '2' as never)).toThrow(TypeError);
    expect(() => support.hockeyStick(2, 0.5)).toThrow(/^gamma is 0\.5, expected a number >= 1$/);
    expect(() => support.hockeyStick(Number.NaN, 2)).toThrow(/^n is NaN/);
    expect(() => support.quantile(2, 0)).toThrow(/^level is 0, expected a number above 0, up to 1$/);
    expect(() => support.quantile(2, 1.1)).toThrow(RangeError);
    expect(() => support.quantile(2, undefined as never)).toThrow(/^level is undefined, expected a number$/);
    expect(() => support.winRateAgainst(2, 0)).toThrow(/^m is 0, expected a number >= 1$/);
    support.dispose();
    expect(() => support.winRateAgainst(2, 2)).toThrow(/disposed/);
  });
});
