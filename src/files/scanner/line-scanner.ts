// The scanner with its memory: wanted columns in, lines in, columns out. assembly/scanner/ is what runs in it.

import {
  COLUMN_BYTES,
  DECIMAL_COMMA,
  ID,
  LABEL,
  LOG_PROB,
  MAX_COLUMNS,
  MAX_FIELDS,
  MAX_ROWS,
  NO_CODE,
  NUMBER,
  PADDING_BYTES,
} from '../../../assembly/scanner/layout';
import type { ColumnUse, WantedColumn } from '../columns';
import type { ChunkMemory } from '../file-bytes';
import { IdTexts } from './id-texts';
import { giveBack, growBy, hasScanner, pagesFor, type Scanner, takeScanner } from './module';
import { powers } from './powers';
import type { Field, Scanned } from './scanned';

const USES: Record<ColumnUse, number> = { id: ID, label: LABEL, number: NUMBER, logProb: LOG_PROB };

/** How much of a text is scanned at once: it stays in the cache of a core. */
export const TEXT_BYTES = 1 << 20;
/** Beyond this, lines with ids that are new are left to the host. */
export const MAX_MEMORY_BYTES = 2 ** 31;
const NEWLINE = 10;

export class LineScanner implements ChunkMemory {
  readonly #scanner: Scanner = takeScanner();
  readonly #texts: IdTexts;
  readonly #columns: { isId: boolean; at: number }[] = [];
  readonly #columnsAt: number;
  readonly #isCsv: boolean;
  /** Where it is told of the fields of CSV. */
  readonly #fieldsAt: number = 0;
  /** Where chunks of a file are read to, in turn, and where other lines are copied to. */
  readonly #chunksAt: number[];
  readonly #copyAt: number;
  #top: number;
  /** Whether a file is read into the chunks, so that the memory may be moved in `prepare` only. */
  #usesChunks = false;

  static canRead(columns: readonly WantedColumn[]): boolean {
    return columns.length <= MAX_COLUMNS && hasScanner();
  }

