// CSV and TSV with a header line. A file stays whole, since whether a newline ends a record is known only from the quotes before it.

import { CsvTable } from '../csv-table';
import type { FileBytes } from '../file-bytes';
import type { CsvDialect } from '../layout';
import { blocksOf } from '../lines';
import { LineScanner } from '../scanner/line-scanner';
import { scanTable } from '../scanner/scan-table';
import type { Format, FormatReader } from './format';

export const csv: Format = { title: 'CSV', extensions: ['csv'], unit: 'line', compressed: true };
export const tsv: Format = { title: 'TSV', extensions: ['tsv'], unit: 'line', compressed: true };

export const csvReader: FormatReader = readerFor({ delimiter: ',', decimalComma: [] });
export const tsvReader: FormatReader = readerFor({ delimiter: '\t', decimalComma: [] });

/** @param usual - how a file is written that nothing else is known of. */
function readerFor(usual: CsvDialect): FormatReader {
  return {
    read: (file, sink, _, { csv = usual } = {}) => readTable(file, new CsvTable(sink, csv)),
    async readColumns(file, sink, fast, _, { csv = usual } = {}) {
      const table = new CsvTable(sink, csv);
      if (!LineScanner.canRead(fast.wanted)) return readTable(file, table);
      await scanTable(file, table, fast, csv.delimiter);
      return table.lines;
    },
  };
}

async function readTable(file: FileBytes, table: CsvTable): Promise<number> {
  for await (const block of blocksOf(file)) table.add(block);
  table.end();
  return table.lines;
}
