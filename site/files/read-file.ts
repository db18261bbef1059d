// Reads the records of a file of the reader's.

import type { FileBytes } from '../../src/files/file-bytes';
import { type Compression, type FileFormat, formatOf } from '../../src/files/format-of';
import { csvReader, tsvReader } from '../../src/files/formats/csv';
import type { FormatReader } from '../../src/files/formats/format';
import type { FormatName } from '../../src/files/formats/index';
import { jsonReader } from '../../src/files/formats/json';
import { jsonlReader } from '../../src/files/formats/jsonl';
import { RecordError } from '../../src/files/record-error';
import { type OnRecord, type ReadOptions, type RecordSink, recordSink } from '../../src/files/record-sink';

/** The most text that a page reads, decompressed: its numbers take about as much memory, and a page has little. */
export const MAX_TEXT_BYTES = 400e6;

type PageReader = (file: File, compression: Compression | undefined, sink: RecordSink) => Promise<unknown>;

const ofText =
  ({ read }: FormatReader): PageReader =>
  (file, compression, sink) =>
    read(textBytes(file, compression), sink);

/** The formats that the page reads. Arrow's reader alone would be larger than the page. */
const PAGE_READERS: Partial<Record<FormatName, PageReader>> = {
  jsonl: ofText(jsonlReader),
  json: ofText(jsonReader),
  csv: ofText(csvReader),
  tsv: ofText(tsvReader),
  parquet: readParquet,
};

/** @throws Error if the page cannot read such a file. */
export function pageFormatOf(name: string): FileFormat {
  const format = formatOf(name);
  if (!PAGE_READERS[format.format])
    throw new Error(`${name}: the page reads CSV, TSV, JSON and Parquet; for Arrow, use the command best-of-n`);
  if (format.compression && format.compression !== 'gzip')
    throw new Error(`${name}: the page reads no .${name.split('.').pop()}; use gzip, or the command best-of-n`);
  return format;
}

/**
 * Calls back for every record with its line or row, from 1.
 *
 * @throws RecordError at the first record that cannot be read.
 */
export async function readFile(file: File, onRecord: OnRecord, options: ReadOptions = {}): Promise<void> {
  const { format, compression } = pageFormatOf(file.name);
  await PAGE_READERS[format]?.(file, compression, recordSink(onRecord, options));
}

async function readParquet(file: File, _: Compression | undefined, sink: RecordSink): Promise<void> {
  const { readRows } = await import('../../src/files/parquet-rows');
  const slice = (start: number, end?: number) => file.slice(start, end).arrayBuffer();
  await readRows({ byteLength: file.size, slice }, sink);
}

function textBytes(file: File, compression: Compression | undefined): FileBytes {
  return {
    stream: () => chunksOf(file, compression !== undefined),
    open: () => Promise.reject(new Error('a text is read from its beginning')),
  };
}

/** A loop, since a stream of a page cannot be iterated over in every browser. */
async function* chunksOf(file: File, gzip: boolean): AsyncGenerator<Uint8Array> {
  if (file.size > MAX_TEXT_BYTES) throw tooLarge();
  const bytes = file.stream();
  const reader = (gzip ? bytes.pipeThrough(new DecompressionStream('gzip')) : bytes).getReader();
  let size = 0;
  try {
    for (;;) {
      const { done, value } = await reader.read().catch((error) => Promise.reject(gzip ? damaged() : error));
      if (done) return;
      size += value.length;
      if (size > MAX_TEXT_BYTES) throw tooLarge();
      yield value;
    }
  } finally {
    // what is left is neither read nor decompressed
    reader.cancel().catch(() => {});
  }
}

function tooLarge(): RecordError {
  return new RecordError('the text is larger than a page can hold: best-of-n, the command, reads files of any size');
}

function damaged(): RecordError {
  return new RecordError('the compressed data is damaged, or ends too early');
}
