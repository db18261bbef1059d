// Zstandard, decompressed into exactly as many bytes as are declared. fzstd does not say when it has fewer bytes than it is told, and without a size
// it moves its whole window for each block.

import { decompress } from 'fzstd';
import { messageOf } from '../../errors';
import { RecordError } from '../record-error';
import { BlockSizes, MAX_BLOCK_BYTES } from './zstd-blocks';

export const MAGIC = 0xfd2fb528;
export const SKIPPABLE = 0x184d2a50;

/** The largest window that decoders accept unless they are told otherwise: that of `zstd` itself. */
const MAX_WINDOW_BYTES = 2 ** 27;

// Types of blocks.
export const [RAW, RUN, RESERVED] = [0, 1, 3];

// Flags of a frame: it has no window, a checksum follows, a bit that must be 0, and the length of a dictionary's name.
const SINGLE_SEGMENT = 0x20;
export const CHECKSUM = 0x04;
const UNUSED = 0x08;
const DICTIONARY = 0x03;

/** The flags of a header without a window, with the size of the content in 32 bits. */
const SINGLE_SEGMENT_SIZE_32 = 0xa0;
const HEADER_BYTES = 9;

/** Appended to the content: the decoder does not tell how much it wrote, but it is right if these bytes end up behind the expected size. */
const MARK = Uint8Array.of(0x9e, 0x37, 0x79, 0xb9, 0x7f, 0x4a, 0x7c, 0x15);

/** The blocks of a frame, the last of which begins at `last`, and the size of its content where the frame declares it. */
interface Frame {
  blocks: Uint8Array;
  last: number;
  content: number | undefined;
}

/**
 * The content of the frames, which is nearly always one. Checksums are not verified.
 *
 * @param size - of the content, in bytes.
 * @throws RecordError if a frame is damaged, or the content has another size.
 */
export function decompressZstd(bytes: Uint8Array, size: number): Uint8Array<ArrayBuffer> {
  const frames = [...framesIn(bytes, size)];
  if (frames.length === 1) return decodeFrame(frames[0], size);
  const out = new Uint8Array(size);
  let filled = 0;
  for (const [i, frame] of frames.entries()) {
    const content = frame.content ?? (i === frames.length - 1 ? size - filled : undefined);
    if (content === undefined) throw new RecordError('a frame compressed with Zstandard has others after it and no size');
    if (filled + content > size) throw tooLarge();
    out.set(decodeFrame(frame, content), filled);
    filled += content;
  }
  if (filled !== size) throw wrongSize(size);
  return out;
}

/** Decodes the blocks under a header of our own, which declares the whole size, and before one more block, which is stored as it is. */
function decodeFrame({ blocks, last, content }: Frame, size: number): Uint8Array<ArrayBuffer> {
  if (content !== undefined && content !== size) throw wrongSize(size);
  const marked = new Uint8Array(HEADER_BYTES + blocks.length + 3 + MARK.length);
  const view = new DataView(marked.buffer);
  view.setUint32(0, MAGIC, true);
  marked[4] = SINGLE_SEGMENT_SIZE_32;
  view.setUint32(5, size + MARK.length, true);
  marked.set(blocks, HEADER_BYTES);
  marked[HEADER_BYTES + last] &= ~1;
  marked.set([(MARK.length << 3) | (RAW << 1) | 1, 0, 0, ...MARK], HEADER_BYTES + blocks.length);
  const out = decoded(marked);
  const isWhole = out.length === size + MARK.length && MARK.every((byte, i) => out[size + i] === byte);
  if (!isWhole) throw wrongSize(size);
  return out.subarray(0, size);
}

function decoded(frame: Uint8Array): Uint8Array<ArrayBuffer> {
  try {
    // the decoder allocates what the header declares; given an array to write to, it would make a text of it first
    return decompress(frame) as Uint8Array<ArrayBuffer>;
  } catch (error) {
    throw new RecordError(`the data compressed with Zstandard are damaged: ${messageOf(error)}`);
  }
}

/** The frames one by one, every length in them checked. */
function* framesIn(bytes: Uint8Array, size: number): Generator<Frame> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let at = 0;
  while (at < bytes.length) {
    if (at + 8 > bytes.length) throw damaged();
    const magic = view.getUint32(at, true);
    if ((magic & ~15) >>> 0 === SKIPPABLE) {
      at += 8 + view.getUint32(at + 4, true);
      if (at > bytes.length) throw damaged();
      continue;
    }
    if (magic !== MAGIC) throw damaged();
    const { flags, content, first } = readHeader(bytes, at);
    const { last, end } = walkBlocks(bytes, first, size);
    at = end + (flags & CHECKSUM ? 4 : 0);
    if (at > bytes.length) throw damaged();
    yield { blocks: bytes.subarray(first, end), last: last - first, content };
  }
}

/** The longest header of a frame, its magic number included. */
export const MAX_HEADER_BYTES = 18;

/** The header of the frame that begins at an index: its flags, its content and window in bytes, and where its first block begins. */
export function readHeader(bytes: Uint8Array, from: number) {
  const flags = bytes[from + 4];
  // dictionaries are not part of the files
  if (flags & DICTIONARY) throw new RecordError('the data compressed with Zstandard need a dictionary');
  if (flags & UNUSED) throw damaged();
  const isSingle = (flags & SINGLE_SEGMENT) !== 0;
  let first = from + 5;
  let window = 0;
  if (!isSingle) {
    const base = 2 ** (10 + (bytes[first] >> 3));
    window = base + (base / 8) * (bytes[first] & 7);
    first++;
  }
  const contentBytes = flags >> 6 === 0 ? Number(isSingle) : 1 << (flags >> 6);
  if (first + contentBytes > bytes.length) throw damaged();
  let content = contentBytes === 2 ? 256 : 0;
  for (let i = 0, scale = 1; i < contentBytes; i++, scale *= 256) content += bytes[first++] * scale;
  if (window > MAX_WINDOW_BYTES)
    throw new RecordError(`the data compressed with Zstandard need a window of more than ${MAX_WINDOW_BYTES} bytes`);
  return { flags, content: contentBytes === 0 ? undefined : content, window: isSingle ? content : window, first };
}

/** Where the last of the blocks begins, and where it ends. */
function walkBlocks(bytes: Uint8Array, first: number, size: number): { last: number; end: number } {
  let known = 0;
  const sizes = new BlockSizes();
  for (let last = first; ; ) {
    if (last + 3 > bytes.length) throw damaged();
    const header = bytes[last] | (bytes[last + 1] << 8) | (bytes[last + 2] << 16);
    const [isLast, type, length] = [header & 1, (header >> 1) & 3, header >> 3];
    if (type === RESERVED || length > MAX_BLOCK_BYTES) throw damaged();
    const end = last + 3 + (type === RUN ? 1 : length);
    if (end > bytes.length) throw damaged();
    const content = type === RAW || type === RUN ? length : sizes.of(bytes.subarray(last + 3, end));
    if (content === undefined) throw damaged();
    known += content;
    if (known > size) throw tooLarge();
    if (isLast) return { last, end };
    last = end;
  }
}

const wrongSize = (size: number) =>
  new RecordError(`the data compressed with Zstandard do not hold the ${size} bytes that they declare`);
const tooLarge = () => new RecordError('the data compressed with Zstandard hold more bytes than they declare');
export const damaged = () => new RecordError('the data compressed with Zstandard are damaged');
