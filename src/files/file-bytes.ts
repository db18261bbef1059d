// The bytes of a file as the formats read them, wherever they are: on a disk, in a pipe, in a page. Formats know no more of a file
// than this, and import nothing of Node.js but types, so that the explorer may import them too.

import type { Readable } from 'node:stream';
import type { AsyncBuffer } from 'hyparquet';

/** The bytes of a file that is read at any offset, until it is closed. */
export type RandomAccess = AsyncBuffer & { close(): Promise<void> };

export interface FileBytes {
  /** A stream of the bytes from an offset on, decompressed. Its errors are reported as those of the file. */
  stream(from?: number): AsyncIterable<Uint8Array>;
  /** A stream of the text, decoded from UTF-8. Its errors are reported as those of the file. */
  text(): Readable;
  /** Opens the file for reading at any offset; the caller closes it. */
  open(): Promise<RandomAccess>;
  /** Called now and then with how many bytes have been read, where that is known. */
  onBytes?: (read: number) => void;
}
