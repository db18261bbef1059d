// CSV and TSV with a header line. A file stays whole, since whether a newline ends a record is known only from the quotes before it.

import { CsvTable } from '../csv-table';
import type { FileBytes } from '../file-bytes';
import type { CsvDialect } from '../layout';
import { blocksOf } from '../lines';
import type { RecordSink } from '../record-sink';
import type { Format, FormatReader } from './format';

export const csv: Format = { title: 'CSV', extensions: ['csv'], unit: 'line', compressed: true };
export const tsv: Format = { title: 'TSV', extensions: ['tsv'], unit: 'line', compressed: true };

export const csvReader: FormatReader = {
  read: (file, sink, _, layout) => readTable(file, sink, layout?.csv ?? { delimiter: ',', decimalComma: [] }),
};
export const tsvReader: FormatReader = {
  read: (file, sink, _, layout) => readTable(file, sink, layout?.csv ?? { delimiter: '\t', decimalComma: [] }),
};

async function readTable(file: FileBytes, sink: RecordSink, dialect: CsvDialect): Promise<number> {
  const table = new CsvTable(sink, dialect);
  for await (const block of blocksOf(file, { from: 0, to: Number.POSITIVE_INFINITY })) table.add(block);
  table.end();
  return table.lines;
}
