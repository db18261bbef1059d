// Random supports and numbers of samples for the property tests: every kind that careless numerics gets wrong.

import fc from 'fast-check';
import { lcg } from './recipes';

export interface RandomSupport {
  weights: Float64Array;
  rewards: Float64Array;
  ties: 'random' | 'index';
}

const WEIGHTS = ['uniform', 'random', 'wide', 'subnormal', 'holes', 'spike', 'falling'] as const;
const REWARDS = ['distinct', 'ties', 'narrow', 'huge', 'extremes', 'sorted', 'clustered'] as const;

function weightOf(kind: (typeof WEIGHTS)[number], u: number, v: number, i: number): number {
  switch (kind) {
    case 'uniform':
      return 1;
    case 'random':
      return u + 1e-9;
    case 'wide':
      return (u + 0.5) * 10 ** (300 * v - 150);
    case 'subnormal':
      return Math.ceil(u * 2 ** (52 * v)) * 5e-324;
    case 'holes':
      return v < 0.5 ? 0 : u;
    case 'spike':
      return v < 0.01 ? 1e6 * u : u;
    case 'falling':
      return 0.9 ** i + 1e-300;
  }
}

function rewardOf(kind: (typeof REWARDS)[number], u: number, v: number, i: number): number {
  switch (kind) {
    case 'distinct':
      return u - 0.5 + 1e-7 * v;
    case 'ties':
      return Math.floor(u * 7) - 3;
    case 'narrow':
      return 1 + Math.floor(u * 2 ** 20) * 2 ** -52;
    case 'huge':
      return (u - 0.5) * 10 ** (600 * v - 300);
    case 'extremes':
      return [-Infinity, -Number.MAX_VALUE, -5e-324, -0, 0, 5e-324, 1, Number.MAX_VALUE, Infinity][Math.floor(u * 9)];
    case 'sorted':
      return i;
    case 'clustered':
      return v < 0.5 ? 1e300 * (u - 0.5) : 7 + Math.floor(u * 1000) * 2 ** -40;
  }
}

export const randomSupport: fc.Arbitrary<RandomSupport> = fc
  .record({
    // a large one costs as much time as a hundred small ones
    size: fc.oneof(
      { weight: 6, arbitrary: fc.integer({ min: 1, max: 70 }) },
      { weight: 3, arbitrary: fc.integer({ min: 1, max: 700 }) },
      { weight: 1, arbitrary: fc.integer({ min: 1, max: 5000 }) }
    ),
    seed: fc.integer({ min: 0, max: 2 ** 31 }),
    weights: fc.constantFrom(...WEIGHTS),
    rewards: fc.constantFrom(...REWARDS),
    ties: fc.constantFrom('random' as const, 'index' as const),
  })
  .map(({ size, seed, weights: w, rewards: r, ties }) => {
    const uniform = (s: number) => lcg(s, size).map((x) => x / 2 ** 32);
    const [a, b, c, d] = [1, 2, 3, 4].map((k) => uniform((seed * 7919 + k * 104729) >>> 0));
    const weights = Float64Array.from(a, (u, i) => weightOf(w, u, b[i], i));
    if (weights.every((x) => x === 0)) weights[0] = 1;
    return { weights, rewards: Float64Array.from(c, (u, i) => rewardOf(r, u, d[i], i)), ties };
  });

/** The same with finite rewards of ordinary size, for laws that infinite ones do not obey. */
export const finiteSupport: fc.Arbitrary<RandomSupport> = randomSupport.map((s) => ({
  ...s,
  rewards: s.rewards.map((r) => Math.max(-1e150, Math.min(1e150, r))),
}));

/** n from 1 to 1e300, with a crowd next to 1. */
export const randomN: fc.Arbitrary<number> = fc.oneof(
  fc.constantFrom(1, 1 + 2 ** -52, 1 + 2 ** -40, 1.0000001, 1.001, 1.5, 2, 2.5, 3, 4, 1e15, 1e300, Number.MAX_VALUE, Infinity),
  fc.double({ min: 0, max: 1, noNaN: true }).map((u) => 1 + u),
  fc.integer({ min: 2, max: 2000 }),
  fc.double({ min: 0, max: 300, noNaN: true }).map((e) => Math.max(1, 10 ** e))
);
