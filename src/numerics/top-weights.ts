// The weights with which m sorted draws make the mean of the best j of n.

import { firstWeight, keeping, knownWeights, LAST_LEVEL, LEVEL, scalePair, type Weights } from './binomial-weights';
import { productRemainder } from './double-double';
import { quotientLow, twoSumError } from './sum';

/**
 * The chance that the i-th lowest of m draws is among the best j of n drawn without replacement, divided by j; i = 1..m at index i - 1.
 *
 * A draw is among the best j from where n - j others can be below it. Going up by one draw, the chance rises by that of exactly n - j - 1 being among
 * the l lower ones but the last, `d_l = C(l-1, n-j-1) C(m-1-l, j-1) / C(m, n)`. So the weights are sums of terms of one sign. They start from the largest
 * term, in double-double arithmetic, and are scaled so that the last weight is `n / (m j)`.
 *
 * @param m - the number of samples, a whole number >= 1.
 * @param n - a whole number from 1 to m.
 * @param j - a whole number from 1 to n.
 * @returns m weights, which sum to 1; those below the index n - j are 0.
 */
function topWeights(m: number, n: number, j: number): Weights {
  if (j === 1 || j === n) return knownWeights(m, j === 1 ? n : 1);
  const weights: Weights = { high: new Float64Array(m), low: new Float64Array(m), level: new Uint8Array(m), plainFrom: n - j };
  const { high, low, level } = weights;
  const [first, last] = [n - j, m - j];
  const largest = Math.min(last, Math.floor(((first - 1) * (m - 1)) / (n - 2)) + 1);

  const term = Float64Array.of(1, 0);
  let depth = 0;
  for (let l = largest; l >= first; l--) {
    if (term[0] < 1 / LEVEL) {
      if (depth === 0) weights.plainFrom = l + 1;
      if (++depth > LAST_LEVEL) break;
      term[0] *= LEVEL;
      term[1] *= LEVEL;
    }
    high[l] = term[0];
    low[l] = term[1];
    level[l] = depth;
    if (l > first) {
      scalePair(term, l - first, l - 1);
      scalePair(term, m - l, m - l - j + 1);
    }
  }
  term.set([1, 0]);
  for (let l = largest; l < last && term[0] > 1 / LEVEL; l++) {
    scalePair(term, l, l - first + 1);
    scalePair(term, m - j - l, m - 1 - l);
    high[l + 1] = term[0];
    low[l + 1] = term[1];
  }

  let [sum, rest] = [0, 0];
  for (let l = first; l < m; l++) {
    if (l > first && level[l] < level[l - 1]) {
      sum /= LEVEL;
      rest /= LEVEL;
    }
    const next = sum + high[l];
    rest += twoSumError(sum, high[l], next) + low[l];
    sum = next;
    high[l] = sum;
    low[l] = rest;
  }
  const scale = firstWeight(m, n);
  scalePair(scale, 1, j);
  const factor = scale[0] / sum;
  const factorLow = quotientLow(scale[0], scale[1], sum, rest, factor);
  for (let l = first; l < m; l++) {
    const product = high[l] * factor;
    const left = productRemainder(high[l], factor, product) + high[l] * factorLow + low[l] * factor;
    high[l] = product + left;
    low[l] = twoSumError(product, left, high[l]);
  }
  return weights;
}

/** `topWeights`, kept for the next row of the same length. */
export const knownTopWeights = /* @__PURE__ */ keeping(topWeights);
