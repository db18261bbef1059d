// Files that are read at any offset, through one open handle and with one read for each slice.

import type { RandomAccess } from './file-bytes';
import { MAX_HELD_BYTES, mebibytes } from './limits';
import { joined } from './lines';
import type { LocalFile } from './local-file';
import { RecordError } from './record-error';

export async function openFile(file: LocalFile): Promise<RandomAccess> {
  const { handle, size } = await file.open();
  return {
    byteLength: size,
    async slice(start, end = size) {
      const buffer = new ArrayBuffer(Math.max(0, Math.min(end, size) - start));
      let filled = 0;
      while (filled < buffer.byteLength) {
        const { bytesRead } = await handle.read(new Uint8Array(buffer, filled), 0, buffer.byteLength - filled, start + filled);
        if (bytesRead === 0) throw new RecordError('the file changed while it was read: it became shorter');
        filled += bytesRead;
      }
      return buffer;
    },
    close: () => handle.close(),
  };
}

/**
 * Reads a whole stream into memory, for a format that is read from its end.
 *
 * @throws RecordError if it is larger than what is held.
 */
export async function allOf(stream: AsyncIterable<Uint8Array>): Promise<RandomAccess> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of stream) {
    chunks.push(chunk);
    size += chunk.length;
    if (size > MAX_HELD_BYTES) throw tooLargeForPipe();
  }
  // what was read ahead comes as one chunk, and may be large
  return held(joined(chunks));
}

/** A file whose bytes are all in memory. */
export function held(whole: Uint8Array): RandomAccess {
  return {
    byteLength: whole.length,
    slice: (start, end = whole.length) => Uint8Array.from(whole.subarray(start, end)).buffer,
    close: async () => {},
  };
}

export function tooLargeForPipe(): RecordError {
  return new RecordError(`more than ${mebibytes(MAX_HELD_BYTES)} of it would have to be held in memory: give it as a file`);
}
