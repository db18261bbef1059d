// What a binomial count X of n trials, with the chance q each, is on average above or below a level j, and how often it is; `y` is 1 - q with its own digits.

import { exp, log, log1p } from './exp-log';
import { binomialMassOf } from './gamma';

/** Where a term is below this part of the sum, all that follow it are too, since the terms of each sum rise and fall once. */
const LAST_PART = 2 ** -58;

/** A quantity of the chance q and its complement. */
type OfChance = (q: number, y: number) => number;

/** The mass at i of n, for whole 0 <= i <= n and 0 < q < 1. */
function massAt(i: number, n: number): OfChance {
  if (i > 0 && i < n) return binomialMassOf(i, n - i);
  return i === 0 ? (q, y) => exp(n * logOf(y, q)) : (q, y) => exp(n * logOf(q, y));
}

/** log x of a probability, from its complement where that is the smaller of the two. */
function logOf(x: number, complement: number): number {
  return x > 0.5 ? log1p(-complement) : log(x);
}

/** The sum of P(X = i), or of (j - i) P(X = i), over i < j, from the largest term down, where q is not much below j/n. */
function sumBelow(n: number, j: number, isWeighted: boolean): OfChance {
  const mass = massAt(j - 1, n);
  return (q, y) => {
    const first = mass(q, y);
    if (first === 0) return 0;
    const odds = y / q;
    let sum = 1;
    let power = 1;
    for (let i = j - 1; i > 0; i--) {
      power *= (i / (n - i + 1)) * odds;
      const term = isWeighted ? power * (j - i + 1) : power;
      sum += term;
      if (term <= LAST_PART * sum) break;
    }
    return first * sum;
  };
}

/** The sum of P(X = i), or of (i - j + 1) P(X = i), over i >= j, from the largest term up, where q is not much above j/n. */
function sumFrom(n: number, j: number, isWeighted: boolean): OfChance {
  const mass = massAt(j, n);
  return (q, y) => {
    const first = mass(q, y);
    if (first === 0) return 0;
    const odds = q / y;
    let sum = 1;
    let power = 1;
    for (let i = j; i < n; i++) {
      power *= ((n - i) / (i + 1)) * odds;
      const term = isWeighted ? power * (i - j + 2) : power;
      sum += term;
      if (term <= LAST_PART * sum) break;
    }
    return first * sum;
  };
}

/** `P(X < j)`. */
export const chanceBelow = (n: number, j: number): OfChance => sumBelow(n, j, false);
/** `P(X >= j)`. */
export const chanceFrom = (n: number, j: number): OfChance => sumFrom(n, j, false);
/** `E max(j - X, 0)`. */
export const meanBelow = (n: number, j: number): OfChance => sumBelow(n, j, true);
/** `E max(X - j, 0)`. */
export const meanAbove = (n: number, j: number): OfChance => sumFrom(n, j + 1, true);
