// McNemar's exact test (1947).

import { binomialMass } from './gamma';
import { sumOfRatios } from './hypergeometric';

/** Two-sided, from how many pairs only the first passes, and only the second. */
export function mcnemar(onlyFirst: number, onlySecond: number): number {
  const [less, more] = onlyFirst < onlySecond ? [onlyFirst, onlySecond] : [onlySecond, onlyFirst];
  if (less === more) return 1;
  // the tail in units of its largest term, the first
  const tail = sumOfRatios(0, less, (i) => (less - i) / (more + i + 1));
  return Math.min(1, 2 * binomialMass(less, more, 0.5, 0.5) * tail);
}
