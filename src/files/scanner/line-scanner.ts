// The scanner with its memory: wanted columns in, lines in, columns out. assembly/scanner/ is what runs in it.

import {
  COLUMN_BYTES,
  ID,
  LABEL,
  LARGEST_EXPONENT,
  LEAST_EXPONENT,
  LOG_PROB,
  MAX_COLUMNS,
  MAX_ROWS,
  NUMBER,
  PADDING_BYTES,
} from '../../../assembly/scanner/layout';
import type { ColumnBatch, ColumnUse, WantedColumn } from '../columns';
import type { ChunkMemory } from '../file-bytes';
import { IdTexts } from './id-texts';
import { giveBack, hasScanner, type Scanner, takeScanner } from './module';
import { powersOfFive } from './powers';

const USES: Record<ColumnUse, number> = { id: ID, label: LABEL, number: NUMBER, logProb: LOG_PROB };

/** How much of a text is scanned at once: it stays in the cache of a core. */
export const TEXT_BYTES = 1 << 20;
const PAGE_BYTES = 1 << 16;
/** Beyond this, lines with ids that are new are left to the host. */
export const MAX_MEMORY_BYTES = 2 ** 31;
const NEWLINE = 10;

let knownPowers: BigUint64Array | undefined;

/** Made when something is first scanned, and not whenever a program starts. */
export function powers(): BigUint64Array {
  knownPowers ??= powersOfFive(LEAST_EXPONENT, LARGEST_EXPONENT);
  return knownPowers;
}

export class LineScanner implements ChunkMemory {
  readonly #scanner: Scanner = takeScanner();
  readonly #texts = new IdTexts(this.#scanner);
  readonly #columns: { isId: boolean; at: number }[] = [];
  /** Where chunks of a file are read to, in turn, and where other lines are copied to. */
  readonly #chunksAt: number[];
  readonly #copyAt: number;
  #top: number;
  /** Whether a file is read into the chunks, so that the memory may be moved in `prepare` only. */
  #usesChunks = false;

  static canRead(columns: readonly WantedColumn[]): boolean {
    return columns.length <= MAX_COLUMNS && hasScanner();
  }

  /** @param maxBytes - how far the memory may grow. */
  constructor(
    columns: readonly WantedColumn[],
    readonly maxBytes = MAX_MEMORY_BYTES
  ) {
    this.#top = this.#scanner.heapBase() >>> 0;
    const powersAt = this.#reserve(powers().byteLength);
    new BigUint64Array(this.#memory, powersAt).set(powers());
    const columnsAt = this.#reserve(COLUMN_BYTES * columns.length);
    columns.forEach(({ name, use }, i) => {
      const bytes = new TextEncoder().encode(name);
      const nameAt = this.#reserve(bytes.length + 8);
      const at = this.#reserve(8 * MAX_ROWS);
      new Uint8Array(this.#memory).set(bytes, nameAt);
      new Uint32Array(this.#memory, columnsAt + COLUMN_BYTES * i).set([nameAt, bytes.length, USES[use], at]);
      this.#columns.push({ isId: use === 'id' || use === 'label', at });
    });
    this.#chunksAt = [0, 1].map(() => this.#reserve(TEXT_BYTES + PADDING_BYTES));
    this.#copyAt = this.#reserve(TEXT_BYTES + PADDING_BYTES);
    while (!this.#scanner.begin(columnsAt, columns.length, powersAt, this.#top))
      this.#scanner.memory.grow(Math.ceil((this.#scanner.bytesNeeded() >>> 0) / PAGE_BYTES));
  }

  get #memory(): ArrayBuffer {
    return this.#scanner.memory.buffer;
  }

  /** Free bytes in the part of the memory that is the host's. */
  #reserve(bytes: number): number {
    const at = Math.ceil(this.#top / 64) * 64;
    this.#top = at + bytes;
    if (this.#top > this.#memory.byteLength)
      this.#scanner.memory.grow(Math.ceil((this.#top - this.#memory.byteLength) / PAGE_BYTES));
    return at;
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

  /**
   * The addresses where lines begin and end: where they are, if they were read into a chunk, else where they are copied to.
   *
   * @param lines - whole lines, fewer bytes than TEXT_BYTES if they are not in a chunk; the last one may lack its newline.
   */
  place(lines: Uint8Array): { from: number; to: number } {
    if (this.holds(lines)) return { from: lines.byteOffset, to: lines.byteOffset + lines.length };
    const target = new Uint8Array(this.#memory, this.#copyAt, TEXT_BYTES);
    target.set(lines);
    let { length } = lines;
    if (lines[length - 1] !== NEWLINE) target[length++] = NEWLINE;
    return { from: this.#copyAt, to: this.#copyAt + length };
  }

  /**
   * Reads on from the beginning of a line. What it has read is a batch, until the next scan.
   *
   * @returns `stop` is why it ends: one of the reasons of assembly/scanner/layout.ts.
   */
  scan(from: number, to: number): { stop: number; position: number; lines: number; batch: ColumnBatch } {
    const stop = this.#scanner.scan(from, to);
    const length = this.#scanner.rows();
    const columns = this.#columns.map(({ isId, at }) =>
      isId ? new Uint32Array(this.#memory, at, length) : new Float64Array(this.#memory, at, length)
    );
    const texts = this.#texts;
    const batch = { length, columns, textOf: (code: number) => texts.textOf(code), isDistinct: () => texts.isDistinct };
    return { stop, position: this.#scanner.position() >>> 0, lines: this.#scanner.lines(), batch };
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
    try {
      this.#scanner.memory.grow(Math.ceil(needed / PAGE_BYTES));
      return true;
    } catch {
      return false;
    }
  }

  /** Gives the memory back; no batch of it may be used any more. */
  dispose(): void {
    giveBack(this.#scanner);
  }
}
