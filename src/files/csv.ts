// CSV and TSV with a header line.

import { Readable } from 'node:stream';
import Papa from 'papaparse';
import { bytesOf, type Source } from './bytes';
import { CsvTable } from './csv-table';
import { Fault } from './fault';
import type { Part } from './part';
import type { Reading } from './reading';

export async function readCsv(part: Part, reading: Reading, source: Source): Promise<number> {
  const table = new CsvTable(reading);
  await parse(part, source, (rows, unclosed) => table.add(rows, unclosed));
  return table.lines;
}

function parse(part: Part, source: Source, onRows: (rows: string[][], unclosed: number | undefined) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    const text = Readable.from(textOf(bytesOf(part, 0, source)), { objectMode: false, encoding: 'utf8' });
    // Papa listens too, but would not stop the promise
    text.once('error', reject);
    Papa.parse<string[]>(text, {
      delimiter: part.format === 'tsv' ? '\t' : ',',
      chunk({ data, errors }, parser) {
        try {
          onRows(data, errors.find(({ type }) => type === 'Quotes')?.row);
        } catch (error) {
          reject(error);
          parser.abort();
          text.destroy();
        }
      },
      complete: () => resolve(),
      error: reject,
    });
  });
}

async function* textOf(bytes: AsyncIterable<Buffer>): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  const decode = (chunk?: Buffer) => {
    try {
      return decoder.decode(chunk, { stream: chunk !== undefined });
    } catch {
      throw new Fault('the text is not UTF-8');
    }
  };
  for await (const chunk of bytes) yield decode(chunk);
  yield decode();
}
