// The bytes of a part, decompressed.

import { createReadStream } from 'node:fs';
import { pipeline, type Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { Fault } from './fault';
import type { Part } from './part';

const CHUNK = 1 << 20;

/** A stream over a part from its first byte on; `-` is standard input, or the stream given in its place. */
export function bytesOf(part: Part, from = 0, standardInput: Readable = process.stdin): Readable {
  const raw = part.file === '-' ? standardInput : createReadStream(part.file, { start: from, highWaterMark: CHUNK });
  if (!part.gzip) return raw;
  const text = createGunzip({ chunkSize: CHUNK });
  // an error of either ends up in the iteration of the last
  pipeline(raw, text, () => {});
  return text;
}

/** The chunks of a stream, with its own errors told as faults of the file. */
export async function* chunksOf(stream: Readable): AsyncGenerator<Buffer> {
  try {
    for await (const chunk of stream) yield chunk as Buffer;
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'Z_BUF_ERROR') throw new Fault('the compressed data ends too early: the file is cut short');
    if (code?.startsWith('Z_')) throw new Fault(`the compressed data is damaged: ${message}`);
    throw error;
  }
}
