// The KL divergence of any two distributions on one support.

import { coded } from './errors';
import { checkSameLength, type Doubles, type Numbers, toDoubles } from './input/numbers';
import { checkSum, checkWeights } from './input/support';
import { productRemainder, quotientRest, totalOver } from './numerics/double-double';
import { atanhTail, log } from './numerics/exp-log';
import { accumulate, SUM_SIZE, sumOf, total, twoSumError } from './numerics/sum';

/**
 * The KL divergence of p from q, `sum p log(p/q)`, summed as `sum q phi(p/q)` with `phi(t) = t log t - t + 1`, no term of which is negative.
 *
 * @param p - probabilities; the divergence is of p from q.
 * @param q - probabilities of the same outcomes, in the same order.
 * @param options - `weights: true`: the two need not sum to 1, and are normalised.
 * @returns nats: never negative, exactly 0 for equal inputs, Infinity where q is 0 and p is not.
 * @throws TypeError if the lengths differ or an entry is not a number; RangeError if an entry is negative, NaN or infinite, if
 *   all are 0, or if (without `weights`) a sum is not 1 within 1e-3.
 *
 * @example
 * klDivergence([0.5, 0.5], [0.25, 0.75]); // → 0.14384104
 */
export function klDivergence(p: Numbers, q: Numbers, options: { weights?: boolean } = {}): number {
  const a = toDoubles('p', p);
  const b = toDoubles('q', q);
  checkSameLength('p', a, 'q', b);
  if (a.length === 0) throw coded(RangeError, 'EMPTY', 'p is empty: a distribution needs at least one outcome');
  const [x, shiftX] = scaled(a, checkWeights('p', a));
  const [y, shiftY] = scaled(b, checkWeights('q', b));
  // the sums, and the difference of the two from the differences of the entries: it is small where the two are nearly equal
  const sums = new Float64Array(3 * SUM_SIZE);
  for (let i = 0; i < a.length; i++) {
    const d = y[i] - x[i];
    accumulate(sums, 0, i & 1, x[i]);
    accumulate(sums, 1, i & 1, y[i]);
    accumulate(sums, 2, i & 1, d);
    sums[2 * SUM_SIZE + 2] += twoSumError(y[i], -x[i], d);
  }
  const [sumX, restX] = totalOver(sums, 0, 1);
  const sumY = total(sums, 1);
  if (!options.weights) {
    checkSum('p', sumX * 2 ** shiftX);
    checkSum('q', sumY * 2 ** shiftY);
  }
  for (let i = 0; i < a.length; i++) if (a[i] > 0 && b[i] === 0) return Infinity;
  const [difference, less] = totalOver(sums, 2, 1);
  const excess = difference / sumX;
  const excessRest = quotientRest(difference, less - excess * restX, sumX, excess);
  return sumOf(a.length, (i) => {
    const p = x[i] / sumX;
    const q = y[i] / sumY;
    if (a[i] === 0) return q;
    // p/q - 1 = (x - y + x excess) / y
    const d = x[i] - y[i];
    const product = x[i] * excess;
    const n = d + product;
    const lost = twoSumError(x[i], -y[i], d) + productRemainder(x[i], excess, product) + x[i] * excessRest;
    const m = (n + (twoSumError(d, product, n) + lost)) / y[i];
    if (m > MIN_NEAR && m < MAX_NEAR) return q * phiOf1p(m);
    const t = p / q;
    const whole = q > SMALLEST_WHOLE && t < MAX_RATIO && t > 1 / MAX_RATIO;
    const ratio = whole ? log(t) : log(a[i]) - log(b[i]) + (log(sumY / sumX) + (shiftY - shiftX) * Math.LN2);
    return p * ratio - p + q;
  });
}

/** The weights times a power of two that brings the largest near 1, and the exponent that was taken away. */
function scaled(weights: Doubles, largest: number): [Float64Array, number] {
  let shift = 0;
  for (let size = largest; size >= 2 && shift < 1023; size /= 2) shift++;
  for (let size = largest; size < 1; size *= 2) shift--;
  // in two steps, since one factor may not be a double
  const half = 2 ** -Math.trunc(shift / 2);
  const rest = 2 ** -(shift - Math.trunc(shift / 2));
  return [Float64Array.from(weights, (w) => w * half * rest), shift];
}

/** Below this a probability has lost digits to the subnormal numbers, and its logarithm is taken from the weight. */
const SMALLEST_WHOLE = 1e-290;

/** Up to this ratio, log(p/q) is the logarithm of the quotient; beyond it p/q may overflow. */
const MAX_RATIO = 1e200;

/** Between these values of x = p/q - 1 the argument x/(2+x) of `phiOf1p` is within 0.149, where `atanhTail` is exact. */
const MIN_NEAR = -0.25;
const MAX_NEAR = 0.35;

/** `phi(1 + x) = (1 + x) log1p(x) - x` for a small x, from x itself: with s = x/(2+x), log1p(x) = 2 atanh(s). */
function phiOf1p(x: number): number {
  const s = x / (2 + x);
  return x * (s + (1 + s) * atanhTail(s * s));
}
