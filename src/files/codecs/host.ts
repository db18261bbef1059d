// The decompression of Node.js, which stops at the size that it is told, and is faster than any in JavaScript.

import zlib from 'node:zlib';
import type { Codecs } from '../file-bytes';

type Unfold = (bytes: Uint8Array, options: { maxOutputLength: number }) => Uint8Array;

/** Only newer versions have it. */
const { zstdDecompressSync } = zlib as { zstdDecompressSync?: Unfold };

const held = (unfold: Unfold) => (bytes: Uint8Array, size: number) =>
  // at least 1, which Node.js demands
  unfold(bytes, { maxOutputLength: Math.max(1, size) });

export const HOST_CODECS: Codecs = {
  GZIP: held(zlib.unzipSync),
  BROTLI: held(zlib.brotliDecompressSync),
  ...(zstdDecompressSync ? { ZSTD: held(zstdDecompressSync) } : {}),
};
