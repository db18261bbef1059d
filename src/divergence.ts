// The KL divergence of any two distributions on one support.

import { coded } from './errors';
import { checkSameLength, fieldsOf, type Numbers, toDoubles } from './input/numbers';
import { show } from './input/show';
import { checkSum, checkWeights } from './input/support';
import { atanhTail, log } from './numerics/exp-log';
import { sumOf } from './numerics/sum';
import { scaleOf } from './numerics/weights';

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
  const scaleP = scaleOf(checkWeights('p', a));
  const scaleQ = scaleOf(checkWeights('q', b));
  const sumP = sumOf(a.length, (i) => a[i] * scaleP);
  const sumQ = sumOf(b.length, (i) => b[i] * scaleQ);
  if (!weights) {
    checkSum('p', sumP);
    checkSum('q', sumQ);
  }
  for (let i = 0; i < a.length; i++) if (a[i] > 0 && b[i] === 0) return Infinity;
  return sumOf(a.length, (i) => {
    const x = (a[i] * scaleP) / sumP;
    const y = (b[i] * scaleQ) / sumQ;
    // a weight so small that its probability underflows still has a logarithm
    return x === 0 || y > 0 ? term(x, y) : x * (log(x) - (log(b[i]) + log(scaleQ) - log(sumQ))) - x;
  });
}

/** Up to this ratio, log(p/q) is the logarithm of the quotient; beyond it p/q may overflow. */
const MAX_RATIO = 1e200;

/** Between these ratios the argument x/(2+x) of `phiOf1p` is within 0.149, where `atanhTail` is exact. */
const MIN_NEAR_RATIO = 0.75;
const MAX_NEAR_RATIO = 1.35;

/** `p log(p/q) - p + q`. */
function term(p: number, q: number): number {
  if (p === 0) return q;
  const t = p / q;
  if (t > MIN_NEAR_RATIO && t < MAX_NEAR_RATIO) return q * phiOf1p((p - q) / q);
  const ratio = t < MAX_RATIO && t > 1 / MAX_RATIO ? log(t) : log(p) - log(q);
  return p * ratio - p + q;
}

/** `phi(1 + x) = (1 + x) log1p(x) - x` for a small x, from x itself: with s = x/(2+x), log1p(x) = 2 atanh(s). */
function phiOf1p(x: number): number {
  const s = x / (2 + x);
  return x * (s + (1 + s) * atanhTail(s * s));
}
