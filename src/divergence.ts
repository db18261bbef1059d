// The KL divergence of any two distributions on one support.

import { coded } from './errors';
import { checkSameLength, type Doubles, fieldsOf, type Numbers, toDoubles } from './input/numbers';
import { show } from './input/show';
import { checkSum, checkWeights } from './input/support';
import { productRemainder } from './numerics/double-double';
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
  const { weights } = fieldsOf('options', options, ['weights']);
  if (weights !== undefined && typeof weights !== 'boolean')
    throw coded(TypeError, 'WRONG_TYPE', `weights is ${show(weights)}, expected true or false`);
  const a = toDoubles('p', p);
  const b = toDoubles('q', q);
  checkSameLength('p', a, 'q', b);
  if (a.length === 0) throw coded(RangeError, 'EMPTY', 'p is empty: a distribution needs at least one outcome');
  const [x, shiftX] = scaled(a, checkWeights('p', a));
  const [y, shiftY] = scaled(b, checkWeights('q', b));
  const sumX = sumOf(a.length, (i) => x[i]);
  const sumY = sumOf(a.length, (i) => y[i]);
  if (!weights) {
    checkSum('p', sumX * 2 ** shiftX);
    checkSum('q', sumY * 2 ** shiftY);
  }
  for (let i = 0; i < a.length; i++) if (a[i] > 0 && b[i] === 0) return Infinity;
  const excess = relativeDifferences(x, y, sumX, sumY);
  return sumOf(a.length, (i) => {
    const p = x[i] / sumX;
    const q = y[i] / sumY;
    if (a[i] === 0) return q;
    if (excess[i] > MIN_NEAR && excess[i] < MAX_NEAR) return q * phiOf1p(excess[i]);
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

/** A smaller weight is scaled, so that the rounding errors of its products are doubles. */
const SMALL = 2 ** -400;

/** `p/q - 1` of the normalised weights, exact also where it is far below rounding. With `x_k`, `y_k` the weights where y is largest, and
 *  `u_i = (x_i y_k - y_i x_k) / y_i`, it is `u_i` less the mean of u under q, times `sumY / (y_k sumX)`; products of two doubles can be subtracted
 *  without a rounding, and u is 0 where most of the mass may be. */
function relativeDifferences(x: Float64Array, y: Float64Array, sumX: number, sumY: number): Float64Array {
  let k = 0;
  for (let i = 1; i < y.length; i++) if (y[i] > y[k]) k = i;
  const u = new Float64Array(x.length);
  const sum = new Float64Array(SUM_SIZE);
  for (let i = 0; i < x.length; i++) {
    const scale = y[i] < SMALL ? 2 ** 500 : 1;
    const p = x[i] * scale;
    const q = y[i] * scale;
    const ahead = p * y[k];
    const behind = q * x[k];
    const d = ahead - behind;
    const lost = productRemainder(p, y[k], ahead) - productRemainder(q, x[k], behind);
    const difference = d + (twoSumError(ahead, -behind, d) + lost);
    // a weight of q may have underflowed
    u[i] = difference === 0 ? 0 : difference / q;
    accumulate(sum, 0, i & 1, difference / scale);
  }
  const mean = total(sum, 0) / sumY;
  const unit = sumY / sumX / y[k];
  return u.map((value) => (value - mean) * unit);
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
