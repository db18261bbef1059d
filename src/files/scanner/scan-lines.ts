// JSON lines by the scanner: plain lines as columns, every other line as its text.

import { LINE_LEFT, MEMORY_FULL } from '../../../assembly/scanner/layout';
import type { FastColumns } from '../columns';
import type { FileBytes } from '../file-bytes';
import type { Range } from '../formats/format';
import { blocksOf, decoded, linesOf, textOfLine, tooLong } from '../lines';
import type { RecordError } from '../record-error';
import { LineScanner } from './line-scanner';
import { piecesOf, utf8Check } from './pieces';

/**
 * Calls back with the wanted columns of the lines, and for each line that is unusual in any way with its text and its number from 1 within the range,
 * in the order of the file. Returns the number of lines, as `readLines` does.
 *
 * @param maxBytes - how far the scanner's memory may grow; without room for further ids, their lines are called back with.
 */
export async function scanLines(
  file: FileBytes,
  { wanted, onBatch }: FastColumns,
  onLine: (line: string | RecordError, at: number) => void,
  range?: Range,
  maxBytes?: number
): Promise<number> {
  const scanner = new LineScanner(wanted, maxBytes);
  const isUtf8 = utf8Check(file, scanner);
  let at = 0;
  const scan = (lines: Uint8Array) => {
    const { from, to } = scanner.place(lines);
    for (let position = from; position < to; ) {
      const found = scanner.scan(position, to);
      if (found.batch.length > 0) onBatch(found.batch);
      at += found.lines;
      position = found.position;
      if (found.stop === MEMORY_FULL && scanner.grow()) continue;
      if (found.stop === LINE_LEFT || found.stop === MEMORY_FULL) {
        const line = scanner.lineAt(position);
        position += line.length + 1;
        onLine(textOfLine(decoded(line) as string), ++at);
      }
    }
  };
  try {
    for await (const block of blocksOf(file, range, scanner)) {
      if (block === null) onLine(tooLong('the line'), ++at);
      else if (!isUtf8(block)) linesOf(block, (line) => onLine(line, ++at));
      else {
        for (const lines of piecesOf(block, scanner)) {
          if (scanner.takes(lines)) scan(lines);
          else linesOf(lines, (line) => onLine(line, ++at));
        }
      }
    }
  } finally {
    scanner.dispose();
  }
  return at;
}
