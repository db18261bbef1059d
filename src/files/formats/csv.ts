// CSV and TSV with a header line. A file stays whole, since whether a newline ends a record is known only from the quotes before it.

import Papa from 'papaparse';
import { CsvTable } from '../csv-table';
import type { FileBytes } from '../file-bytes';
import type { RecordSink } from '../record-sink';
import type { Format, FormatReader } from './format';

export const csv: Format = { title: 'CSV', extensions: ['csv'], unit: 'line', gzip: true };
export const tsv: Format = { title: 'TSV', extensions: ['tsv'], unit: 'line', gzip: true };

export const csvReader: FormatReader = { read: (file, sink) => readTable(file, sink, ',') };
export const tsvReader: FormatReader = { read: (file, sink) => readTable(file, sink, '\t') };

function readTable(file: FileBytes, sink: RecordSink, delimiter: string): Promise<number> {
  const table = new CsvTable(sink);
  return new Promise((resolve, reject) => {
    const text = file.text();
    // Papa listens for errors too, but would not reject the promise
    text.once('error', reject);
    Papa.parse<string[]>(text, {
      delimiter,
      chunk({ data, errors }, parser) {
        try {
          table.add(data, errors.find(({ type }) => type === 'Quotes')?.row);
        } catch (error) {
          reject(error);
          parser.abort();
          text.destroy();
        }
      },
      complete: () => resolve(table.lines),
      error: reject,
    });
  });
}
