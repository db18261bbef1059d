// McNemar's exact test (1947).

import { binomialMass } from './gamma';

/** Two-sided, from how many pairs only the first passes, and only the second. */
export function mcnemar(onlyFirst: number, onlySecond: number): number {
  const [less, more] = onlyFirst < onlySecond ? [onlyFirst, onlySecond] : [onlySecond, onlyFirst];
  if (less === more) return 1;
  // the terms of the tail in units of its largest one
  let [term, tail] = [1, 1];
  for (let i = less; i > 0 && term > 2 ** -60 * tail; i--) {
    term *= i / (less + more - i + 1);
    tail += term;
  }
  const largest = less === 0 ? halves(more) : binomialMass(less, more, 0.5, 0.5);
  return Math.min(1, 2 * largest * tail);
}

/** `2^-n`. */
function halves(n: number): number {
  let power = 1;
  for (let i = 0; i < n && power > 0; i++) power /= 2;
  return power;
}
