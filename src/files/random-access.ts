// Files that are read at any offset, through one open handle and with one read for each slice.

import { open } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { coded } from '../errors';
import type { RandomAccess } from './file-bytes';

export async function openFile(file: string): Promise<RandomAccess> {
  const handle = await open(file);
  const { size } = await handle.stat();
  return {
    byteLength: size,
    async slice(start, end = size) {
      const buffer = new ArrayBuffer(Math.max(0, Math.min(end, size) - start));
      let filled = 0;
      while (filled < buffer.byteLength) {
        const { bytesRead } = await handle.read(new Uint8Array(buffer, filled), 0, buffer.byteLength - filled, start + filled);
        if (bytesRead === 0) throw coded(Error, 'BAD_FILE', `${file} became shorter while it was read`);
        filled += bytesRead;
      }
      return buffer;
    },
    close: () => handle.close(),
  };
}

/** Reads a whole stream into memory, for a format that is read from its end. */
export async function allOf(stream: Readable = process.stdin): Promise<RandomAccess> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk as Buffer);
  const { buffer } = Uint8Array.from(Buffer.concat(chunks));
  return {
    byteLength: buffer.byteLength,
    slice: (start, end) => buffer.slice(start, end) as ArrayBuffer,
    close: async () => {},
  };
}
