// Rows whose values are at hand column by column, as in Parquet and Arrow, for a fast reader: plain ones as batches of columns.

import { type ColumnUse, type FastColumns, NO_CODE, type WantedColumn } from './columns';

/** The value of a column in a row. */
export type ValueAt = (row: number) => unknown;

/** How many rows are taken at once. */
const BLOCK = 8192;

interface Target {
  wanted: WantedColumn;
  values: Uint32Array | Float64Array;
}

export class ValueColumns {
  readonly #targets: Target[];
  readonly #onBatch: FastColumns['onBatch'];
  /** Whether a row of the block holds more, or other things, than columns do. */
  readonly #isOdd = new Uint8Array(BLOCK);
  readonly #codes = new Map<string, number>();
  readonly #texts: string[] = [];

  constructor({ wanted, onBatch }: FastColumns) {
    this.#targets = wanted.map((column) => ({
      wanted: column,
      values: column.use === 'id' || column.use === 'label' ? new Uint32Array(BLOCK) : new Float64Array(BLOCK),
    }));
    this.#onBatch = onBatch;
  }

  /**
   * Calls back with the rows before `count`, in their order: with batches of those that are plain, and one by one with the others.
   *
   * @param valueAt - the values of a column; undefined where there is no such column.
   */
  give(count: number, valueAt: (column: string) => ValueAt | undefined, onRow: (row: number) => void): void {
    const readers = this.#targets.map(({ wanted }) => valueAt(wanted.name) ?? (() => undefined));
    for (let from = 0; from < count; from += BLOCK) {
      const length = Math.min(BLOCK, count - from);
      this.#isOdd.fill(0);
      this.#targets.forEach((target, c) => {
        this.#fill(target, readers[c], from, length);
      });
      this.#giveBlock(from, length, onRow);
    }
  }

  #fill({ wanted, values }: Target, read: ValueAt, from: number, length: number): void {
    for (let i = 0; i < length; i++) {
      try {
        const value = read(from + i);
        const found = values instanceof Uint32Array ? this.#codeOf(value, wanted.use) : numberOf(value, wanted.use);
        if (found === undefined) this.#isOdd[i] = 1;
        else values[i] = found;
      } catch {
        // it is read again with its place, where the error belongs
        this.#isOdd[i] = 1;
      }
    }
  }

  #giveBlock(from: number, length: number, onRow: (row: number) => void): void {
    for (let i = 0; i < length; ) {
      const begin = i;
      while (i < length && this.#isOdd[i] === 0) i++;
      if (i > begin) {
        this.#onBatch({
          length: i - begin,
          columns: this.#targets.map(({ values }) => values.subarray(begin, i)),
          textOf: (code) => this.#texts[code],
          isDistinct: () => true,
        });
      }
      for (; i < length && this.#isOdd[i] === 1; i++) onRow(from + i);
    }
  }

  #codeOf(value: unknown, use: ColumnUse): number | undefined {
    if (typeof value !== 'string') {
      if (value === null || value === undefined) return use === 'label' ? NO_CODE : undefined;
      const isId = typeof value === 'boolean' || typeof value === 'bigint' || Number.isFinite(value);
      return isId ? this.#codeOfText(String(value)) : undefined;
    }
    return this.#codeOfText(value);
  }

  #codeOfText(text: string): number {
    let code = this.#codes.get(text);
    if (code === undefined) {
      code = this.#texts.push(text) - 1;
      this.#codes.set(text, code);
    }
    return code;
  }
}

/** The number that a value is as it stands; undefined where it is none, or none of the kind that is wanted. */
function numberOf(value: unknown, use: ColumnUse): number | undefined {
  const number =
    typeof value === 'number' ? value : typeof value === 'boolean' || typeof value === 'bigint' ? Number(value) : NaN;
  return Number.isFinite(number) && !(use === 'logProb' && number > 0) ? number : undefined;
}
