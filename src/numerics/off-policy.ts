// The mean of the best of n under a new policy, from samples of an old one, and the share of every sample in it.

import { scalePair } from './binomial-weights';
import { RANGE, Ranged } from './ranged';
import { orderOf } from './sort';

type Doubles = Float64Array | Float32Array;

/** The bytes of the table below, for an error. */
export const offPolicyBytes = (m: number, n: number): number => 12 * m * Math.min(n, m - n + 1);

/**
 * `(1/C(m, n)) sum over I of max(r over I) product(w over I)` over the choices I of n of m samples, and for each sample the same sum over the choices that hold it.
 *
 * By rising reward, let `e_j` be the elementary symmetric polynomial of degree j of the ratios below a sample i, and `b_j` the sum over choices of n - j samples
 * from i on, of the highest reward among them times their ratios. Then i is in choices with a sum of `w_i (r_i e_{n-1} + sum over j < n - 1 of e_j b_{j+1})`, with
 * the `b` of the samples above i. Both follow from sample to sample by a product and a sum (`b` from the top), so that nothing is subtracted or divided
 * out: with rewards of one sign, no digit cancels. Only j that can become n are kept.
 *
 * @param rewards - of m samples, finite.
 * @param ratios - `new / old` of the probabilities of each sample, finite and not negative.
 * @param n - a whole number from 1 to m.
 */
export function offPolicyBestOf(rewards: Doubles, ratios: Doubles, n: number): { value: number; weights: Float64Array } {
  const m = rewards.length;
  // ties by their ratios, so that the results do not depend on the order of the samples
  const byRatio = orderOf(ratios);
  const order = orderOf(Float64Array.from(byRatio, (i) => rewards[i])).map((k) => byRatio[k]);
  const r = Ranged.of(Float64Array.from(order, (i) => rewards[i]));
  const w = Ranged.of(Float64Array.from(order, (i) => ratios[i]));
  const first = (i: number) => Math.max(0, i + n - m);
  const last = (i: number) => Math.min(i, n - 1);
  const width = Math.min(n, m - n + 1);

  // e_j of the samples below i, at i * width + j - first(i)
  const below = new Ranged(m * width);
  below.set(0, 1);
  for (let i = 1; i < m; i++) {
    const [to, from] = [i * width - first(i), (i - 1) * width - first(i - 1)];
    for (let j = first(i); j <= last(i); j++) {
      if (j <= last(i - 1)) below.copy(to + j, below, from + j);
      if (j > 0) below.addProduct(to + j, below, from + j - 1, w, i - 1);
    }
  }

  const choices = binomial(m, n);
  const above = new Ranged(n);
  const weights = new Float64Array(m);
  const sums = new Ranged(2);
  const [SUM, WEIGHT] = [0, 1];
  for (let i = m - 1; i >= 0; i--) {
    const at = i * width - first(i);
    sums.set(SUM, 0);
    sums.set(WEIGHT, 0);
    for (let j = first(i); j <= last(i); j++) {
      if (j === n - 1) sums.addProduct(SUM, below, at + j, r, i);
      else sums.addProduct(SUM, below, at + j, above, j + 1);
    }
    sums.addProduct(WEIGHT, sums, SUM, w, i);
    weights[order[i]] = sums.quotient(WEIGHT, choices, 0);
    for (let j = first(i); j <= last(i); j++) {
      if (j === n - 1) above.addProduct(j, r, i, w, i);
      else above.addProduct(j, above, j + 1, w, i);
    }
  }
  // samples alike in both differ by rounding at most, and share one number
  for (let i = 1; i < m; i++) {
    const [one, other] = [order[i - 1], order[i]];
    if (rewards[one] === rewards[other] && ratios[one] === ratios[other]) weights[other] = weights[one];
  }
  return { value: above.quotient(0, choices, 0), weights };
}

/** `C(m, n)`. */
function binomial(m: number, n: number): Ranged {
  const product = Float64Array.of(1, 0);
  let level = 0;
  const factors = Math.min(n, m - n);
  for (let i = 1; i <= factors; i++) {
    scalePair(product, m - factors + i, i);
    if (product[0] < RANGE) continue;
    product[0] /= RANGE;
    product[1] /= RANGE;
    level++;
  }
  const result = new Ranged(1);
  result.set(0, product[0], level);
  return result;
}
