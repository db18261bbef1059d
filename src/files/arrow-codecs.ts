// The compressions that Arrow files use; pyarrow writes Feather with LZ4 unless told otherwise.

import { CompressionType, compressionRegistry } from 'apache-arrow';
import { decompress as unzstd } from 'fzstd';
import { decompress as unlz4 } from 'lz4js';

export function registerCodecs(): void {
  compressionRegistry.set(CompressionType.LZ4_FRAME, { decode: (data: Uint8Array) => unlz4(withoutChecksums(data)) });
  compressionRegistry.set(CompressionType.ZSTD, { decode: (data: Uint8Array) => unzstd(data) });
}

// Flags of an LZ4 frame: a checksum follows each block; the header holds the size of the content. And of a block: its data is stored as it is.
const BLOCK_CHECKSUM = 0x10;
const CONTENT_SIZE = 0x08;
const UNCOMPRESSED = 0x80000000;

/**
 * The frame without the checksums of its blocks, which polars writes. The format puts each after its block, and lz4js, which does not need them,
 * looks for it before.
 */
function withoutChecksums(frame: Uint8Array): Uint8Array {
  const flags = frame[4];
  if ((flags & BLOCK_CHECKSUM) === 0) return frame;
  const view = new DataView(frame.buffer, frame.byteOffset, frame.byteLength);
  const out = frame.slice();
  out[4] = flags & ~BLOCK_CHECKSUM;
  let from = 7 + (flags & CONTENT_SIZE ? 8 : 0);
  let to = from;
  for (;;) {
    const size = (view.getUint32(from, true) & ~UNCOMPRESSED) >>> 0;
    out.set(frame.subarray(from, from + 4 + size), to);
    to += 4 + size;
    from += 4 + size;
    if (size === 0) break;
    from += 4;
  }
  // what is left is the checksum of the whole frame, if there is one
  out.set(frame.subarray(from), to);
  return out.subarray(0, to + frame.length - from);
}
