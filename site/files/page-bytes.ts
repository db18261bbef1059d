// The bytes of a file of the reader's as the readers of formats take them, decompressed by the browser.

import { unfoldZstd } from '../../src/files/codecs/zstd-stream';
import type { FileBytes, Host } from '../../src/files/file-bytes';
import type { Compression } from '../../src/files/format-of';
import { RecordError } from '../../src/files/record-error';
import { type Utf16, utf8Of } from '../../src/files/text-encoding';

/** The most text that a page reads, decompressed: its numbers take about as much memory, and a page has little. */
export const MAX_TEXT_BYTES = 400e6;

export const PAGE_HOST: Host = {
  inflate: (stream) => unfolded(streamOf(stream), 'deflate-raw'),
  checkSize(bytes) {
    if (bytes > MAX_TEXT_BYTES) throw tooLarge();
  },
};

/** What goes along with the reading: it can be given up, and tells which part of the stored bytes it has come to, from 0 to 1. */
interface Watch {
  signal?: AbortSignal;
  onRead?: (part: number) => void;
}

/** The bytes of a file, decompressed, those of a text in UTF-8; at any offset they are as they are stored. */
export function pageBytes(file: Blob, compression?: Compression, encoding?: Utf16, watch: Watch = {}): FileBytes {
  const read = (from: number): AsyncIterable<Uint8Array> => {
    const stored = watched(file.slice(from).stream(), from, file.size, watch);
    if (compression === 'gzip') return unfolded(stored, 'gzip');
    return compression === 'zstd' ? unfoldZstd(chunksOf(stored, unreadable)) : chunksOf(stored, unreadable);
  };
  return {
    stream: (from = 0) => limited(encoding ? utf8Of(read(from), encoding) : read(from)),
    open: async () => ({
      byteLength: file.size,
      slice: (start, end) => {
        watch.signal?.throwIfAborted();
        watch.onRead?.((end ?? file.size) / file.size);
        return file.slice(start, end).arrayBuffer().catch(unreadable);
      },
      close: async () => {},
    }),
  };
}

function unfolded(stored: ReadableStream<Uint8Array>, format: CompressionFormat): AsyncIterable<Uint8Array> {
  return chunksOf(stored.pipeThrough(new DecompressionStream(format) as ReadableWritablePair<Uint8Array, Uint8Array>), damaged);
}

/** So long a file is read before the messages that have come meanwhile are heard. */
const HEARING_MILLISECONDS = 50;

function watched(stored: ReadableStream<Uint8Array>, from: number, size: number, { signal, onRead }: Watch) {
  if (signal === undefined && onRead === undefined) return stored;
  let at = from;
  let heard = performance.now();
  const counting = new TransformStream<Uint8Array, Uint8Array>({
    async transform(chunk, controller) {
      // a stream whose chunks are at hand lets no message through, not even the one that gives it up
      if (performance.now() - heard > HEARING_MILLISECONDS) {
        await new Promise((resolve) => setTimeout(resolve));
        heard = performance.now();
      }
      signal?.throwIfAborted();
      at += chunk.length;
      onRead?.(at / size);
      controller.enqueue(chunk);
    },
  });
  return stored.pipeThrough(counting);
}

/** A loop, since a stream of a page cannot be iterated over in every browser. */
async function* chunksOf(stream: ReadableStream<Uint8Array>, onError: (error: unknown) => never): AsyncGenerator<Uint8Array> {
  const reader = stream.getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read().catch(onError);
      if (done) return;
      yield value;
    }
  } finally {
    // what is left is neither read nor decompressed
    reader.cancel().catch(() => {});
  }
}

async function* limited(stream: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let size = 0;
  for await (const bytes of stream) {
    size += bytes.length;
    if (size > MAX_TEXT_BYTES) throw tooLarge();
    yield bytes;
  }
}

function streamOf(bytes: AsyncIterable<Uint8Array>): ReadableStream<Uint8Array> {
  const chunks = bytes[Symbol.asyncIterator]();
  return new ReadableStream({
    async pull(controller) {
      const { done, value } = await chunks.next();
      if (done) controller.close();
      else controller.enqueue(value);
    },
    async cancel() {
      await chunks.return?.();
    },
  });
}

function tooLarge(): RecordError {
  return new RecordError('the text is larger than a page can hold: best-of-n, the command, reads files of any size');
}

function damaged(error: unknown): never {
  if (error instanceof RecordError) throw error;
  throw new RecordError('the compressed data is damaged, or ends too early');
}

function unreadable(): never {
  throw new RecordError('it cannot be read any more: it was changed, moved or removed since it was chosen; choose it again');
}
