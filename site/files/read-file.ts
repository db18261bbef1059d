// Reads the records of a file of the reader's.

import Papa from 'papaparse';
import { CsvTable } from '../../src/files/csv-table';
import { type FileFormat, formatOf } from '../../src/files/format-of';
import type { FormatName } from '../../src/files/formats/index';
import { recordOf } from '../../src/files/json-record';
import { RecordError } from '../../src/files/record-error';
import { type OnRecord, type ReadOptions, type RecordSink, recordSink } from '../../src/files/record-sink';

/** A text has no more characters than bytes, and a string in V8 holds at most 2^29 - 24 characters, about 537 million. */
const MAX_TEXT_BYTES = 400e6;

type PageReader = (file: File, gzip: boolean, sink: RecordSink) => Promise<void>;

/** The formats that the page reads. Arrow's reader alone would be larger than the page. */
const PAGE_READERS: Partial<Record<FormatName, PageReader>> = {
  jsonl: async (file, gzip, sink) => readJsonl(await textOf(file, gzip), sink),
  csv: async (file, gzip, sink) => readCsv(await textOf(file, gzip), ',', sink),
  tsv: async (file, gzip, sink) => readCsv(await textOf(file, gzip), '\t', sink),
  parquet: readParquet,
};

/** @throws Error if the page cannot read such a file. */
export function pageFormatOf(name: string): FileFormat {
  const format = formatOf(name);
  if (!PAGE_READERS[format.format])
    throw new Error(`${name}: the page reads CSV, TSV, JSON lines and Parquet; for Arrow, use the command best-of-n`);
  return format;
}

/**
 * Calls back for every record with its line or row, from 1.
 *
 * @throws RecordError at the first record that cannot be read.
 */
export async function readFile(file: File, onRecord: OnRecord, options: ReadOptions = {}): Promise<void> {
  const { format, gzip } = pageFormatOf(file.name);
  await PAGE_READERS[format]?.(file, gzip, recordSink(onRecord, options));
}

async function readParquet(file: File, _: boolean, sink: RecordSink): Promise<void> {
  const { readRows } = await import('../../src/files/parquet-rows');
  const slice = (start: number, end?: number) => file.slice(start, end).arrayBuffer();
  await readRows({ byteLength: file.size, slice }, sink);
}

async function textOf(file: File, gzip: boolean): Promise<string> {
  const tooLarge = new RecordError('the text is larger than a page can hold: best-of-n, the command, reads files of any size');
  if (file.size > MAX_TEXT_BYTES) throw tooLarge;
  const bytes = gzip ? await unzipped(file) : await file.arrayBuffer();
  if (bytes.byteLength > MAX_TEXT_BYTES) throw tooLarge;
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new RecordError('the text is not UTF-8', { at: badLineOf(new Uint8Array(bytes)) });
  }
}

async function unzipped(file: File): Promise<ArrayBuffer> {
  try {
    return await new Response(file.stream().pipeThrough(new DecompressionStream('gzip'))).arrayBuffer();
  } catch {
    throw new RecordError('the compressed data is damaged, or ends too early');
  }
}

/** The first line that is not UTF-8, from 1. */
function badLineOf(bytes: Uint8Array): number {
  let from = 0;
  for (let line = 1; ; line++) {
    const newline = bytes.indexOf(10, from);
    const to = newline < 0 ? bytes.length : newline;
    try {
      new TextDecoder('utf-8', { fatal: true }).decode(bytes.subarray(from, to));
    } catch {
      return line;
    }
    if (newline < 0) return line;
    from = newline + 1;
  }
}

function readJsonl(text: string, sink: RecordSink): void {
  let from = 0;
  for (let at = 1; from < text.length; at++) {
    const newline = text.indexOf('\n', from);
    const to = newline < 0 ? text.length : newline;
    const line = text.slice(from, to);
    from = to + 1;
    if (line.trim() !== '') sink.withPlace(at, () => sink.onRecord(recordOf(line, sink.exact), at));
  }
}

/** Characters that are parsed at a time, so that the rows of a large text never lie in memory all at once. */
const CHUNK_CHARACTERS = 1 << 20;

function readCsv(text: string, delimiter: string, sink: RecordSink): void {
  const table = new CsvTable(sink);
  let failure: { error: unknown } | undefined;
  Papa.parse<string[]>(text, {
    delimiter,
    chunkSize: CHUNK_CHARACTERS,
    complete() {},
    chunk({ data, errors }: Papa.ParseResult<string[]>, parser: Papa.Parser) {
      try {
        table.add(data, errors.find(({ type }) => type === 'Quotes')?.row);
      } catch (error) {
        failure = { error };
        parser.abort();
      }
    },
  });
  if (failure) throw failure.error;
}
