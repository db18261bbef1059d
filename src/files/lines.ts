// The lines of a text, or of the range of bytes in it that one task reads.

import type { FileBytes } from './file-bytes';
import type { Range } from './formats/format';

const NEWLINE = 10;
const BOM = '\ufeff';

/**
 * Calls back for every line, numbered from 1 within the range. A line belongs to the range that its first byte lies in, so the ranges of a file
 * hold each of its lines once; a line that is not UTF-8 comes as null. Returns the number of lines, empty ones included.
 */
export async function readLines(
  file: FileBytes,
  onLine: (line: string | null, at: number) => void,
  { from, to }: Range = { from: 0, to: Number.POSITIVE_INFINITY }
): Promise<number> {
  let at = 0;
  const take = (line: string) => onLine(line.endsWith('\r') ? line.slice(0, -1) : line, ++at);
  const takeAll = (bytes: Uint8Array) => {
    const text = decoded(bytes);
    if (text === null) {
      for (const line of splitBytes(bytes)) {
        const text = decoded(line);
        if (text === null) onLine(null, ++at);
        else take(text);
      }
      return;
    }
    const lines = (from === 0 && at === 0 && text.startsWith(BOM) ? text.slice(1) : text).split('\n');
    // what follows the last newline is nothing, or the last line of the file
    if (lines[lines.length - 1] === '') lines.pop();
    for (const line of lines) take(line);
  };

  // The range begins after the first newline at or after from - 1 and ends with the first one at or after to - 1.
  let position = Math.max(0, from - 1);
  let begun = from === 0;
  let rest: Uint8Array[] = [];
  for await (const whole of file.stream(position)) {
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
    if (last < 0) {
      rest.push(chunk);
      continue;
    }
    const lines = chunk.subarray(0, last + 1);
    takeAll(joined([...rest, lines]));
    rest = [];
    if (end >= 0) break;
    if (last + 1 < chunk.length) rest = [chunk.subarray(last + 1)];
  }
  if (rest.length > 0) takeAll(joined(rest));
  return at;
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

const decoder = /* @__PURE__ */ new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** The text; null if it is not UTF-8. */
function decoded(bytes: Uint8Array): string | null {
  try {
    return decoder.decode(bytes);
  } catch (error) {
    // another error means a line that is longer than a string can be
    if ((error as NodeJS.ErrnoException).code !== 'ERR_ENCODING_INVALID_ENCODED_DATA') throw error;
    return null;
  }
}

function joined(pieces: readonly Uint8Array[]): Uint8Array {
  if (pieces.length === 1) return pieces[0];
  const whole = new Uint8Array(pieces.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
}

function* splitBytes(bytes: Uint8Array): Generator<Uint8Array> {
  for (let from = 0; from < bytes.length; ) {
    const newline = bytes.indexOf(NEWLINE, from);
    const to = newline < 0 ? bytes.length : newline;
    yield bytes.subarray(from, to);
    from = to + 1;
  }
}
