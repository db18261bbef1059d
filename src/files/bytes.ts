// The bytes of a file on a disk or from a pipe, decompressed.

import { isUtf8 } from 'node:buffer';
import { createReadStream } from 'node:fs';
import { pipeline, type Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { HOST_CODECS } from './codecs/host';
import { unfoldZstd } from './codecs/zstd-stream';
import type { ChunkMemory, FileBytes } from './file-bytes';
import type { Compression } from './format-of';
import { LocalFile } from './local-file';
import { isPipe, type Part } from './part';
import { allOf, openFile } from './random-access';
import { readingError } from './reading-error';
import { RecordError } from './record-error';
import { utf8Of } from './text-encoding';

const CHUNK_BYTES = 1 << 20;

export interface Source {
  /** What a part reads that is standard input or another pipe. @default process.stdin */
  standardInput?: Readable;
  /** Called now and then with the number of bytes of the file that have been read. */
  onBytes?: (read: number) => void;
}

type NamedFile = Pick<Part, 'file' | 'compression' | 'encoding' | 'version' | 'pipe'>;

/** The bytes, and a check that the file is still what it was when it was cut or, if it was not, opened. */
export function bytesOf(part: NamedFile, source: Source = {}): FileBytes & { checkUnchanged(): Promise<void> } {
  const file = isPipe(part) ? undefined : new LocalFile(part.file, part.version);
  return {
    stream(from = 0, memory) {
      if (memory && file && !part.compression && !part.encoding) return chunksInto(memory, file, from, source.onBytes);
      const bytes = chunksOf(file ?? pipeOf(part, source), part.compression, from, source.onBytes);
      return part.encoding ? utf8Of(bytes, part.encoding) : bytes;
    },
    open: () => (file ? openFile(file) : allOf(pipeOf(part, source))),
    onBytes: source.onBytes,
    codecs: HOST_CODECS,
    isUtf8,
    checkUnchanged: async () => file?.checkUnchanged(),
  };
}

async function* chunksOf(
  source: LocalFile | Readable,
  compression: Compression | undefined,
  from: number,
  onBytes?: (read: number) => void
): AsyncGenerator<Uint8Array> {
  const opened = source instanceof LocalFile ? await source.open() : undefined;
  const file = opened && createReadStream('', { fd: opened.handle, start: from, highWaterMark: CHUNK_BYTES });
  const raw = file ?? (source as Readable);
  try {
    const stream = compression === 'gzip' ? gunzipped(raw, opened?.size) : compression === 'zstd' ? unfoldZstd(raw) : raw;
    for await (const chunk of stream) {
      if (file) onBytes?.(file.bytesRead);
      yield chunk as Uint8Array;
    }
  } catch (error) {
    throw readingError(error as NodeJS.ErrnoException);
  } finally {
    file?.destroy();
  }
}

/** Reads a file into given memory: one chunk while the other is used. */
async function* chunksInto(
  memory: ChunkMemory,
  file: LocalFile,
  from: number,
  onBytes?: (read: number) => void
): AsyncGenerator<Uint8Array> {
  const { handle } = await file.open();
  let position = from;
  const read = (turn: 0 | 1) => {
    const target = memory.chunk(turn);
    const reading = handle.read(target, 0, target.length, position);
    // it is waited for when the chunk at hand has been used
    reading.catch(() => {});
    return reading;
  };
  let reading = read(0);
  try {
    for (let turn: 0 | 1 = 0; ; turn = turn === 0 ? 1 : 0) {
      const { bytesRead } = await reading;
      if (bytesRead === 0) return;
      position += bytesRead;
      onBytes?.(position - from);
      memory.prepare();
      reading = read(turn === 0 ? 1 : 0);
      yield memory.chunk(turn).subarray(0, bytesRead);
    }
  } catch (error) {
    throw readingError(error as NodeJS.ErrnoException);
  } finally {
    // nothing may be written to the memory once it is given back
    await reading.catch(() => {});
    await handle.close();
  }
}

async function* gunzipped(raw: Readable, size: number | undefined): AsyncGenerator<Uint8Array> {
  let taken = 0;
  const gunzip = createGunzip({ chunkSize: CHUNK_BYTES });
  raw.on('data', (chunk: Buffer) => {
    taken += chunk.length;
  });
  // an error of either stream ends up in the iteration of the last one
  yield* pipeline(raw, gunzip, () => {});
  // the decoder takes whatever begins with a zero for padding
  if (gunzip.bytesWritten < (size ?? taken)) throw new RecordError('other bytes follow the compressed data: the file is damaged');
}

/** @throws RecordError if the pipe was opened by another process. */
function pipeOf({ file }: NamedFile, { standardInput }: Source): Readable {
  if (standardInput) return standardInput;
  if (file !== '-') throw new RecordError('it is a pipe, which only the process that opened it can read');
  return process.stdin;
}
