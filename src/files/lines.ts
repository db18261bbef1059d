// The lines of a text, or of the part of it that a byte range names.

import { isUtf8 } from 'node:buffer';
import { bytesOf, type Source } from './bytes';
import type { Part } from './part';

const NEWLINE = 10;
const BOM = '\ufeff';

/**
 * Calls back for every line, numbered from 1 within the part. A line belongs to the part that its first byte lies in, so the parts of a file
 * hold each of its lines once; a line that is not UTF-8 comes as null. Returns the number of lines, empty ones included.
 */
export async function readLines(
  part: Part,
  onLine: (line: string | null, at: number) => void,
  source: Source = {}
): Promise<number> {
  const from = part.range?.from ?? 0;
  const to = part.range?.to ?? Number.POSITIVE_INFINITY;
  let at = 0;
  const take = (line: string) => onLine(line.endsWith('\r') ? line.slice(0, -1) : line, ++at);
  const takeAll = (bytes: Buffer) => {
    if (!isUtf8(bytes)) {
      for (const line of splitBytes(bytes)) {
        if (isUtf8(line)) take(line.toString('utf8'));
        else onLine(null, ++at);
      }
      return;
    }
    const text = bytes.toString('utf8');
    const lines = (from === 0 && at === 0 && text.startsWith(BOM) ? text.slice(1) : text).split('\n');
    // what follows the last newline is nothing, or the last line of the file
    if (lines[lines.length - 1] === '') lines.pop();
    for (const line of lines) take(line);
  };

  // The part begins after the first newline at or after from - 1 and ends with the first one at or after to - 1.
  let position = Math.max(0, from - 1);
  let begun = from === 0;
  let rest: Buffer[] = [];
  for await (const whole of bytesOf(part, position, source)) {
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
    takeAll(rest.length > 0 ? Buffer.concat([...rest, lines]) : lines);
    rest = [];
    if (end >= 0) break;
    if (last + 1 < chunk.length) rest = [chunk.subarray(last + 1)];
  }
  if (rest.length > 0) takeAll(Buffer.concat(rest));
  return at;
}

function* splitBytes(bytes: Buffer): Generator<Buffer> {
  for (let from = 0; from < bytes.length; ) {
    const newline = bytes.indexOf(NEWLINE, from);
    const to = newline < 0 ? bytes.length : newline;
    yield bytes.subarray(from, to);
    from = to + 1;
  }
}
