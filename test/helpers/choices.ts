// Every choice of some of a list, and lists in another order.

import { lcg } from './recipes';

/** Every choice of n of the indices 0..m-1. */
export function* choices(m: number, n: number, from = 0): Generator<number[]> {
  if (n === 0) yield [];
  else for (let i = from; i <= m - n; i++) for (const rest of choices(m, n - 1, i + 1)) yield [i, ...rest];
}

/** The indices 0..length-1 in a random order. */
export function shuffled(length: number, seed: number): number[] {
  const keys = lcg(seed + 1, length);
  return keys.map((_, i) => i).sort((a, b) => keys[a] - keys[b]);
}

export const sum = (values: Iterable<number>): number => [...values].reduce((a, b) => a + b, 0);
