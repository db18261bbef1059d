// LZ4 in the forms that Parquet and Arrow have it, decompressed into exactly as many bytes as are declared. The decoders of other packages fill up
// with zeros what is missing.

import { RecordError } from '../record-error';

const FRAME_MAGIC = 0x184d2204;
const VERSION = 0x40;
const VERSION_BITS = 0xc0;

// Flags of a frame: a checksum follows each block; the header holds the size of the content; a checksum follows the last block; the frame
// needs a dictionary. And of a block of it: its data is stored as it is.
const BLOCK_CHECKSUM = 0x10;
const CONTENT_SIZE = 0x08;
const CONTENT_CHECKSUM = 0x04;
const DICTIONARY = 0x01;
const STORED = 0x80000000;

/** No copy is shorter. */
const MIN_COPY = 4;

/**
 * A block by itself.
 *
 * @param size - of the decompressed bytes.
 * @throws RecordError if the block is damaged or holds more or fewer bytes.
 */
export function decompressLz4Block(block: Uint8Array, size: number): Uint8Array<ArrayBuffer> {
  const out = new Uint8Array(size);
  checkSize(decodeBlock(block, out, 0), size);
  return out;
}

/**
 * The blocks that Hadoop writes: before each the number of bytes that it holds, and of those that it takes, most significant byte first.
 * Early writers wrote a plain block under the same name.
 *
 * @param size - of the decompressed bytes.
 * @throws RecordError if the blocks are damaged or hold more or fewer bytes.
 */
export function decompressLz4Hadoop(bytes: Uint8Array, size: number): Uint8Array<ArrayBuffer> {
  const view = viewOf(bytes);
  const blocks: { block: Uint8Array; content: number }[] = [];
  let at = 0;
  let total = 0;
  while (at + 8 <= bytes.length) {
    const content = view.getUint32(at);
    const end = at + 8 + view.getUint32(at + 4);
    if (end > bytes.length) break;
    blocks.push({ block: bytes.subarray(at + 8, end), content });
    total += content;
    at = end;
  }
  if (at !== bytes.length || total !== size) return decompressLz4Block(bytes, size);
  const out = new Uint8Array(size);
  let filled = 0;
  for (const { block, content } of blocks) {
    checkSize(decodeBlock(block, out.subarray(filled, filled + content), 0), content);
    filled += content;
  }
  return out;
}

/**
 * A frame. Its checksums are not verified.
 *
 * @param size - of the decompressed bytes.
 * @throws RecordError if the frame is damaged or holds more or fewer bytes.
 */
export function decompressLz4Frame(frame: Uint8Array, size: number): Uint8Array<ArrayBuffer> {
  const view = viewOf(frame);
  const flags = frame[4];
  const isFrame =
    frame.length >= 7 &&
    view.getUint32(0, true) === FRAME_MAGIC &&
    (flags & VERSION_BITS) === VERSION &&
    (flags & DICTIONARY) === 0;
  if (!isFrame) throw damaged();
  const out = new Uint8Array(size);
  let at = 7 + (flags & CONTENT_SIZE ? 8 : 0);
  let filled = 0;
  for (;;) {
    if (at + 4 > frame.length) throw damaged();
    const header = view.getUint32(at, true);
    const length = (header & ~STORED) >>> 0;
    at += 4;
    if (length === 0) break;
    if (at + length > frame.length) throw damaged();
    const block = frame.subarray(at, at + length);
    if (header & STORED) {
      if (filled + length > size) throw tooLarge();
      out.set(block, filled);
      filled += length;
    } else filled = decodeBlock(block, out, filled);
    at += length + (flags & BLOCK_CHECKSUM ? 4 : 0);
  }
  at += flags & CONTENT_CHECKSUM ? 4 : 0;
  if (at !== frame.length) throw damaged();
  checkSize(filled, size);
  return out;
}

/** Decompresses a block to where `filled` says; copies may reach back into what stands before. Returns where it ends. */
function decodeBlock(block: Uint8Array, out: Uint8Array, filled: number): number {
  let at = 0;
  /** A length of 15 goes on in the following bytes. */
  const longer = (nibble: number) => {
    let length = nibble;
    if (nibble < 15) return length;
    for (;;) {
      if (at >= block.length) throw damaged();
      const byte = block[at++];
      length += byte;
      if (byte < 255) return length;
    }
  };
  while (at < block.length) {
    const token = block[at++];
    const literals = longer(token >> 4);
    if (at + literals > block.length) throw damaged();
    if (filled + literals > out.length) throw tooLarge();
    for (const end = at + literals; at < end; ) out[filled++] = block[at++];
    // the last sequence has no copy
    if (at === block.length) break;
    if (at + 2 > block.length) throw damaged();
    const back = block[at] | (block[at + 1] << 8);
    at += 2;
    const length = longer(token & 15) + MIN_COPY;
    if (back === 0 || back > filled) throw damaged();
    if (filled + length > out.length) throw tooLarge();
    for (const end = filled + length; filled < end; filled++) out[filled] = out[filled - back];
  }
  return filled;
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

function checkSize(filled: number, size: number): void {
  if (filled !== size) throw new RecordError(`the data compressed with LZ4 hold ${filled} bytes and declare ${size}`);
}

const tooLarge = () => new RecordError('the data compressed with LZ4 hold more bytes than they declare');
const damaged = () => new RecordError('the data compressed with LZ4 are damaged');