  /**
   * @param maxBytes - how far the memory may grow.
   * @param format - of CSV a record has several lines, so that before each text there is room for `TEXT_BYTES` of what came before; see `setFields`.
   */
  constructor(
    columns: readonly WantedColumn[],
    readonly maxBytes = MAX_MEMORY_BYTES,
    format: 'json' | 'csv' = 'json'
  ) {
    this.#isCsv = format === 'csv';
    this.#texts = new IdTexts(this.#scanner, format);
    this.#top = this.#scanner.heapBase() >>> 0;
    const powersAt = this.#reserve(powers().byteLength);
    new BigUint64Array(this.#memory, powersAt).set(powers());
    this.#columnsAt = this.#reserve(COLUMN_BYTES * columns.length);
    columns.forEach(({ name, use }, i) => {
      const bytes = new TextEncoder().encode(name);
      const nameAt = this.#reserve(bytes.length + 8);
      const at = this.#reserve(8 * MAX_ROWS);
      new Uint8Array(this.#memory).set(bytes, nameAt);
      new Uint32Array(this.#memory, this.#columnsAt + COLUMN_BYTES * i).set([nameAt, bytes.length, USES[use], at]);
      this.#columns.push({ isId: use === 'id' || use === 'label', at });
    });
    const ahead = this.#isCsv ? TEXT_BYTES : 0;
    const textAt = () => this.#reserve(ahead + TEXT_BYTES + PADDING_BYTES) + ahead;
    this.#chunksAt = [textAt(), textAt()];
    this.#copyAt = textAt();
    if (this.#isCsv) this.#fieldsAt = this.#reserve(4 * MAX_FIELDS);
    while (!this.#scanner.begin(this.#columnsAt, columns.length, powersAt, this.#top))
      this.#scanner.memory.grow(pagesFor(this.#scanner.bytesNeeded() >>> 0));
  }

  get #memory(): ArrayBuffer {
    return this.#scanner.memory.buffer;
  }

  /** Free bytes in the part of the memory that is the host's. */
  #reserve(bytes: number): number {
    const at = Math.ceil(this.#top / 64) * 64;
    this.#top = at + bytes;
    if (this.#top > this.#memory.byteLength) this.#scanner.memory.grow(pagesFor(this.#top - this.#memory.byteLength));
    return at;
  }

  /** Begins a table of CSV, whose records have these fields: two or more, at most `MAX_FIELDS`. A label that is none of them is absent. */
  setFields(fields: readonly Field[], delimiter: string): void {
    const words = new Uint32Array(this.#memory);
    const columnAt = (column: number) => this.#columnsAt + COLUMN_BYTES * column;
    for (const { at, isId } of this.#columns) if (isId) words.fill(NO_CODE, at / 4, at / 4 + MAX_ROWS);
    fields.forEach(({ column, decimalComma }, i) => {
      words[this.#fieldsAt / 4 + i] = column === undefined ? 0 : columnAt(column);
      if (column !== undefined && decimalComma) words[columnAt(column) / 4 + 2] |= DECIMAL_COMMA;
    });
    this.#scanner.setFields(this.#fieldsAt, fields.length, delimiter.charCodeAt(0));
  }

  chunk(turn: 0 | 1): Uint8Array {
    return new Uint8Array(this.#memory, this.#chunksAt[turn], TEXT_BYTES);
  }

  prepare(): void {
    this.#usesChunks = true;
    const free = this.#memory.byteLength - (this.#scanner.firstFree() >>> 0);
    // those of the chunk, and of the line that began before it
    const needed = this.#scanner.mostBytesFor(2 * TEXT_BYTES) >>> 0;
    if (free < needed) this.#grow(needed - free);
  }

  /** Whether bytes are in a chunk of this memory. */
  holds(bytes: Uint8Array): boolean {
    return bytes.buffer === this.#memory;
  }

  /** Whether lines can be scanned at once: those of a chunk, or as many as there is room for. */
  takes(lines: Uint8Array): boolean {
    return lines.length < TEXT_BYTES || this.holds(lines);
  }

  /**
   * The addresses where lines begin and end: where they are, if they were read into a chunk, else where they are copied to.
   *
   * @param lines - whole lines, fewer bytes than TEXT_BYTES if they are not in a chunk; the last one may lack its newline.
   * @param before - of CSV the beginning of a record that they go on with, at most TEXT_BYTES.
   */
  place(lines: Uint8Array, before?: Uint8Array): { from: number; to: number } {
    const at = this.holds(lines) ? lines.byteOffset : this.#copyAt;
    const memory = new Uint8Array(this.#memory);
    let to = at + lines.length;
    if (at === this.#copyAt) {
      memory.set(lines, at);
      if (lines[lines.length - 1] !== NEWLINE) memory[to++] = NEWLINE;
    }
    if (before) memory.set(before, at - before.length);
    return { from: at - (before?.length ?? 0), to };
  }

  /** Whether whole lines are UTF-8: lines as `place` takes them. */
  isUtf8(lines: Uint8Array): boolean {
    const { from, to } = this.place(lines);
    // it is 1 or 0
    return Boolean(this.#scanner.isUtf8(from, to));
  }

  /**
   * Reads on from the beginning of a line, or of a record of CSV. What it has read is a batch, until the next scan.
   */
  scan(from: number, to: number): Scanned {
    const stop = this.#isCsv ? this.#scanner.scanRecords(from, to) : this.#scanner.scan(from, to);
    const length = this.#scanner.rows();
    const columns = this.#columns.map(({ isId, at }) =>
      isId ? new Uint32Array(this.#memory, at, length) : new Float64Array(this.#memory, at, length)
    );
    const texts = this.#texts;
    const batch = { length, columns, textOf: (code: number) => texts.textOf(code), isDistinct: () => texts.isDistinct };
    const [lines, rowLines] = [this.#scanner.lines(), this.#scanner.rowLines()];
    return { stop, position: this.#scanner.position() >>> 0, lines, rowLines, batch };
  }

  /** What stands between two addresses. */
  bytesAt(from: number, to: number): Uint8Array {
    return new Uint8Array(this.#memory, from, to - from);
  }

  /** The line that begins at an address, without its newline. */
  lineAt(address: number): Uint8Array {
    const end = this.#scanner.endOfLine(address) >>> 0;
    return new Uint8Array(this.#memory, address, end - address);
  }

  /** Gets memory for what the last scan could not place; false if there is none. */
  grow(): boolean {
    return !this.#usesChunks && this.#grow(this.#scanner.bytesNeeded() >>> 0);
  }

  #grow(bytes: number): boolean {
    // a quarter more, so that it grows seldom
    const needed = Math.max(bytes, this.#memory.byteLength / 4);
    if (this.#memory.byteLength + needed > this.maxBytes) return false;
    return growBy(this.#scanner, needed);
  }

  /** Gives the memory back; no batch of it may be used any more. */
  dispose(): void {
    giveBack(this.#scanner);
  }
}
