// The bytes of a file on a disk or from standard input, decompressed.

import { createReadStream } from 'node:fs';
import { pipeline, Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import type { FileBytes } from './file-bytes';
import { allOf, openFile } from './random-access';
import { RecordError } from './record-error';

const CHUNK_BYTES = 1 << 20;

export interface Source {
  /** What `-` reads. @default process.stdin */
  standardInput?: Readable;
  /** Called now and then with the number of bytes of the file that have been read. */
  onBytes?: (read: number) => void;
}

interface NamedFile {
  file: string;
  gzip: boolean;
}

export function bytesOf(file: NamedFile, source: Source = {}): FileBytes {
  return {
    stream: (from = 0) => chunksOf(file, from, source),
    text: () => Readable.from(textOf(chunksOf(file, 0, source)), { objectMode: false, encoding: 'utf8' }),
    open: () => (file.file === '-' ? allOf(source.standardInput) : openFile(file.file)),
    onBytes: source.onBytes,
  };
}

async function* chunksOf(
  { file: name, gzip }: NamedFile,
  from: number,
  { standardInput = process.stdin, onBytes }: Source
): AsyncGenerator<Buffer> {
  const file = name === '-' ? undefined : createReadStream(name, { start: from, highWaterMark: CHUNK_BYTES });
  const raw = file ?? standardInput;
  // an error of either stream ends up in the iteration of the last one
  const stream = gzip ? pipeline(raw, createGunzip({ chunkSize: CHUNK_BYTES }), () => {}) : raw;
  try {
    for await (const chunk of stream) {
      if (file) onBytes?.(file.bytesRead);
      yield chunk as Buffer;
    }
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'Z_BUF_ERROR') throw new RecordError('the compressed data ends too early: the file is cut short');
    if (code?.startsWith('Z_')) throw new RecordError(`the compressed data is damaged: ${message}`);
    throw error;
  }
}

async function* textOf(bytes: AsyncIterable<Buffer>): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  const decode = (chunk?: Buffer) => {
    try {
      return decoder.decode(chunk, { stream: chunk !== undefined });
    } catch {
      throw new RecordError('the text is not UTF-8');
    }
  };
  for await (const chunk of bytes) yield decode(chunk);
  yield decode();
}
