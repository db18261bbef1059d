// CSV and TSV with a header line. A file stays whole, since whether a newline ends a record is known only from the quotes before it.

import { CsvTable } from '../csv-table';
import type { FileBytes } from '../file-bytes';
import { blocksOf } from '../lines';
import type { RecordSink } from '../record-sink';
import type { Format, FormatReader } from './format';

export const csv: Format = { title: 'CSV', extensions: ['csv'], unit: 'line', gzip: true };
export const tsv: Format = { title: 'TSV', extensions: ['tsv'], unit: 'line', gzip: true };

export const csvReader: FormatReader = { read: (file, sink) => readTable(file, sink, ',') };
export const tsvReader: FormatReader = { read: (file, sink) => readTable(file, sink, '\t') };

async function readTable(file: FileBytes, sink: RecordSink, delimiter: string): Promise<number> {
  const table = new CsvTable(sink, delimiter);
  for await (const block of blocksOf(file, { from: 0, to: Number.POSITIVE_INFINITY })) table.add(block);
  table.end();
  return table.lines;
}
