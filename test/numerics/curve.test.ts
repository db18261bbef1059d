// A curve summed by moments says of every n what one walk over the blocks says, in both engines to the bit the same.

import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type EngineKind, Support, type SupportInput, useEngine } from '../../src/index';
import { expectClose } from '../helpers/close';
import { expectShare } from '../helpers/promise';
import { lcg, type Recipe, supportOf } from '../helpers/recipes';

const KINDS: EngineKind[] = ['wasm', 'js'];
const FIELDS = ['kl', 'klGap', 'winRate', 'winRateGap', 'expectedReward'] as const;

const uniform = (size: number, seed: number) => lcg(seed, size).map((v) => (v + 1) / (2 ** 32 + 1));
const SIZE = 9000;

/** Supports large enough for moments, of every kind that could be hard on them. */
const WEIGHTS: Record<string, (u: number, i: number) => number> = {
  equal: () => 1,
  random: (u) => u,
  zipf: (_, i) => 1 / (i + 1),
  'one large mass': (u, i) => (i === 4321 ? 1e5 : u),
  'a few large masses': (u, i) => (i % 3000 === 17 ? 1000 : u * 1e-3),
  'a long tail': (u) => u ** -3,
  'many decades': (u) => 10 ** (60 * u - 60),
  falling: (_, i) => 0.997 ** i,
};
const REWARDS: Record<string, (u: number, i: number) => number> = {
  random: (u) => Math.log(u / (1 - u)),
  'all positive': (u) => 5 + u,
  'all negative': (u) => -1 - u * u,
  ties: (u) => Math.floor(u * 6000) - 4000,
  'a long tail': (u) => u ** -2,
  'both tails': (u) => (u - 0.5) ** 9 * 1e9,
  sorted: (_, i) => i,
};

function inputOf(weights: string, rewards: string, seed: number): SupportInput {
  const [u, v] = [uniform(SIZE, seed), uniform(SIZE, seed + 1)];
  return { weights: u.map((x, i) => WEIGHTS[weights](x, i)), rewards: v.map((x, i) => REWARDS[rewards](x, i)) };
}

/** The mean of |r| under the policy: what an expected reward, perhaps a difference of large parts, is exact beside. */
function sizeOf(support: Support, rewards: ArrayLike<number>, n: number): number {
  return support.policy(n).reduce((sum, mass, i) => sum + mass * Math.abs(rewards[i]), 0);
}

function expectCurve(input: SupportInput, ns: number[]): void {
  const curves = KINDS.map((kind) => {
    useEngine(kind);
    const support = Support.from(input);
    const curve = support.curve(ns, FIELDS);
    if (kind === 'wasm') {
      ns.forEach((n, i) => {
        const one = support.metrics(n, FIELDS);
        for (const field of ['kl', 'klGap', 'winRate', 'winRateGap'] as const) {
          const off = one[field] === curve[field][i] ? 0 : Math.abs(curve[field][i] / one[field] - 1);
          expectShare(`${field}-of-curve at n = ${n}`, off / 1e-13, `${curve[field][i]}, beside ${one[field]}`);
        }
        const off = Math.abs(curve.expectedReward[i] - one.expectedReward) / sizeOf(support, input.rewards, n);
        expectShare(
          `expectedReward-of-curve at n = ${n}`,
          off / 1e-14,
          `${curve.expectedReward[i]}, beside ${one.expectedReward}`
        );
      });
    }
    support.dispose();
    return curve;
  });
  for (const field of FIELDS) expect(Buffer.from(curves[1][field].buffer), field).toEqual(Buffer.from(curves[0][field].buffer));
}

const n = fc.oneof(
  fc.constantFrom(1, 1 + 2 ** -40, 1.001, 1.5, 2, 3, 1e15, 1e29, 1e40, 1e300),
  fc.double({ min: 0, max: 4, noNaN: true }).map((x) => 10 ** x),
  fc.double({ min: 0, max: 30, noNaN: true }).map((x) => 10 ** x)
);

describe('a curve by moments', () => {
  const pairs = Object.keys(WEIGHTS).flatMap((w) => Object.keys(REWARDS).map((r) => [w, r] as const));

  it.each(pairs)('weights %s, rewards %s', (weights, rewards) => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1e6 }), fc.array(n, { minLength: 12, maxLength: 12 }), (seed, ns) =>
        expectCurve(inputOf(weights, rewards, seed), ns)
      ),
      { numRuns: 3 }
    );
  });

  const golden = JSON.parse(readFileSync(new URL('../golden/golden.json', import.meta.url), 'utf8')) as (Recipe & {
    results: ({ n: number } & Record<string, string>)[];
  })[];
  const large = golden.filter(({ size }) => size >= 5000);

  it.each(large)('golden $name', ({ results, ...recipe }) => {
    for (const kind of KINDS) {
      useEngine(kind);
      const support = Support.from(supportOf(recipe));
      const ns = results.map((result) => result.n);
      const curve = support.curve([...ns, 1.5, 2.5, 3.5, 4.5], FIELDS);
      results.forEach((result, i) => {
        for (const field of FIELDS) {
          if (result[field] !== undefined) expectClose(curve[field][i], Number(result[field]), `${field} at ${result.n}`, 1e-13);
        }
      });
      support.dispose();
    }
  });

  // too few blocks for moments to pay
  const few = ([weights, rewards]: readonly [string, string]) =>
    rewards === 'ties' || (weights === 'falling' && rewards === 'sorted');

  it.each(pairs.filter((pair) => !few(pair)))(
    'is what a curve uses, as some last digits show: weights %s, rewards %s',
    (weights, rewards) => {
      useEngine('wasm');
      const support = Support.from(inputOf(weights, rewards, 1));
      const ns = Array.from({ length: 30 }, (_, i) => 1.37 ** (i + 1));
      const curve = support.curve(ns, FIELDS);
      const differs = ns.filter((x, i) => FIELDS.some((field) => support.metrics(x, FIELDS)[field] !== curve[field][i]));
      expect(differs.length).toBeGreaterThan(15);
      support.dispose();
    }
  );

  it('infinite rewards make the mean infinite, and leave the rest alone', () => {
    for (const kind of KINDS) {
      useEngine(kind);
      const rewards = uniform(SIZE, 3);
      rewards[5] = -Infinity;
      const ns = [1, 2, 3, 4, 5];
      for (const [top, mean] of [
        [Infinity, Number.NaN],
        [2, -Infinity],
      ]) {
        rewards[77] = top;
        const support = Support.from({ weights: uniform(SIZE, 4), rewards });
        const curve = support.curve(ns, FIELDS);
        expect([...curve.expectedReward]).toEqual(ns.map(() => mean));
        ns.forEach((x, i) => {
          expectClose(curve.kl[i], support.metrics(x).kl, 'kl');
        });
        support.dispose();
      }
    }
  });
});
