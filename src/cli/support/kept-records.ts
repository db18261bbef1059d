// The records of a file as they will stand in another one, which has more columns.

import type { Row } from '../../files/record-sink';
import { withDigits } from '../../format/value';
import { type Cell, csvLine, jsonOf } from '../output/serialize';
import { Spool } from './spool';

export type KeptFormat = 'csv' | 'jsonl';

export class KeptRecords {
  readonly #format: KeptFormat;
  readonly #safeCsv: boolean;
  readonly #names = new Map<string, number>();
  readonly #spool = new Spool();
  /** How many columns were known from which record on. */
  readonly #widths: { from: number; width: number }[] = [];
  #records = 0;

  constructor(format: KeptFormat, safeCsv = false) {
    this.#format = format;
    this.#safeCsv = safeCsv;
  }

  /** The columns, in the order in which records first had them. */
  get names(): string[] {
    return [...this.#names.keys()];
  }

  /** @param numbers - values that stand for those of the record, as they were read. */
  add(row: Row, numbers: Readonly<Record<string, number>>): void {
    const known = this.#names.size;
    for (const name of Object.keys(row)) if (!this.#names.has(name)) this.#names.set(name, this.#names.size);
    if (this.#names.size > known || this.#records === 0) this.#widths.push({ from: this.#records, width: this.#names.size });
    this.#records++;
    const values = this.names.map((name) =>
      Object.hasOwn(numbers, name) ? numbers[name] : Object.hasOwn(row, name) ? row[name] : null
    );
    this.#spool.push(this.#format === 'csv' ? csvLine(values.map(cellOf), this.#safeCsv).slice(0, -1) : this.#members(values));
  }

  /** The lines of the records, each with the cells of further columns. */
  *lines(more: readonly string[], cellsOf: (record: number) => number[]): Generator<string> {
    const names = this.names;
    if (this.#format === 'csv') yield csvLine([...names, ...more], this.#safeCsv);
    let record = 0;
    let step = 0;
    for (const text of this.#spool) {
      if (this.#widths[step + 1]?.from === record) step++;
      const cells = cellsOf(record++);
      const missing = names.slice(this.#widths[step].width);
      yield this.#format === 'csv'
        ? `${text}${','.repeat(missing.length)},${csvLine(cells)}`
        : `{${[text, ...missing.map((name) => member(name, null)), ...cells.map((x, i) => member(more[i], x))].join(',')}}\n`;
    }
  }

  close(): void {
    this.#spool.close();
  }

  #members(values: readonly unknown[]): string {
    return values.map((value, i) => member(this.names[i], value)).join(',');
  }
}

function member(name: string, value: unknown): string {
  const text = typeof value === 'bigint' ? String(value) : typeof value === 'number' ? jsonOf(value) : withDigits(plain(value));
  return `${JSON.stringify(name)}:${text ?? 'null'}`;
}

function cellOf(value: unknown): Cell {
  const shown = plain(value);
  if (shown === null || shown === undefined) return null;
  if (typeof shown === 'number' || typeof shown === 'string') return shown;
  return typeof shown === 'object' ? (withDigits(shown) ?? null) : String(shown);
}

/** Bytes as hexadecimal digits, and dates as ISO 8601 has them; other values as they are. */
function plain(value: unknown): unknown {
  if (value instanceof Uint8Array) return Buffer.from(value).toString('hex');
  if (ArrayBuffer.isView(value) && !(value instanceof DataView)) return Array.from(value as unknown as ArrayLike<unknown>);
  return value instanceof Date && !Number.isNaN(value.getTime()) ? value.toISOString() : value;
}
