// What double-double arithmetic is made of: the rounding errors of products, and sums of products that keep them.

import { accumulate, SUM_SIZE, twoSumError } from './sum';

/** 2^27 + 1: splits a double into two halves of 26 bits (Dekker 1971, Veltkamp). */
const SPLITTER = 134217729;

/** `a b - product`, exactly, where `product` is the rounded ab; a and b below 2^996, and ab well above the subnormal numbers. */
export function productRemainder(a: number, b: number, product: number): number {
  const p = a * SPLITTER;
  const a1 = p - (p - a);
  const a2 = a - a1;
  const q = b * SPLITTER;
  const b1 = q - (q - b);
  const b2 = b - b1;
  return a1 * b1 - product + a1 * b2 + a2 * b1 + a2 * b2;
}

/** What `(high + low) / b` leaves above the rounded quotient `high / b`, in double precision. */
export function quotientRest(high: number, low: number, b: number, quotient: number): number {
  const product = quotient * b;
  return (high - product - productRemainder(quotient, b, product) + low) / b;
}

/** Adds `(high + low) x` to the k-th sum. */
export function accumulateProduct(sums: Float64Array, k: number, high: number, low: number, x: number): void {
  const product = high * x;
  accumulate(sums, k, 0, product);
  sums[k * SUM_SIZE + 2] += productRemainder(high, x, product) + low * x;
}

/** The k-th sum divided by b, its lanes and errors put together, as a pair of doubles: the quotient rounded once, and its rest. */
export function totalOver(sums: Float64Array, k: number, b: number): [high: number, low: number] {
  const at = k * SUM_SIZE;
  const t = sums[at] + sums[at + 1];
  const rest = twoSumError(sums[at], sums[at + 1], t) + (sums[at + 2] + sums[at + 3]);
  const whole = t + rest;
  const quotient = whole / b;
  const correction = quotientRest(whole, twoSumError(t, rest, whole), b, quotient);
  const high = quotient + correction;
  return [high, twoSumError(quotient, correction, high)];
}
