// Sums of powers of the reward CDF, `sum_j a_j F_j^n = sum_j a_j e^(n L_j)`: the gain of one more draw is one, and so is the slope of a mean score in n.

import { exp } from './exp-log';
import { firstIndex } from './first-index';
import { twoSumError } from './sum';

/** `e^(n slowest) sum_j a_j e^(n rate_j)`: what is left of the power that vanishes last is a factor, so that the sum itself never vanishes. */
export interface ExponentialSum {
  /** a, none of them 0: f64[terms]. */
  coefficient: Float64Array;
  /** L less the `slowest`, at most 0, rising to 0: f64[terms]. */
  rate: Float64Array;
  /** The L of the last term; 0 if there is none. */
  slowest: number;
}

/**
 * The sum of the terms that are not 0. The rates are sums of steps, since differences of L would lose the digits that tell the slowest terms apart.
 *
 * @param logCdf - L, rising, and `logStep` - L less the L before it: f64[terms] at least.
 */
export function exponentialSum(
  terms: number,
  coefficient: (j: number) => number,
  { logCdf, logStep }: Record<'logCdf' | 'logStep', Float64Array>
): ExponentialSum {
  const coefficients = new Float64Array(terms);
  const rates = new Float64Array(terms);
  let slowest = 0;
  let from = terms;
  let [sum, error] = [0, 0];
  for (let j = terms - 1; j >= 0; j--) {
    const a = coefficient(j);
    if (from < terms) {
      const t = sum + logStep[j + 1];
      error += twoSumError(sum, logStep[j + 1], t);
      sum = t;
    }
    if (a === 0) continue;
    if (from === terms) slowest = logCdf[j];
    coefficients[--from] = a;
    rates[from] = -(sum + error);
  }
  return { coefficient: coefficients.subarray(from), rate: rates.subarray(from), slowest };
}

/** What `evaluate` returns, which its next call overwrites. */
export const AT_N = /* @__PURE__ */ { value: 0, slope: 0 };

/** e^x is 0 for smaller x. */
const LEAST_EXPONENT = -746;

/** The sum at n without its factor, and its slope in n, also without. The sum is compensated, the slope is not. */
export function evaluate({ coefficient, rate }: ExponentialSum, n: number): typeof AT_N {
  let sum = 0;
  let error = 0;
  let slope = 0;
  for (let k = firstAbove(rate, LEAST_EXPONENT / n); k < rate.length; k++) {
    const term = coefficient[k] * exp(n * rate[k]);
    const t = sum + term;
    error += twoSumError(sum, term, t);
    sum = t;
    slope += term * rate[k];
  }
  AT_N.value = sum + error;
  AT_N.slope = slope;
  return AT_N;
}

/** Whether the sum has the sign of its last coefficient at n and everywhere above: the terms of the other sign can but fall. */
export function isSettled({ coefficient, rate }: ExponentialSum, n: number): boolean {
  const last = coefficient[coefficient.length - 1];
  let against = 0;
  for (let k = firstAbove(rate, LEAST_EXPONENT / n); k < rate.length; k++) {
    if (coefficient[k] > 0 !== last > 0) against += Math.abs(coefficient[k]) * exp(n * rate[k]);
    if (against >= Math.abs(last)) return false;
  }
  return true;
}

/** The first entry of a rising list that is above x; the length if none is. */
function firstAbove(values: Float64Array, x: number): number {
  return firstIndex(0, values.length, (k) => values[k] > x);
}
