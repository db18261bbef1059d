// CSV by the scanner: plain records as columns, every other record by the table that reads them one by one.

import { ALL_SCANNED, LINE_LEFT, MAX_FIELDS, MEMORY_FULL } from '../../../assembly/scanner/layout';
import type { FastColumns, WantedColumn } from '../columns';
import type { CsvTable } from '../csv-table';
import type { FileBytes } from '../file-bytes';
import { blocksOf } from '../lines';
import { LineScanner, TEXT_BYTES } from './line-scanner';
import { piecesOf, utf8Check } from './pieces';
import type { Field } from './scanned';

const NEWLINE = 10;
const QUOTE = 34;
/** If so many more records are left than are scanned, the rest of a block is not worth scanning. */
const MAX_LEFT = 16;

/**
 * Calls back with the wanted columns of the records, and gives each record that is unusual in any way to the table, in the order of the file.
 *
 * @param delimiter - one character of ASCII.
 * @param maxBytes - how far the scanner's memory may grow; without room for further ids, their records go to the table.
 */
export async function scanTable(
  file: FileBytes,
  table: CsvTable,
  fast: FastColumns,
  delimiter: string,
  maxBytes?: number
): Promise<void> {
  const scanner = new LineScanner(fast.wanted, maxBytes, 'csv');
  const isUtf8 = utf8Check(file, scanner);
  const scan = new TableScan(scanner, table, fast, delimiter);
  try {
    for await (const block of blocksOf(file, undefined, scanner)) {
      if (block !== null && isUtf8(block)) scan.add(block);
      // it says what is wrong
      else scan.leave(block);
    }
    scan.end();
  } finally {
    scanner.dispose();
  }
}

class TableScan {
  /** The beginning of a record that has not ended, of which the table knows nothing. */
  #begun: Uint8Array | undefined;
  /** Whether the records can be scanned, once the header is known. */
  #canScan: boolean | undefined;

  constructor(
    readonly scanner: LineScanner,
    readonly table: CsvTable,
    readonly fast: FastColumns,
    readonly delimiter: string
  ) {}

  /** Takes a block of whole lines. */
  add(block: Uint8Array): void {
    for (const lines of piecesOf(block, this.scanner)) {
      const at = this.#begun ? 0 : this.#leaveRecord(lines);
      const rest = lines.subarray(at);
      if (rest.length === 0) continue;
      this.#canScan ??= this.#setFields();
      if (this.#canScan && this.scanner.takes(rest)) this.#scan(rest);
      else this.leave(rest);
    }
  }

  /** Gives a block to the table, as it takes it. */
  leave(block: Uint8Array | null): void {
    const begun = this.#begun;
    this.#begun = undefined;
    if (begun) this.table.add(begun);
    this.table.add(block);
  }

  end(): void {
    if (this.#begun) this.table.add(this.#begun);
    this.table.end();
  }

  /** Gives lines to the table up to the end of the header, and of the record that it has begun. Returns where they end. */
  #leaveRecord(lines: Uint8Array): number {
    let at = 0;
    while (at < lines.length && !(this.table.isBetween && this.table.names)) at = this.#leaveLine(lines, at);
    return at;
  }

  /** Gives a line to the table or, inside of a quoted cell, all lines up to the next one that has a quote. Returns where they end. */
  #leaveLine(lines: Uint8Array, from: number): number {
    const quote = this.table.isBetween ? from : lines.indexOf(QUOTE, from);
    const newline = quote < 0 ? -1 : lines.indexOf(NEWLINE, quote);
    const to = newline < 0 ? lines.length : newline + 1;
    this.table.add(lines.subarray(from, to));
    return to;
  }

  /** Tells the scanner what fields there are; false if it cannot read them. */
  #setFields(): boolean {
    const names = this.table.names as readonly string[];
    const { withComma } = this.table;
    const { wanted } = this.fast;
    if (names.length < 2 || names.length > MAX_FIELDS) return false;
    // the numbers of a column that nobody wants may be wrong
    const isWanted = (name: string) => wanted.some((column) => column.name === name);
    if (!withComma.every(isWanted) || !wanted.every((column) => isReadable(column, names, withComma))) return false;
    const fields = names.map((name): Field => {
      const column = wanted.findIndex((other) => other.name === name);
      return column < 0 ? {} : { column, decimalComma: withComma.includes(name) };
    });
    this.scanner.setFields(fields, this.delimiter);
    return true;
  }

  #scan(lines: Uint8Array): void {
    const { scanner, table } = this;
    const { from, to } = scanner.place(lines, this.#begun);
    this.#begun = undefined;
    let left = 0;
    for (let position = from; position < to; ) {
      const { stop, batch, ...found } = scanner.scan(position, to);
      if (batch.length > 0) this.fast.onBatch(batch);
      table.pass(found.lines, found.rowLines);
      position = found.position;
      if (stop === MEMORY_FULL && scanner.grow()) continue;
      if (stop === ALL_SCANNED) {
        this.#begin(scanner.bytesAt(position, to));
        return;
      }
      if (stop !== LINE_LEFT && stop !== MEMORY_FULL) continue;
      const rest = scanner.bytesAt(position, to);
      left = Math.max(0, left + 1 - batch.length);
      if (left > MAX_LEFT) {
        table.add(rest);
        return;
      }
      let at = this.#leaveLine(rest, 0);
      at += this.#leaveRecord(rest.subarray(at));
      position += at;
    }
  }

  /** Keeps what a record begins with for the next block; the table takes one that is longer than there is room for. */
  #begin(bytes: Uint8Array): void {
    if (bytes.length > TEXT_BYTES) this.table.add(bytes);
    else if (bytes.length > 0) this.#begun = bytes.slice();
  }
}

/** A label may be absent. The text of an id is the cell itself. */
function isReadable({ name, use }: WantedColumn, names: readonly string[], withComma: readonly string[]): boolean {
  const isId = use === 'id' || use === 'label';
  return (use === 'label' || names.includes(name)) && !(isId && withComma.includes(name));
}
