// The bytes of a file as the formats read them, wherever they are: on a disk, in a pipe, in a page. Formats know no more of a file
// than this, and import nothing of Node.js but types, so that the explorer may import them too.

import type { AsyncBuffer } from 'hyparquet';

/** The bytes of a file that is read at any offset, until it is closed. */
export type RandomAccess = AsyncBuffer & { close(): Promise<void> };

/** The decompression that the host has, by the names that Parquet uses. Each unfolds to at most `size` bytes, and throws where there are more. */
export type Codecs = Partial<Record<'GZIP' | 'BROTLI' | 'ZSTD', (bytes: Uint8Array, size: number) => Uint8Array>>;

/** Memory that a file may be read into, by chunks in turn, so that none is made for each. */
export interface ChunkMemory {
  /** Where a chunk is read to. */
  chunk(turn: 0 | 1): Uint8Array;
  /** Called while neither chunk is in use, so that the memory may be moved. */
  prepare(): void;
}

/** What a host does for the readers: Node.js by zlib, a page by its streams. */
export interface Host {
  codecs?: Codecs;
  /** The content of data that are deflated without any header, as members of zip archives are. */
  inflate(stream: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array>;
  /**
   * Called with how many bytes an archive holds decompressed, before they are read.
   *
   * @throws RecordError if that is more than the host can hold.
   */
  checkSize?(bytes: number): void;
}

export interface FileBytes {
  /**
   * A stream of the bytes from an offset on, decompressed. Its errors are reported as those of the file.
   *
   * @param memory - used if the bytes need nothing but reading; each chunk is then valid until the next one is asked for.
   */
  stream(from?: number, memory?: ChunkMemory): AsyncIterable<Uint8Array>;
  /** Opens the file for reading at any offset; the caller closes it. */
  open(): Promise<RandomAccess>;
  /** Called now and then with how many bytes have been read, where that is known. */
  onBytes?: (read: number) => void;
  codecs?: Codecs;
  /** Whether bytes are UTF-8, if the host can tell that faster than by decoding them. */
  isUtf8?(bytes: Uint8Array): boolean;
}
