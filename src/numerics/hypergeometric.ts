// Tails of the hypergeometric distribution: how many of k draws without replacement are among c of m.

import { binomialMass } from './gamma';

/** The chance that at least `least` of the k draws are among the c, summed from the largest term of the smaller tail. */
export function hypergeometricTail(m: number, c: number, k: number, least: number): number {
  const [lowest, highest] = [Math.max(0, k - (m - c)), Math.min(c, k)];
  if (least <= lowest) return 1;
  if (least > highest) return 0;
  const mode = Math.floor(((k + 1) * (c + 1)) / (m + 2));
  const up = (i: number) => ((c - i) * (k - i)) / ((i + 1) * (m - c - k + i + 1));
  if (least > mode) return massAt(m, c, k, least) * sumOfRatios(least, highest, up);
  const below = least - 1;
  return 1 - massAt(m, c, k, below) * sumOfRatios(0, below - lowest, (i) => 1 / up(below - i - 1));
}

/** The terms from the first, which counts 1, each the one before times a ratio that falls. */
export function sumOfRatios(from: number, to: number, ratio: (i: number) => number): number {
  let [term, all] = [1, 1];
  for (let i = from; i < to && term > 2 ** -60 * all; i++) {
    term *= ratio(i);
    all += term;
  }
  return all;
}

/** `C(c, i) C(m - c, k - i) / C(m, k)`: a quotient of binomial masses, whichever their chance; k/m keeps them far from 0. */
function massAt(m: number, c: number, k: number, i: number): number {
  if (m === k) return 1;
  const [p, q] = [k / m, (m - k) / m];
  return (binomialMass(i, c - i, p, q) * binomialMass(k - i, m - c - k + i, p, q)) / binomialMass(k, m - k, p, q);
}
