// The numbers behind "Draw n, keep the best": outcomes gathered into a few columns from worse to better, draws from them, and what the kept ones come to.

import { expm1, log1p } from '../src/numerics/exp-log';
import { uniforms } from '../src/numerics/random';
import type { Bins } from './worker/rank-bins';

/** So many columns stand apart on a phone. */
const MAX_COLUMNS = 24;
/** More draws than this at once are a blur. */
export const MAX_DRAWS = 64;

/** The columns, the worst first. */
export interface Columns {
  /** The reference's mass in each. */
  reference: number[];
  /** The least and the highest reward in each. */
  reward: number[];
  bestReward: number[];
}

export function columnsOf(bins: Pick<Bins, 'reference' | 'reward' | 'bestReward'>): Columns {
  const size = bins.reference.length;
  const each = Math.ceil(size / MAX_COLUMNS);
  const columns: Columns = { reference: [], reward: [], bestReward: [] };
  // from the best on, so that it has a column of its own where there is room
  for (let from = 0; from < size; from += each) {
    const to = Math.min(size, from + each);
    columns.reference.unshift(bins.reference.subarray(from, to).reduce((sum, mass) => sum + mass, 0));
    columns.reward.unshift(bins.reward[to - 1]);
    columns.bestReward.unshift(bins.bestReward[from]);
  }
  return columns;
}

/** The best-of-n policy's mass in each column: the chance that the best draw is no worse than the column, less the chance that it is better. */
export function keptShares({ reference }: Columns, n: number): number[] {
  const shares = new Array<number>(reference.length).fill(0);
  let [above, before] = [0, 0];
  for (let i = reference.length - 1; i >= 0; i--) {
    above = i === 0 ? 1 : Math.min(1, above + reference[i]);
    const reached = above === 1 ? 1 : -expm1(n * log1p(-above));
    shares[i] = reached - before;
    before = reached;
  }
  return shares;
}

/** How many draws a round has where the reader asks for n. */
export const drawsIn = (n: number) => Math.max(1, Math.min(MAX_DRAWS, Math.round(n)));

/** Rounds of n draws each from the columns, and how often each column was kept. */
export class Rounds {
  readonly kept: number[];
  count = 0;
  readonly #uniform: () => number;
  readonly #upTo: number[] = [];

  constructor(
    columns: Columns,
    readonly n: number,
    seed: number
  ) {
    this.#uniform = uniforms(seed);
    this.kept = columns.reference.map(() => 0);
    let sum = 0;
    for (const mass of columns.reference) this.#upTo.push((sum += mass));
  }

  /** The column of each draw of another round, and the place of the best among them, which is kept. */
  next(): { draws: number[]; best: number } {
    const draws = Array.from({ length: this.n }, () => this.#draw());
    let best = 0;
    draws.forEach((column, i) => {
      if (column > draws[best]) best = i;
    });
    this.kept[draws[best]]++;
    this.count++;
    return { draws, best };
  }

  #draw(): number {
    const total = this.#upTo[this.#upTo.length - 1];
    const at = this.#uniform() * total;
    return this.#upTo.findIndex((end) => at < end);
  }
}
