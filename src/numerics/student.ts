// Student's t distribution.

import { betaQuantile, betaTails } from './beta';

/** The chance that a variable with Student's distribution is at least as far from 0 as t; `degrees` > 0 of freedom. */
export function studentTails(t: number, degrees: number): number {
  if (t === 0) return 1;
  if (!Number.isFinite(t)) return 0;
  const square = t * t;
  return betaTails(degrees / 2, 0.5, { x: degrees / (degrees + square), y: square / (degrees + square) }).lower;
}

/** The t from which a variable with Student's distribution is as far from 0, or farther, with the probability 1 - `confidence`. */
export function studentQuantile(confidence: number, degrees: number): number {
  const outside = 1 - confidence;
  if (outside <= 0.5) {
    const { x, y } = betaQuantile(degrees / 2, 0.5, outside);
    return Math.sqrt((degrees * y) / x);
  }
  const { x, y } = betaQuantile(0.5, degrees / 2, confidence);
  return Math.sqrt((degrees * x) / y);
}
