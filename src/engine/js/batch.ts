// Many small supports in one call, every row in the same arrays; by hand, since the kernel sorts rows in pairs by a network, and JavaScript by its
// own sort. Rows of unit weights without ties are taken by length and read off a table; a tied row, a long one, and one with
// weights of its own is prepared as a support. See assembly/batch.ts.

import { EXPECTED_REWARD, MAX_NETWORK_LENGTH, N, REWARD_VARIANCE, TOP_REWARD, VARIANCE } from '../../../assembly/layout';
import { isOutOfMemory } from '../../errors';
import { orderOf } from '../../numerics/sort';
import { totalOfWeights } from '../../numerics/weights';
import { type CleanBatch, doesNotFit } from '../interface';
import { cellsOf, doubles, Support } from './arrays';
import { sumOfProducts } from './blocks';
import { isCancelled } from './exact-mean';
import { isNearTop } from './limits';
import { metrics } from './metrics';
import { blockMasses } from './policy';
import { prepareSorted, reserve, sortByReward } from './prepare';
import { RESULTS } from './results';
import { isPlainMean, isPlainVariance, varianceOf } from './rewards';

/** What a row of distinct rewards and unit weights has at one n, but for the rewards themselves. */
interface Known {
  results: Float64Array;
  masses: Float64Array;
}

/** Evaluates every row at every n: f64[rows][ns][wanted], to the bit as supports of their own would give it. */
export function evaluate(batch: CleanBatch): Float64Array {
  const rows = batch.starts.length - 1;
  const size = rows * batch.coefficients.length * batch.wanted.length;
  try {
    const work = new Work(batch, new Float64Array(size));
    const lengths = Float64Array.from({ length: rows }, (_, row) => batch.starts[row + 1] - batch.starts[row]);
    const order = orderOf(lengths);
    for (let from = 0, to = 0; from < rows; from = to) {
      const length = lengths[order[from]];
      while (to < rows && lengths[order[to]] === length) to++;
      work.evaluateRows(order.subarray(from, to), length);
    }
    return work.out;
  } catch (error) {
    throw isOutOfMemory(error) ? doesNotFit(`a batch of ${rows} rows and ${batch.rewards.length} samples`, 8 * size) : error;
  }
}

/** The arrays that all rows are evaluated in. */
class Work {
  readonly #support: Support;
  readonly #outcomeProb: Float64Array;
  readonly #cdf: Float64Array;
  readonly #low: Float64Array;

