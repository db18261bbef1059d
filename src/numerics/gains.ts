// What one more draw adds to the mean reward of best-of-n: `sum_j<B F_j^n (1 - F_j)(r_{j+1} - r_j)`, which is above 0 and falls as n rises.

import { exp, log } from './exp-log';
import { AT_N, type ExponentialSum, evaluate, exponentialSum } from './exponential-sum';
import { twoSumError } from './sum';

/** The gains of a support, in a unit that keeps the span of any rewards finite. */
export interface Gains {
  sum: ExponentialSum;
  /** A power of 2. */
  unit: number;
}

/** Rewards above this are taken in the unit 4. */
const LARGE = 2 ** 1021;

/** @param blocks - masses, rewards (finite, rising), log F of the blocks and its steps, f64[blocks] each; they are read, and not kept. */
export function gainsOf(blocks: Record<'mass' | 'reward' | 'logCdf' | 'logStep', Float64Array>): Gains {
  const { mass, reward } = blocks;
  const top = mass.length - 1;
  const unit = Math.max(Math.abs(reward[0]), Math.abs(reward[top])) > LARGE ? 4 : 1;
  // 1 - F is summed from the top, where it is small
  const above = new Float64Array(top);
  let [sum, error] = [0, 0];
  for (let j = top; j > 0; j--) {
    const t = sum + mass[j];
    error += twoSumError(sum, mass[j], t);
    sum = t;
    above[j - 1] = sum + error;
  }
  const gap = (j: number) => reward[j + 1] / unit - reward[j] / unit;
  return { sum: exponentialSum(top, (j) => above[j] * gap(j), blocks), unit };
}

/** Below this, e^x loses digits, while large rewards times e^x may not be small. */
const LEAST_EXPONENT = -700;

/** The gain of a draw after n others. */
export function gainAt({ sum, unit }: Gains, n: number): number {
  const { value } = evaluate(sum, n);
  const exponent = n * sum.slowest;
  if (exponent >= LEAST_EXPONENT) return value * exp(exponent) * unit;
  const quarter = exp(exponent / 4);
  return value * quarter * quarter * (quarter * unit) * quarter;
}

/** What `logGainAt` returns, which its next call overwrites. */
export const LOG_GAIN = /* @__PURE__ */ { value: 0, slope: 0 };

/** The logarithm of the gain, also where the gain is below the least double, and its slope in n; -Infinity where nothing is to be gained. It is convex in n. */
export function logGainAt({ sum, unit }: Gains, n: number): typeof LOG_GAIN {
  evaluate(sum, n);
  LOG_GAIN.value = sum.rate.length === 0 ? -Infinity : n * sum.slowest + log(AT_N.value) + (unit === 1 ? 0 : 2 * Math.LN2);
  LOG_GAIN.slope = sum.slowest + AT_N.slope / AT_N.value;
  return LOG_GAIN;
}
