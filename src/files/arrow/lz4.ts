// Decompresses LZ4 frames into an array of a size that is known, and never writes beyond it.

import { ArrowDamage, check } from './damage';

const MAGIC = 0x184d2204;
const VERSION = 0x40;
const VERSION_BITS = 0xc0;

// Flags of a frame: a checksum follows each block; the header holds the size of the content; a checksum follows the last block; the frame
// needs a dictionary. And of a block: its data is stored as it is.
const BLOCK_CHECKSUM = 0x10;
const CONTENT_SIZE = 0x08;
const CONTENT_CHECKSUM = 0x04;
const DICTIONARY = 0x01;
const STORED = 0x80000000;

/** No match is shorter. */
const MIN_MATCH = 4;

/**
 * The content of a frame. Its checksums are not verified.
 *
 * @param size - of the content, in bytes.
 * @throws ArrowDamage if the frame is damaged, or its content has another size.
 */
export function unlz4(frame: Uint8Array, size: number): Uint8Array<ArrayBuffer> {
  check(frame.length >= 7, () => 'a compressed buffer is too short');
  const view = new DataView(frame.buffer, frame.byteOffset, frame.byteLength);
  const flags = frame[4];
  const isFrame = view.getUint32(0, true) === MAGIC && (flags & VERSION_BITS) === VERSION && (flags & DICTIONARY) === 0;
  check(isFrame, () => 'a compressed buffer is not an LZ4 frame');
  const out = new Uint8Array(size);
  let from = 7 + (flags & CONTENT_SIZE ? 8 : 0);
  let to = 0;
  for (;;) {
    const header = readSize(view, from);
    const length = (header & ~STORED) >>> 0;
    from += 4;
    if (length === 0) break;
    check(from + length <= frame.length, () => 'a compressed buffer is cut short');
    const block = frame.subarray(from, from + length);
    if (header & STORED) {
      check(to + length <= size, tooLarge);
      out.set(block, to);
      to += length;
    } else to = decodeBlock(block, out, to);
    from += length + (flags & BLOCK_CHECKSUM ? 4 : 0);
  }
  from += flags & CONTENT_CHECKSUM ? 4 : 0;
  check(from === frame.length, () => 'a compressed buffer has bytes after its frame');
  check(to === size, () => `a compressed buffer holds ${to} bytes and declares ${size}`);
  return out;
}

function readSize(view: DataView, from: number): number {
  check(from + 4 <= view.byteLength, () => 'a compressed buffer is cut short');
  return view.getUint32(from, true);
}

const tooLarge = () => 'a compressed buffer holds more bytes than it declares';

/** Decompresses a block to where `to` says; matches may reach back into the blocks before. Returns where it ends. */
function decodeBlock(block: Uint8Array, out: Uint8Array, to: number): number {
  let from = 0;
  /** A length of 15 goes on in the following bytes. */
  const longer = (length: number) => {
    if (length < 15) return length;
    let sum = length;
    for (;;) {
      if (from >= block.length) throw new ArrowDamage('a compressed buffer is cut short');
      const byte = block[from++];
      sum += byte;
      if (byte < 255) return sum;
    }
  };
  while (from < block.length) {
    const token = block[from++];
    const literals = longer(token >> 4);
    if (from + literals > block.length) throw new ArrowDamage('a compressed buffer is cut short');
    if (to + literals > out.length) throw new ArrowDamage(tooLarge());
    for (const end = from + literals; from < end; ) out[to++] = block[from++];
    // the last sequence has no match
    if (from === block.length) break;
    const offset = block[from] | (block[from + 1] << 8);
    from += 2;
    const length = longer(token & 15) + MIN_MATCH;
    if (from > block.length || offset === 0 || offset > to) throw new ArrowDamage('a compressed buffer is damaged');
    if (to + length > out.length) throw new ArrowDamage(tooLarge());
    for (const end = to + length; to < end; to++) out[to] = out[to - offset];
  }
  return to;
}
