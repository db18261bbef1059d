// The compressions that Arrow files use; pyarrow writes Feather with LZ4 unless told otherwise.

import { CompressionType, compressionRegistry } from 'apache-arrow';
import { decompress as unzstd } from 'fzstd';
import { decompress as unlz4 } from 'lz4js';

export function registerCodecs(): void {
  compressionRegistry.set(CompressionType.LZ4_FRAME, { decode: (data: Uint8Array) => unlz4(withoutChecksums(data)) });
  compressionRegistry.set(CompressionType.ZSTD, { decode: (data: Uint8Array) => unzstd(data) });
}

/** The flag of an LZ4 frame whose blocks are each followed by a checksum, and of one that tells its size. */
const BLOCK_CHECKSUM = 0x10;
const CONTENT_SIZE = 0x08;
const UNCOMPRESSED = 0x80000000;

/** lz4js looks for a block's checksum before the block, where the format has it behind; polars writes them. It needs none. */
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
  // the checksum of the whole, if there is one
  out.set(frame.subarray(from), to);
  return out.subarray(0, to + frame.length - from);
}
