// Blocks of lines in pieces that the scanner can hold, and whether their bytes are UTF-8.

import type { FileBytes } from '../file-bytes';
import { decoded } from '../lines';
import { type LineScanner, TEXT_BYTES } from './line-scanner';

const NEWLINE = 10;

/** A block in pieces of whole lines that the scanner can hold, except for lines that are longer. */
export function* piecesOf(block: Uint8Array): Generator<Uint8Array> {
  for (let from = 0; from < block.length; ) {
    let to = block.length;
    if (to - from >= TEXT_BYTES) {
      const newline = block.lastIndexOf(NEWLINE, from + TEXT_BYTES - 2);
      to = newline >= from ? newline + 1 : block.indexOf(NEWLINE, from) + 1 || block.length;
    }
    yield block.subarray(from, to);
    from = to;
  }
}

/** What tells whether blocks of whole lines are UTF-8: the host where it can, else the scanner, which takes a fraction of the time of decoding. */
export function utf8Check({ isUtf8 }: FileBytes, scanner: LineScanner): (block: Uint8Array) => boolean {
  if (isUtf8) return isUtf8;
  const isPieceUtf8 = (lines: Uint8Array) => (lines.length < TEXT_BYTES ? scanner.isUtf8(lines) : decoded(lines) !== null);
  return (block) => (scanner.holds(block) ? scanner.isUtf8(block) : [...piecesOf(block)].every(isPieceUtf8));
}
