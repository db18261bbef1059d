// Numbers for combinations of codes: each has its own, from 0 in the order in which they come.

import { NO_CODE } from '../files/columns';

/** More than the largest code and one: two digits fit a double. */
const RADIX = 2 ** 26;

/** A code as a digit; 0 is none. */
const digitOf = (code: number) => (code === NO_CODE ? 0 : code + 1);

export class Combinations {
  /** For each code but the first the number of a combination and that code. */
  readonly #tails: Map<number, number>[];
  /** For each first digit its number and one more; 0 for those that have not come. */
  #firsts = new Uint32Array(64);
  #count = 0;
  size = 0;

  /** @param length - how many codes a combination has, at least one. */
  constructor(length: number) {
    this.#tails = Array.from({ length: length - 1 }, () => new Map());
  }

  /** The number of the codes at a place in several columns; `size` has grown if they are new. */
  at(columns: readonly Uint32Array[], i: number): number {
    let number = this.#first(digitOf(columns[0][i]));
    for (let c = 1; c < columns.length; c++) {
      const tails = this.#tails[c - 1];
      const key = number * RADIX + digitOf(columns[c][i]);
      let next = tails.get(key);
      if (next === undefined) {
        next = c === columns.length - 1 ? this.size++ : tails.size;
        tails.set(key, next);
      }
      number = next;
    }
    return number;
  }

  #first(digit: number): number {
    if (digit >= this.#firsts.length) {
      const grown = new Uint32Array(Math.max(digit + 1, 2 * this.#firsts.length));
      grown.set(this.#firsts);
      this.#firsts = grown;
    }
    if (this.#firsts[digit] === 0) {
      this.#firsts[digit] = ++this.#count;
      if (this.#tails.length === 0) this.size = this.#count;
    }
    return this.#firsts[digit] - 1;
  }
}
