// The compressions of Parquet pages, each held to the number of bytes that the page declares.

import { snappyUncompress } from 'hyparquet';
import { compressors } from 'hyparquet-compressors';
import { decompressLz4Block, decompressLz4Hadoop } from '../codecs/lz4';
import { checkSnappy } from '../codecs/snappy';
import { decompressZstd } from '../codecs/zstd';
import { crc32 } from '../crc32';
import type { Codecs } from '../file-bytes';
import { RecordError } from '../record-error';

type Unfold = (bytes: Uint8Array, size: number) => Uint8Array;

const OWN: Record<string, Unfold> = {
  UNCOMPRESSED: (bytes) => bytes,
  SNAPPY: unsnappy,
  GZIP: ungzip,
  BROTLI: (bytes, size) => (compressors.BROTLI as Unfold)(bytes, size),
  ZSTD: decompressZstd,
  LZ4: decompressLz4Hadoop,
  LZ4_RAW: decompressLz4Block,
};

/**
 * The `size` bytes that a page unfolds to.
 *
 * @param codecs - those of the host, which go before the package's own.
 * @throws Error if the data are damaged or unfold to more or fewer bytes.
 */
export function unfolded(bytes: Uint8Array, codec: string, size: number, codecs: Codecs = {}): Uint8Array {
  if (size === 0 && bytes.length === 0) return bytes;
  const unfold = codecs[codec as keyof Codecs] ?? OWN[codec];
  if (!unfold) throw new RecordError(`the compression ${codec} is not known`);
  const out = unfold(bytes, size);
  if (out.length !== size) throw new RecordError(`the page declares ${size} bytes and has ${out.length}`);
  return out;
}

function unsnappy(bytes: Uint8Array, size: number): Uint8Array {
  checkSnappy(bytes, size);
  // the page of the explorer has no WebAssembly for this
  if (compressors.SNAPPY) return compressors.SNAPPY(bytes, size);
  const out = new Uint8Array(size);
  snappyUncompress(bytes, out);
  return out;
}

/** In a page of the explorer: what comes is compared with the sum at the end, since the decoder fills up with zeros what is missing. */
function ungzip(bytes: Uint8Array, size: number): Uint8Array {
  const out = (compressors.GZIP as Unfold)(bytes, size);
  if (bytes[0] === 0x1f && bytes[1] === 0x8b && bytes.length >= 8) {
    const tail = new DataView(bytes.buffer, bytes.byteOffset + bytes.length - 8, 8);
    if (tail.getUint32(4, true) !== size || tail.getUint32(0, true) !== crc32(out))
      throw new RecordError('the data compressed with gzip are damaged');
  }
  return out;
}
