// The mean reward of a small support where rewards cancel: `r_top - sum F_j^n (r_{j+1} - r_j)` in pairs of doubles, about 31 digits, so that
// the mean keeps its digits where it is far smaller than the rewards. It is for whole n only, whose powers are products.

import { Support } from "./arrays";
import { at, Doubles, setAt } from "./lanes";
import { MAX_EXACT_BLOCKS } from "./layout";
import { quotientLow, twoProductError, twoSumError } from "./sum";

/** A mean below this part of the rewards has lost more than two digits as a sum of products. */
const CANCELLED_PART: f64 = 0.0078125;
/** Up to this n, a power has 2^-74 of error. */
const MAX_EXACT_N: f64 = 1073741824.0;
/** Rewards whose products neither overflow nor leave errors that are subnormal. */
const MAX_EXACT_REWARD: f64 = 1e290;
const MIN_EXACT_REWARD: f64 = 1e-200;

/** Keeps the running sums of masses, and what their rounding left, as pairs of doubles: few supports are ever asked for their quotients. */
export function keepSums(s: Support, cdf: Doubles, low: Doubles): void {
  if (s.blocks > MAX_EXACT_BLOCKS) return;
  for (let j: u32 = 0; j <= s.blocks; j++) {
    setAt(s.exactSums, j, at(cdf, j));
    setAt(s.exactSums, s.blocks + 1 + j, at(low, j));
  }
}

/** Whether rewards of a support of so many blocks cancel in the mean, and `exactMean` can tell it better. */
export function isCancelled(blocks: u32, lowest: f64, highest: f64, n: f64, mean: f64): bool {
  const largest = max(-lowest, highest);
  return (
    blocks <= MAX_EXACT_BLOCKS && lowest < 0 && highest > 0 && Math.abs(mean) < CANCELLED_PART * largest &&
    largest < MAX_EXACT_REWARD && largest > MIN_EXACT_REWARD && n <= MAX_EXACT_N && n == Math.floor(n)
  );
}

/** f64[3][2]: the power, the factor and the sum, each as a pair of doubles. */
const PAIRS: Doubles = memory.data(<i32>(6 * 8), 16);
const POWER: u32 = 0;
const FACTOR: u32 = 2;
const SUM: u32 = 4;

function setPairOf(k: u32, high: f64, low: f64): void {
  const sum = high + low;
  setAt(PAIRS, k, sum);
  setAt(PAIRS, k + 1, low - (sum - high));
}

/** The k-th pair times the m-th. */
function multiply(k: u32, m: u32): void {
  const a = at(PAIRS, k);
  const b = at(PAIRS, m);
  const product = a * b;
  setPairOf(k, product, twoProductError(a, b, product) + (a * at(PAIRS, m + 1) + at(PAIRS, k + 1) * b));
}

/** The mean reward at a whole n. */
export function exactMean(s: Support, n: f64): f64 {
  setPairOf(SUM, at(s.reward, s.blocks - 1), 0);
  for (let j = s.blocks - 1; j > 0; j--) {
    setPairOf(POWER, 1, 0);
    const below = at(s.exactSums, j);
    const f = below / s.total;
    setPairOf(FACTOR, f, quotientLow(below, at(s.exactSums, s.blocks + 1 + j), s.total, at(s.exactSums, 2 * s.blocks + 1), f));
    for (let rest = n; rest > 0; ) {
      const half = Math.floor(0.5 * rest);
      if (rest != 2.0 * half) multiply(POWER, FACTOR);
      multiply(FACTOR, FACTOR);
      rest = half;
    }
    const difference = at(s.reward, j - 1) - at(s.reward, j);
    setPairOf(FACTOR, difference, twoSumError(at(s.reward, j - 1), -at(s.reward, j), difference));
    multiply(POWER, FACTOR);
    const sum = at(PAIRS, SUM) + at(PAIRS, POWER);
    setPairOf(SUM, sum, twoSumError(at(PAIRS, SUM), at(PAIRS, POWER), sum) + (at(PAIRS, SUM + 1) + at(PAIRS, POWER + 1)));
  }
  return at(PAIRS, SUM);
}
