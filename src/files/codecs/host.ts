// The decompression of Node.js, which stops at the size that it is told, and is faster than any in JavaScript.

import { pipeline, Readable } from 'node:stream';
import zlib from 'node:zlib';
import type { Codecs, Host } from '../file-bytes';

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

const CHUNK_BYTES = 2 ** 20;

export const NODE_HOST: Host = {
  codecs: HOST_CODECS,
  inflate: (stream) => pipeline(Readable.from(stream), zlib.createInflateRaw({ chunkSize: CHUNK_BYTES }), () => {}),
};
