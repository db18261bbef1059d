// The bytes of a file as the formats read them, wherever they are: on a disk, in a pipe, in a page. Formats know no more of a file
// than this, and import nothing of Node.js but types, so that the explorer may import them too.

import type { Readable } from 'node:stream';
import type { AsyncBuffer } from 'hyparquet';

/** Bytes that are read here and there. */
export type RandomAccess = AsyncBuffer & { close(): Promise<void> };

export interface FileBytes {
  /** The bytes from one of them on, decompressed. Its errors are told as those of the file. */
  stream(from?: number): AsyncIterable<Uint8Array>;
  /** The text, decoded from UTF-8; its errors are told as those of the file. */
  text(): Readable;
  /** All of the file, to be closed. */
  open(): Promise<RandomAccess>;
  /** Called now and then with how many bytes have been read, where that is known. */
  onBytes?: (read: number) => void;
}
