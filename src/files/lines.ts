// The lines of a text, or of the range of bytes in it that one task reads.

import type { ChunkMemory, FileBytes } from './file-bytes';
import type { Range } from './formats/format';
import { MAX_RECORD_BYTES, mebibytes } from './limits';
import { RecordError } from './record-error';
import { notUtf8 } from './utf8';

const NEWLINE = 10;
const BOM = '\ufeff';

/**
 * Calls back for every line, numbered from 1 within the range. A line belongs to the range that its first byte lies in, so the ranges of a file
 * hold each of its lines once. A line that is not UTF-8, or is too long, comes as what is wrong with it. Returns the number of lines, empty
 * ones included.
 */
export async function readLines(
  file: FileBytes,
  onLine: (line: string | RecordError, at: number) => void,
  range?: Range
): Promise<number> {
  let at = 0;
  for await (const bytes of blocksOf(file, range)) {
    if (bytes === null) onLine(tooLong('the line'), ++at);
    else linesOf(bytes, (line) => onLine(line, ++at));
  }
  return at;
}

/** Calls back for every line of a block of whole lines. */
export function linesOf(bytes: Uint8Array, onLine: (line: string | RecordError) => void): void {
  const text = decoded(bytes);
  if (text === null) {
    for (const line of splitBytes(bytes)) {
      const text = decoded(line);
      onLine(text === null ? notUtf8('the line', line) : textOfLine(text));
    }
    return;
  }
  const lines = text.split('\n');
  // what follows the last newline is nothing, or the last line of the file
  if (lines[lines.length - 1] === '') lines.pop();
  for (const line of lines) onLine(textOfLine(line));
}

/** A line without its carriage return, and without the mark that stands at the beginning of a file, and of each file that was put behind it. */
export function textOfLine(line: string): string {
  return withoutBom(line.endsWith('\r') ? line.slice(0, -1) : line);
}

/** What is wrong with a record that is larger than what is held in memory. */
export function tooLong(what: string, at?: number): RecordError {
  return new RecordError(`${what} is longer than ${mebibytes(MAX_RECORD_BYTES)}`, { at }, 'RECORD_TOO_LONG');
}

/**
 * The bytes of the range in blocks of whole lines; null stands for a line that is too long, which is not kept.
 *
 * @param memory - where the file may be read to; a block is then valid until the next one is asked for.
 */
export async function* blocksOf(
  file: FileBytes,
  { from, to }: Range = { from: 0, to: Number.POSITIVE_INFINITY },
  memory?: ChunkMemory
): AsyncGenerator<Uint8Array | null> {
  // The range begins after the first newline at or after from - 1 and ends with the first one at or after to - 1.
  let position = Math.max(0, from - 1);
  let begun = from === 0;
  const line = new Waiting();
  for await (const whole of file.stream(position, memory)) {
    let chunk = whole;
    if (!begun) {
      const newline = chunk.indexOf(NEWLINE);
      position += newline < 0 ? chunk.length : newline + 1;
      if (newline < 0) {
        if (position >= to) break;
        continue;
      }
      begun = true;
      chunk = chunk.subarray(newline + 1);
      if (position >= to) break;
    }
    const end = position + chunk.length >= to ? chunk.indexOf(NEWLINE, Math.max(0, to - 1 - position)) : -1;
    const last = end >= 0 ? end : chunk.lastIndexOf(NEWLINE);
    position += chunk.length;
    let first = 0;
    if (last >= 0 && line.isBegun) {
      first = chunk.indexOf(NEWLINE) + 1;
      const ended = line.end(chunk.subarray(0, first));
      if (ended.length > 0) yield ended;
    }
    if (first <= last) yield chunk.subarray(first, last + 1);
    if (end >= 0) break;
    if (last + 1 < chunk.length && line.add(chunk.subarray(last + 1))) yield null;
  }
  const rest = line.end(new Uint8Array());
  if (rest.length > 0) yield rest;
}

/** A line of which the end has not come yet. */
class Waiting {
  #pieces: Uint8Array[] = [];
  #length = 0;
  /** Whether it has become too long: then nothing of it is kept. */
  #dropped = false;

  get isBegun(): boolean {
    return this.#length > 0;
  }

  /** Copies a piece. Returns whether the line has become too long with it. */
  add(piece: Uint8Array): boolean {
    if (this.#dropped) return false;
    this.#length += piece.length;
    this.#dropped = this.#length > MAX_RECORD_BYTES;
    if (this.#dropped) this.#pieces = [];
    else this.#pieces.push(Uint8Array.from(piece));
    return this.#dropped;
  }

  /** The line with its last piece, empty if it was too long. Nothing waits any more. */
  end(piece: Uint8Array): Uint8Array {
    const all = this.#dropped ? new Uint8Array() : joined([...this.#pieces, piece]);
    this.#pieces = [];
    this.#length = 0;
    this.#dropped = false;
    return all;
  }
}

/** How many lines come before the range that begins at a byte. */
export async function linesBefore(file: FileBytes, from: number): Promise<number> {
  if (from === 0) return 0;
  // the newline at or after from - 1 ends the last of them
  let lines = 1;
  let left = from - 1;
  if (left === 0) return lines;
  for await (const chunk of file.stream()) {
    for (let i = chunk.indexOf(NEWLINE); i >= 0 && i < left; i = chunk.indexOf(NEWLINE, i + 1)) lines++;
    left -= chunk.length;
    if (left <= 0) break;
  }
  return lines;
}

/** The text of a block of lines; null if it is not UTF-8. */
export function decoded(bytes: Uint8Array): string | null {
  try {
    return decoder.decode(bytes);
  } catch (error) {
    // another error means a text that is longer than a string can be
    if (!(error instanceof TypeError)) throw error;
    return null;
  }
}

const decoder = /* @__PURE__ */ new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** The text without the mark that it may begin with. */
export function withoutBom(text: string): string {
  return text.startsWith(BOM) ? text.slice(1) : text;
}

/** The pieces as one array, which shares its memory with a single piece. */
export function joined(pieces: readonly Uint8Array[]): Uint8Array {
  if (pieces.length === 1) return pieces[0];
  const whole = new Uint8Array(pieces.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
}

/** The lines of a block, one by one. */
export function* splitBytes(bytes: Uint8Array): Generator<Uint8Array> {
  for (let from = 0; from < bytes.length; ) {
    const newline = bytes.indexOf(NEWLINE, from);
    const to = newline < 0 ? bytes.length : newline;
    yield bytes.subarray(from, to);
    from = to + 1;
  }
}
