// Zstandard, decompressed block by block as it comes: of a file of any size no more is held than its window. Frames may follow one another, need not
// say how large they are, and may be such as are skipped.

import { Decompress } from 'fzstd';
import { messageOf } from '../../errors';
import { ByteSource } from '../byte-source';
import { RecordError } from '../record-error';
import { XxHash64 } from './xxhash64';
import { CHECKSUM, damaged, MAGIC, MAX_HEADER_BYTES, RAW, RESERVED, RUN, readHeader, SKIPPABLE } from './zstd';
import { BlockSizes, MAX_BLOCK_BYTES } from './zstd-blocks';

/** The header that the decoder is given: magic number, no flag, and the window. */
const HEADER = Uint8Array.of(0x28, 0xb5, 0x2f, 0xfd, 0, 0);
/** An empty block that is stored as it is, which fills up what the decoder waits for before it looks at a header. */
const NO_BLOCKS = new Uint8Array(12);

/**
 * The content of all frames, in pieces.
 *
 * @throws RecordError if the data are damaged or cut short, or a checksum does not fit.
 */
export async function* unfoldZstd(stream: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const source = new ByteSource(stream);
  try {
    for (;;) {
      const start = await source.take(4);
      if (start.length === 0) return;
      if (start.length < 4) throw cutShort();
      const magic = uint32(start);
      if ((magic & ~15) >>> 0 === SKIPPABLE) await skip(source, uint32(await exactly(source, 4)));
      else if (magic === MAGIC) yield* unfoldFrame(source);
      else throw damaged();
    }
  } finally {
    await source.close();
  }
}

async function* unfoldFrame(source: ByteSource): AsyncGenerator<Uint8Array> {
  const { flags, content, window } = await headerOf(source);
  let out: Uint8Array | undefined;
  const decoder = new Decompress((bytes) => {
    if (bytes.length > 0) out = bytes;
  });
  decoder.push(headerFor(Math.min(window, content ?? window)));
  decoder.push(NO_BLOCKS);
  const sizes = new BlockSizes();
  const hash = flags & CHECKSUM ? new XxHash64() : undefined;
  let total = 0;
  for (let isLast = false; !isLast; ) {
    const head = await exactly(source, 3);
    const word = head[0] | (head[1] << 8) | (head[2] << 16);
    const [type, length] = [(word >> 1) & 3, word >> 3];
    isLast = (word & 1) === 1;
    if (type === RESERVED || length > MAX_BLOCK_BYTES) throw damaged();
    const block = await exactly(source, type === RUN ? 1 : length);
    const size = type === RAW || type === RUN ? length : sizes.of(block);
    if (size === undefined) throw damaged();
    out = undefined;
    // the decoder is never told that a block is the last one, since it would then wait for a frame
    push(decoder, Uint8Array.of(head[0] & ~1, head[1], head[2]), block);
    const bytes: Uint8Array = out ?? new Uint8Array();
    if (bytes.length !== size) throw damaged();
    total += size;
    if (content !== undefined && total > content) throw wrongSize(content);
    hash?.add(bytes);
    if (size > 0) yield bytes;
  }
  if (content !== undefined && total !== content) throw wrongSize(content);
  if (hash && uint32(await exactly(source, 4)) !== hash.low32())
    throw new RecordError('the data compressed with Zstandard are damaged: their checksum does not fit');
}

async function headerOf(source: ByteSource) {
  const bytes = new Uint8Array(MAX_HEADER_BYTES);
  bytes[4] = (await exactly(source, 1))[0];
  const flags = bytes[4];
  const isSingle = (flags & 0x20) !== 0;
  const contentBytes = flags >> 6 === 0 ? Number(isSingle) : 1 << (flags >> 6);
  bytes.set(await exactly(source, (isSingle ? 0 : 1) + contentBytes), 5);
  return readHeader(bytes, 0);
}

/** Declares the least window that there is a byte for and that is no smaller; a block may be as large as one. */
function headerFor(window: number): Uint8Array {
  const header = Uint8Array.from(HEADER);
  const least = Math.max(window, MAX_BLOCK_BYTES);
  let exponent = Math.floor(Math.log2(least)) - 10;
  let eighths = Math.ceil((least / 2 ** (exponent + 10) - 1) * 8);
  if (eighths === 8) {
    exponent++;
    eighths = 0;
  }
  header[5] = (exponent << 3) | eighths;
  return header;
}

function push(decoder: Decompress, head: Uint8Array, block: Uint8Array): void {
  const bytes = new Uint8Array(3 + block.length);
  bytes.set(head);
  bytes.set(block, 3);
  try {
    decoder.push(bytes);
  } catch (error) {
    throw new RecordError(`the data compressed with Zstandard are damaged: ${messageOf(error)}`);
  }
}

async function skip(source: ByteSource, length: number): Promise<void> {
  for (let left = length; left > 0; ) {
    const piece = await source.take(Math.min(left, 2 ** 16));
    if (piece.length === 0) throw cutShort();
    left -= piece.length;
  }
}

async function exactly(source: ByteSource, length: number): Promise<Uint8Array> {
  const bytes = await source.take(length);
  if (bytes.length < length) throw cutShort();
  return bytes;
}

const uint32 = (bytes: Uint8Array) => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength).getUint32(0, true);

const cutShort = () => new RecordError('the compressed data ends too early: the file is cut short');
const wrongSize = (size: number) =>
  new RecordError(`the data compressed with Zstandard do not hold the ${size} bytes that they declare`);
