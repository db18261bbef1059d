// Twin of assembly/batch.ts: many small supports in one call, every row in the same arrays. Rows of unit weights without ties are met
// by length and read off a table; a tied row, a long one, and one with weights of its own, is prepared as a support of its own.

import { type CleanBatch, doesNotFit, FACT, VARIANCE } from '../engine';
import { addVariance, metrics } from './metrics';
import { blockMasses } from './policy';
import { prepareSorted, reserve, sumOfProducts } from './prepare';
import { totalOfWeights } from './reference';
import { orderOf, sortByReward } from './sort';
import { cellsOf, doubles, isOutOfMemory, JsSupport } from './support';
import { CENTRED_REWARD_SUM, CENTRED_SQUARE_SUM, clearSums, finish } from './totals';

/** Up to this length a network sorts the rows in the kernel, and rows of unit weights are read off a table. */
export const NETWORK_MOST = 512;

/** What a row of distinct rewards and unit weights has at one n, but for the rewards themselves. */
interface Known {
  facts: Float64Array;
  masses: Float64Array;
}

/** Evaluates the rows. */
export function evaluate(batch: CleanBatch): Float64Array {
  const rows = batch.starts.length - 1;
  const size = rows * batch.plans.length * batch.facts.length;
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
  readonly #support: JsSupport;
  readonly #share: Float64Array;
  readonly #cdf: Float64Array;

  constructor(
    readonly batch: CleanBatch,
    readonly out: Float64Array
  ) {
    this.#support = new JsSupport(batch.longest);
    reserve(this.#support);
    this.#support.weights.fill(1);
    this.#share = this.#support.share;
    this.#cdf = doubles(batch.longest + 2);
  }

  /** Rows of one length. */
  evaluateRows(rows: Uint32Array, length: number): void {
    const s = this.#support;
    s.size = length;
    if (this.batch.weights !== undefined || length > NETWORK_MOST) {
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
    const { plans, groups } = this.batch;
    for (let j = 0; j < length; j++) s.rewards[j] = j;
    prepareSorted(s, this.#share, this.#cdf);
    return plans.map((plan) => {
      metrics(s, plan, groups & ~VARIANCE);
      const facts = s.facts.slice();
      blockMasses(s, plan);
      const masses = doubles(length);
      masses.set(s.masses.subarray(0, length));
      return { facts, masses };
    });
  }

  /** A row of unit weights. */
  #evaluateUnit(row: number, sorted: Float64Array, table: Known[]): void {
    const s = this.#support;
    this.#copyRewards(row);
    sorted.sort();
    if (!isDistinct(sorted)) {
      prepareSorted(s, this.#share, this.#cdf);
      this.#evaluateAll(row);
      return;
    }
    const length = sorted.length;
    table.forEach(({ facts, masses }, k) => {
      s.facts.set(facts);
      const mean = sumOfProducts(masses, s.rewards, length);
      s.facts[FACT.expectedReward] = mean;
      s.facts[FACT.topReward] = sorted[length - 1];
      if (this.batch.groups & VARIANCE) this.#varianceOf(masses, mean);
      this.#writeFacts(row, k);
    });
  }

  #varianceOf(masses: Float64Array, mean: number): void {
    const s = this.#support;
    const { masses: own, reward } = s;
    s.masses = masses;
    s.reward = s.rewards;
    s.rewards[s.size] = 0; // the lane beyond
    s.blocks = s.size;
    s.cells = cellsOf(s.size);
    clearSums();
    addVariance(s, mean);
    s.facts[CENTRED_REWARD_SUM] = finish(CENTRED_REWARD_SUM);
    s.facts[CENTRED_SQUARE_SUM] = finish(CENTRED_SQUARE_SUM);
    s.masses = own;
    s.reward = reward;
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
    totalOfWeights(s, largest);
    sortByReward(s);
    prepareSorted(s, this.#share, this.#cdf);
    this.#evaluateAll(row);
  }

  #copyRewards(row: number): void {
    const { rewards, starts } = this.batch;
    const s = this.#support;
    for (let j = 0; j < s.size; j++) s.rewards[j] = rewards[starts[row] + j] + 0;
  }

  #evaluateAll(row: number): void {
    const { plans, groups } = this.batch;
    plans.forEach((plan, k) => {
      metrics(this.#support, plan, groups);
      this.#writeFacts(row, k);
    });
  }

  #writeFacts(row: number, k: number): void {
    const { plans, facts } = this.batch;
    const at = (row * plans.length + k) * facts.length;
    for (let i = 0; i < facts.length; i++) this.out[at + i] = this.#support.facts[facts[i]];
  }
}

/** Whether sorted rewards are finite and none equals its neighbour. */
function isDistinct(sorted: Float64Array): boolean {
  const last = sorted.length - 1;
  for (let j = 0; j < last; j++) if (sorted[j] === sorted[j + 1]) return false;
  return sorted[0] > -Infinity && sorted[last] < Infinity;
}
