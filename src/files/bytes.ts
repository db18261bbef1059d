// The bytes of a part, decompressed.

import { createReadStream } from 'node:fs';
import { pipeline, type Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { Fault } from './fault';
import type { Part } from './part';

const CHUNK = 1 << 20;

export interface Source {
  /** What `-` reads. */
  standardInput?: Readable;
  /** Called now and then with how many bytes of the file have been read. */
  onBytes?: (read: number) => void;
}

/** The bytes of a part from one of them on; errors of the stream are told as faults of the file. */
export async function* bytesOf(
  part: Part,
  from: number,
  { standardInput = process.stdin, onBytes }: Source
): AsyncGenerator<Buffer> {
  const file = part.file === '-' ? undefined : createReadStream(part.file, { start: from, highWaterMark: CHUNK });
  const raw = file ?? standardInput;
  // an error of either ends up in the iteration of the last
  const stream = part.gzip ? pipeline(raw, createGunzip({ chunkSize: CHUNK }), () => {}) : raw;
  try {
    for await (const chunk of stream) {
      if (file) onBytes?.(file.bytesRead);
      yield chunk as Buffer;
    }
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'Z_BUF_ERROR') throw new Fault('the compressed data ends too early: the file is cut short');
    if (code?.startsWith('Z_')) throw new Fault(`the compressed data is damaged: ${message}`);
    throw error;
  }
}
