// Decompresses Zstandard frames into an array of a size that is known, and never allocates more.

import { decompress } from 'fzstd';
import { messageOf } from '../../errors';
import { BlockSizes, MAX_BLOCK_BYTES } from '../zstd-blocks';
import { ArrowDamage, check } from './damage';

const MAGIC = 0xfd2fb528;

/** What every decoder must allow; a larger window is of use only to larger content. */
const MIN_WINDOW_LIMIT = 2 ** 23;

// Types of blocks.
const [RAW, RUN, RESERVED] = [0, 1, 3];

const CHECKSUM = 0x04;

/** The flags of a header without a window, with the size of the content in 32 bits. */
const SINGLE_SEGMENT_SIZE_32 = 0xa0;
const HEADER_BYTES = 9;

/** Appended to the content: the decoder does not tell how much it wrote, but it is right if these bytes end up behind the expected size. */
const MARK = Uint8Array.of(0x9e, 0x37, 0x79, 0xb9, 0x7f, 0x4a, 0x7c, 0x15);

/**
 * The content of a frame. Its checksum is not verified.
 *
 * @param size - of the content, in bytes.
 * @throws ArrowDamage if the frame is damaged, or its content has another size.
 */
export function unzstd(frame: Uint8Array, size: number): Uint8Array<ArrayBuffer> {
  const { first, last, end } = walk(frame, size);
  // the blocks under a header of our own, which declares the whole size, and before one more block, which is stored as it is
  const marked = new Uint8Array(HEADER_BYTES + end - first + 3 + MARK.length);
  const view = new DataView(marked.buffer);
  view.setUint32(0, MAGIC, true);
  marked[4] = SINGLE_SEGMENT_SIZE_32;
  view.setUint32(5, size + MARK.length, true);
  marked.set(frame.subarray(first, end), HEADER_BYTES);
  marked[HEADER_BYTES + last - first] &= ~1;
  marked.set([(MARK.length << 3) | (RAW << 1) | 1, 0, 0, ...MARK], HEADER_BYTES + end - first);
  const out = decoded(marked);
  const isWhole = out.length === size + MARK.length && MARK.every((byte, i) => out[size + i] === byte);
  check(isWhole, () => `a compressed buffer does not hold the ${size} bytes that it declares`);
  return out.subarray(0, size);
}

function decoded(frame: Uint8Array): Uint8Array<ArrayBuffer> {
  try {
    // the decoder allocates what the header declares; given an array to write to, it would make a text of it first
    return decompress(frame) as Uint8Array<ArrayBuffer>;
  } catch (error) {
    throw new ArrowDamage(`a compressed buffer is damaged: ${messageOf(error)}`);
  }
}

/** Checks every length that the frame declares; returns where its first and its last block begin, and where that ends. */
function walk(frame: Uint8Array, size: number): { first: number; last: number; end: number } {
  const view = new DataView(frame.buffer, frame.byteOffset, frame.byteLength);
  check(frame.length >= 9 && view.getUint32(0, true) === MAGIC, () => 'a compressed buffer is not a Zstandard frame');
  const flags = frame[4];
  const [sizeCode, single, hasChecksum, dictionary] = [flags >> 6, (flags >> 5) & 1, flags & CHECKSUM, flags & 3];
  check((flags & 8) === 0 && dictionary === 0, () => 'a compressed buffer needs a Zstandard dictionary, or is damaged');
  let at = 5;
  if (!single) {
    const base = 2 ** (10 + (frame[at] >> 3));
    const window = base + (base / 8) * (frame[at] & 7);
    check(window <= Math.max(size * 2, MIN_WINDOW_LIMIT), () => `a compressed buffer needs a window of ${window} bytes`);
    at++;
  }
  const sizeBytes = sizeCode === 0 ? single : 1 << sizeCode;
  check(at + sizeBytes <= frame.length, cutShort);
  if (sizeBytes > 0) {
    let declared = 0;
    for (let i = sizeBytes - 1; i >= 0; i--) declared = declared * 256 + frame[at + i];
    if (sizeBytes === 2) declared += 256;
    check(declared === size, () => `a compressed buffer holds ${declared} bytes and declares ${size}`);
  }
  at += sizeBytes;
  const first = at;
  let known = 0;
  const sizes = new BlockSizes();
  for (;;) {
    check(at + 3 <= frame.length, cutShort);
    const header = frame[at] | (frame[at + 1] << 8) | (frame[at + 2] << 16);
    const [isLast, type, length] = [header & 1, (header >> 1) & 3, header >> 3];
    check(type !== RESERVED && length <= MAX_BLOCK_BYTES, () => 'a compressed buffer is damaged');
    const end = at + 3 + (type === RUN ? 1 : length);
    check(end <= frame.length, cutShort);
    const unfolded = type === RAW || type === RUN ? length : sizes.of(frame.subarray(at + 3, end));
    if (unfolded === undefined) throw new ArrowDamage('a compressed buffer is damaged');
    known += unfolded;
    check(known <= size, () => 'a compressed buffer holds more bytes than it declares');
    if (isLast) {
      check(end + (hasChecksum ? 4 : 0) === frame.length, () => 'a compressed buffer has bytes after its frame');
      return { first, last: at, end };
    }
    at = end;
  }
}

const cutShort = () => 'a compressed buffer is cut short';
