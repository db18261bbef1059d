// What the tests of docs/accuracy.md share: random numbers that are the same at each run, both engines at once, the allowed error, and the worst
// share of it that was seen. CASES=20 tries twenty times as many random cases, SEED=… others.

import Decimal from 'decimal.js';
import { afterAll, expect } from 'vitest';
import { Support, type SupportInput, useEngine } from '../../src/index';
import { ofDouble } from './exact';
import { lcg } from './recipes';

export const CASES = Number(process.env.CASES ?? 1);
const SEED = Number(process.env.SEED ?? 1);
const KINDS = ['wasm', 'js'] as const;
/** Decimals of more digits than any comparison needs. */
export const D = Decimal.clone({ precision: 120 });

/** Numbers between 0 and 1, the same at each run. */
export function random(seed: number): () => number {
  let values: ArrayLike<number> = [];
  let used = 0;
  let block = 0;
  return () => {
    if (used === values.length) {
      values = lcg((SEED * 7919 + seed * 104729 + block++) >>> 0, 64);
      used = 0;
    }
    return (values[used++] + 0.5) / 2 ** 32;
  };
}

/** What a call says in both engines, which must be the same bits. */
export function inBoth<T>(input: SupportInput, call: (support: Support) => T): T {
  const [a, b] = KINDS.map((kind) => {
    useEngine(kind);
    const support = Support.from(input);
    const answer = call(support);
    support.dispose();
    return answer;
  });
  expect(b).toEqual(a);
  return a;
}

/** The worst share of the allowed error that was seen of each quantity. */
const worst = new Map<string, { share: number; text: string }>();

/** Expects a share of the allowed error to be at most 1, and keeps the worst; `what` begins with the name of the quantity. */
export function expectShare(what: string, share: number, text: string): void {
  expect(share, `${what}: ${text}`).toBeLessThanOrEqual(1);
  const name = what.replace(/ .*/, '');
  if (share > (worst.get(name)?.share ?? -1)) worst.set(name, { share, text: `${what}: ${text}` });
}

/** A value must be right within 1e-13 or `2^-51 |ln size|` of itself, or within two of the least doubles; size is the value, or a mass in it. */
export function expectDigits(what: string, actual: number, exact: Decimal, size = exact): void {
  const allowed = new D(Math.max(1e-13, 2 ** -51 * Math.abs(new D(size).abs().ln().toNumber())));
  const error = new D(ofDouble(D, actual)).minus(exact).abs();
  const share = Math.max(0, error.minus(1e-323).div(exact.abs()).div(allowed).toNumber());
  expectShare(what, share, `${actual}, exactly ${exact.toPrecision(20)}`);
}

afterAll(() => {
  for (const { share, text } of worst.values()) console.log(`worst error: ${share.toPrecision(2)} of the allowed one, ${text}`);
});

export const sumOf = (terms: Decimal[]) => terms.reduce((a, b) => a.plus(b), new D(0));
