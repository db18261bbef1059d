// How often two scores order a pair of draws differently.

import { orderOf } from './sort';
import { twoSumError } from './sum';

type Doubles = Float64Array | Float32Array;

/**
 * The mean over pairs of distinct draws of `|phi_a - phi_b|`, phi being 1 where the first draw has the higher score, 1/2 where both have the same, and 0 where the
 * second has. The counts are whole numbers, so that the order of the draws does not matter.
 *
 * @param a - scores, at least two, no NaN.
 * @param b - others of the same draws.
 */
export function pairwiseDisagreement(a: Doubles, b: Doubles): number {
  const m = a.length;
  return disagreementOfPairs(a, b, new Float64Array(m).fill(1)) / (m * (m - 1));
}

/**
 * The sum over ordered pairs of draws of `w w' |phi_a - phi_b|`. With the draws by rising a, and those of equal a by rising b, the pairs that are ordered
 * differently are the inversions of b, which a merge sort counts; a pair that is tied in one score only counts one half. Nothing is subtracted, so that a small
 * disagreement has all its digits, and there is none between a score and a function of it that rises.
 *
 * @param a - scores, no NaN.
 * @param b - others of the same draws.
 * @param weights - w, at least 0.
 */
export function disagreementOfPairs(a: Doubles, b: Doubles, weights: Doubles): number {
  const byB = orderOf(b);
  const byBoth = orderOf(Float64Array.from(byB, (i) => a[i]));
  const order = Uint32Array.from(byBoth, (k) => byB[k]);
  const entries: Entries = {
    first: Float64Array.from(order, (i) => a[i]),
    second: Float64Array.from(order, (i) => b[i]),
    weight: Float64Array.from(order, (i) => weights[i]),
  };
  const tiedInFirst = tiedPairs(entries.first, entries.second, entries.weight);
  const { sorted, inversions } = sortBySecond(entries);
  const tiedInSecond = tiedPairs(sorted.second, sorted.first, sorted.weight);
  return 2 * inversions + (tiedInFirst + tiedInSecond);
}

/** Draws in some order: f64[draws] each. */
interface Entries {
  first: Float64Array;
  second: Float64Array;
  weight: Float64Array;
}

/** The sum of `w w'` over pairs of equal `keys` and different `others`; the draws are by key, and those of equal keys by the other. */
function tiedPairs(keys: Float64Array, others: Float64Array, weight: Float64Array): number {
  const pairs = new Total();
  const before = new Total();
  const same = new Total();
  for (let i = 0; i < keys.length; i++) {
    const isTied = i > 0 && keys[i] === keys[i - 1];
    if (!isTied) before.clear();
    if (!isTied) same.clear();
    else if (others[i] !== others[i - 1]) {
      before.add(same.value);
      same.clear();
    }
    pairs.add(weight[i] * before.value);
    same.add(weight[i]);
  }
  return pairs.value;
}

/** Sorts by the second score and keeps the order where that is equal; the inversions are the sum of `w w'` over pairs that stood in falling order. */
function sortBySecond(entries: Entries): { sorted: Entries; inversions: number } {
  const m = entries.second.length;
  let from = entries;
  let to: Entries = { first: new Float64Array(m), second: new Float64Array(m), weight: new Float64Array(m) };
  /** The weight of each entry and those after it in its run. */
  const rest = new Float64Array(m);
  const inversions = new Total();
  const sum = new Total();
  for (let width = 1; width < m; width *= 2) {
    for (let start = 0; start < m; start += 2 * width) {
      const middle = Math.min(start + width, m);
      const end = Math.min(start + 2 * width, m);
      sum.clear();
      for (let i = middle - 1; i >= start; i--) {
        sum.add(from.weight[i]);
        rest[i] = sum.value;
      }
      let [left, right] = [start, middle];
      for (let k = start; k < end; k++) {
        let source = left;
        if (right >= end || (left < middle && from.second[left] <= from.second[right])) left++;
        else {
          source = right++;
          if (left < middle) inversions.add(from.weight[source] * rest[left]);
        }
        to.first[k] = from.first[source];
        to.second[k] = from.second[source];
        to.weight[k] = from.weight[source];
      }
    }
    [from, to] = [to, from];
  }
  return { sorted: from, inversions: inversions.value };
}

/** A compensated sum. */
class Total {
  #sum = 0;
  #error = 0;

  clear(): void {
    this.#sum = 0;
    this.#error = 0;
  }

  add(x: number): void {
    const t = this.#sum + x;
    this.#error += twoSumError(this.#sum, x, t);
    this.#sum = t;
  }

  get value(): number {
    return this.#sum + this.#error;
  }
}