  constructor(
    readonly batch: CleanBatch,
    readonly out: Float64Array
  ) {
    this.#support = new Support(batch.longest);
    reserve(this.#support);
    this.#support.weights.fill(1);
    this.#outcomeProb = this.#support.outcomeProb;
    this.#cdf = doubles(batch.longest + 2);
    this.#low = doubles(batch.longest + 2);
  }

  /** Rows of one length. */
  evaluateRows(rows: Uint32Array, length: number): void {
    const s = this.#support;
    s.size = length;
    if (this.batch.weights !== undefined || length > MAX_NETWORK_LENGTH) {
      for (const row of rows) this.#evaluateAlone(row);
      return;
    }
    s.count = length;
    s.total = length;
    for (let j = 0; j < length; j++) s.records[2 * j] = j;
    const table = this.#tableOf(length);
    const sorted = s.rewards.subarray(0, length);
    for (const row of rows) this.#evaluateUnit(row, sorted, table);
  }

  #tableOf(length: number): Known[] {
    const s = this.#support;
    const { coefficients, groups } = this.batch;
    for (let j = 0; j < length; j++) s.rewards[j] = j;
    prepareSorted(s, this.#outcomeProb, this.#cdf, this.#low);
    return coefficients.map((c) => {
      metrics(s, c, groups & ~VARIANCE);
      const results = RESULTS.slice();
      blockMasses(s, c);
      const masses = doubles(length);
      masses.set(s.bonMass.subarray(0, length));
      return { results, masses };
    });
  }

  /** A row of unit weights. */
  #evaluateUnit(row: number, sorted: Float64Array, table: Known[]): void {
    const s = this.#support;
    this.#copyRewards(row);
    sorted.sort();
    if (isDistinct(sorted) && this.#evaluateByTable(row, sorted, table)) return;
    prepareSorted(s, this.#outcomeProb, this.#cdf, this.#low);
    this.#evaluateAll(row);
  }

  /** A row of unit weights without ties; false where its mean or variance takes more than a sum of products. */
  #evaluateByTable(row: number, sorted: Float64Array, table: Known[]): boolean {
    const { rewards } = this.#support;
    const { coefficients, groups } = this.batch;
    const lowest = sorted[0];
    const highest = sorted[sorted.length - 1];
    for (let k = 0; k < table.length; k++) {
      const { results, masses } = table[k];
      RESULTS.set(results);
      RESULTS[TOP_REWARD] = highest;
      const n = coefficients[k][N];
      if (n < Infinity) {
        const mean = sumOfProducts(masses, rewards, sorted.length, 1);
        if (!isPlainMean(lowest, highest, mean) || (n > 1 && isNearTop(lowest, highest, mean))) return false;
        if (isCancelled(sorted.length, lowest, highest, n, mean)) return false;
        RESULTS[EXPECTED_REWARD] = Math.max(lowest, Math.min(mean, highest));
        if (groups & VARIANCE) {
          const variance = this.#varianceByTable(masses, coefficients[k]);
          if (!isPlainVariance(lowest, highest, variance)) return false;
          RESULTS[REWARD_VARIANCE] = variance;
        }
      }
      this.#writeResults(row, k);
    }
    return true;
  }

  /** The variance of a row of unit weights at one n, whose mean stands in RESULTS. */
  #varianceByTable(masses: Float64Array, c: Float64Array): number {
    const s = this.#support;
    const { bonMass, reward } = s;
    s.bonMass = masses;
    s.reward = s.rewards;
    s.rewards[s.size] = 0; // the lane beyond
    s.blocks = s.size;
    s.cells = cellsOf(s.size);
    const variance = varianceOf(s, c, RESULTS[EXPECTED_REWARD], false);
    s.bonMass = bonMass;
    s.reward = reward;
    return variance;
  }

  /** A row as a support of its own, from the packed rewards and weights on. */
  #evaluateAlone(row: number): void {
    const s = this.#support;
    const { weights, starts } = this.batch;
    this.#copyRewards(row);
    let largest = 0;
    for (let j = 0; j < s.size; j++) {
      const w = weights === undefined ? 1 : weights[starts[row] + j];
      s.weights[j] = w;
      if (w > largest) largest = w;
    }
    s.total = totalOfWeights(s.weights, s.size, largest);
    sortByReward(s);
    prepareSorted(s, this.#outcomeProb, this.#cdf, this.#low);
    this.#evaluateAll(row);
  }

  #copyRewards(row: number): void {
    const { rewards, starts } = this.batch;
    const s = this.#support;
    for (let j = 0; j < s.size; j++) s.rewards[j] = rewards[starts[row] + j] + 0;
  }

  #evaluateAll(row: number): void {
    const { coefficients, groups } = this.batch;
    coefficients.forEach((c, k) => {
      metrics(this.#support, c, groups);
      this.#writeResults(row, k);
    });
  }

  #writeResults(row: number, k: number): void {
    const { coefficients, wanted } = this.batch;
    const at = (row * coefficients.length + k) * wanted.length;
    for (let i = 0; i < wanted.length; i++) this.out[at + i] = RESULTS[wanted[i]];
  }
}

/** Whether sorted rewards are finite and none equals its neighbour. */
function isDistinct(sorted: Float64Array): boolean {
  const last = sorted.length - 1;
  for (let j = 0; j < last; j++) if (sorted[j] === sorted[j + 1]) return false;
  return sorted[0] > -Infinity && sorted[last] < Infinity;
}
