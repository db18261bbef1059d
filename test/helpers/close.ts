// How near a number must be to the exact one.

import { expect } from 'vitest';

/** Expects a number within a relative tolerance or, where that is larger, within `2^-51 |ln value|` (the promise "Digits" in test/README.md); an exact 0 allows next to nothing. */
export function expectClose(actual: number, exact: string | number, what: string, tolerance = 1e-13): void {
  const target = Number(exact);
  const size = Math.abs(target);
  const allowed = target === 0 ? tolerance * 1e-286 : Math.max(tolerance, 2 ** -51 * Math.abs(Math.log(size))) * size;
  expect(Math.abs(actual - target), `${what}: ${actual}, expected ${exact}`).toBeLessThanOrEqual(allowed);
}
