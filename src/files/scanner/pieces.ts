// Blocks of lines in pieces that the scanner can hold, and whether their bytes are UTF-8.

import type { FileBytes } from '../file-bytes';
import { decoded } from '../lines';
import { type LineScanner, TEXT_BYTES } from './line-scanner';

const NEWLINE = 10;

/** A block in pieces of whole lines that the scanner can take, except for lines that are longer. */
export function* piecesOf(block: Uint8Array, scanner: LineScanner): Generator<Uint8Array> {
  if (scanner.holds(block)) {
    yield block;
    return;
  }
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
  const isPieceUtf8 = (lines: Uint8Array) => (scanner.takes(lines) ? scanner.isUtf8(lines) : decoded(lines) !== null);
  return (block) => [...piecesOf(block, scanner)].every(isPieceUtf8);
}
