// Rows of rewards for the tests of batches: every kind that careless numerics gets wrong.

import fc from 'fast-check';

/** Lengths of rows: short ones, and those around which the kernel changes its ways. */
export const length = fc.oneof(
  fc.integer({ min: 1, max: 12 }),
  fc.integer({ min: 1, max: 130 }),
  fc.constantFrom(64, 511, 512, 513, 700)
);
/** Rewards of a row: without ties, with some, flags, one value, with infinite ones, that differ in their last bits, of very different sizes. */
export function rewardsOf(kind: string, length: number, next: () => number): number[] {
  const reward = {
    distinct: () => next() - 0.5,
    ties: () => Math.floor(next() * 9) - 4,
    flags: () => (next() < 0.4 ? 1 : 0),
    constant: () => -0,
    infinite: () => [-Infinity, -1, -0, 0, 2.5, Infinity][Math.floor(next() * 6)] * 1,
    near: () => (next() < 0.5 ? -1 : 1) * (1 + Math.floor(600 * next()) * 2 ** -52),
    wide: () => (next() - 0.5) * 10 ** (300 * next()),
  }[kind] as () => number;
  return Array.from({ length }, reward);
}

export const KINDS_OF_ROW = ['distinct', 'ties', 'flags', 'constant', 'infinite', 'near', 'wide'];

/** Numbers in [0, 1) that follow from the seed. */
export function generator(seed: number): () => number {
  let s = seed >>> 0;
  return () => {
    s = (Math.imul(s, 1664525) + 1013904223) >>> 0;
    return s / 2 ** 32;
  };
}
