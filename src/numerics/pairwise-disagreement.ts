// How often two scores order a pair of draws differently.

import { orderOf } from './sort';

type Doubles = Float64Array | Float32Array;

/**
 * The mean over pairs of distinct draws of `|phi_a - phi_b|`, phi being 1 where the first draw has the higher score, 1/2 where both have the same, and 0 where the
 * second has. With the draws by rising a, and those of equal a by rising b, the pairs that are ordered differently are the inversions of b, which a
 * merge sort counts; a pair that is tied in one score only counts one half. The counts are whole numbers, so that the order of the draws does not matter.
 *
 * @param a - scores, at least two, no NaN.
 * @param b - others of the same draws.
 */
export function pairwiseDisagreement(a: Doubles, b: Doubles): number {
  const m = a.length;
  const byB = orderOf(b);
  const byBoth = orderOf(Float64Array.from(byB, (i) => a[i]));
  const order = Array.from(byBoth, (k) => byB[k]);
  const first = Float64Array.from(order, (i) => a[i]);
  const second = Float64Array.from(order, (i) => b[i]);
  const tiedInBoth = tiedPairs(m, (i) => first[i] === first[i - 1] && second[i] === second[i - 1]);
  const tiedInFirst = tiedPairs(m, (i) => first[i] === first[i - 1]);
  const inversions = sortInversions(second);
  const tiedInSecond = tiedPairs(m, (i) => second[i] === second[i - 1]);
  const halves = tiedInFirst + tiedInSecond - 2 * tiedInBoth;
  return (2 * inversions + halves) / (m * (m - 1));
}

/** How many pairs are tied, from whether each entry of a sorted list ties with the one before. */
function tiedPairs(m: number, isTied: (i: number) => boolean): number {
  let [pairs, run] = [0, 0];
  for (let i = 1; i < m; i++) {
    run = isTied(i) ? run + 1 : 0;
    pairs += run;
  }
  return pairs;
}

/** Sorts the values, and returns how many pairs stood in falling order. */
function sortInversions(values: Float64Array<ArrayBuffer>): number {
  const m = values.length;
  let [from, to] = [values, new Float64Array(m)];
  let inversions = 0;
  for (let width = 1; width < m; width *= 2) {
    for (let start = 0; start < m; start += 2 * width) {
      const middle = Math.min(start + width, m);
      const end = Math.min(start + 2 * width, m);
      let [left, right] = [start, middle];
      for (let k = start; k < end; k++) {
        if (right >= end || (left < middle && from[left] <= from[right])) to[k] = from[left++];
        else {
          to[k] = from[right++];
          inversions += middle - left;
        }
      }
    }
    [from, to] = [to, from];
  }
  values.set(from);
  return inversions;
}
