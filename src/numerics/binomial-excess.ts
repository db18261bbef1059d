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

/** `sum_{i <= j-1} weight(j - i) P(X = i)`, from the largest term down, where q is not much below j/n. */
function sumBelow(n: number, j: number, weight: (k: number) => number): OfChance {
  const mass = massAt(j - 1, n);
  return (q, y) => {
    const first = mass(q, y);
    if (first === 0) return 0;
    const odds = y / q;
    let sum = 1;
    for (let i = j - 1, power = 1; i > 0; i--) {
      power *= (i / (n - i + 1)) * odds;
      const term = power * weight(j - i + 1);
      sum += term;
      if (term <= LAST_PART * sum) break;
    }
    return first * sum;
  };
}

/** `sum_{i >= j} weight(i - j + 1) P(X = i)`, from the largest term up, where q is not much above j/n. */
function sumFrom(n: number, j: number, weight: (k: number) => number): OfChance {
  const mass = massAt(j, n);
  return (q, y) => {
    const first = mass(q, y);
    if (first === 0) return 0;
    const odds = q / y;
    let sum = 1;
    for (let i = j, power = 1; i < n; i++) {
      power *= ((n - i) / (i + 1)) * odds;
      const term = power * weight(i - j + 2);
      sum += term;
      if (term <= LAST_PART * sum) break;
    }
    return first * sum;
  };
}

const unweighted = () => 1;
const distance = (k: number) => k;

/** `P(X < j)`. */
export const chanceBelow = (n: number, j: number): OfChance => sumBelow(n, j, unweighted);
/** `P(X >= j)`. */
export const chanceFrom = (n: number, j: number): OfChance => sumFrom(n, j, unweighted);
/** `E max(j - X, 0)`. */
export const meanBelow = (n: number, j: number): OfChance => sumBelow(n, j, distance);
/** `E max(X - j, 0)`. */
export const meanAbove = (n: number, j: number): OfChance => sumFrom(n, j + 1, distance);
