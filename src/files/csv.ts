// CSV and TSV with a header line.

import { pipeline } from 'node:stream';
import { CsvError, parse } from 'csv-parse';
import { bytesOf, type Source } from './bytes';
import { Fault } from './fault';
import type { Part } from './part';
import type { Reading, Row } from './reading';

export async function readCsv(part: Part, reading: Reading, source: Source): Promise<number> {
  const parser = parse({
    delimiter: part.format === 'tsv' ? '\t' : ',',
    columns: (names: string[]) => unique(names),
    bom: true,
    info: true,
    skip_empty_lines: true,
    trim: true,
    skip_records_with_error: reading.onBad !== undefined,
  });
  parser.on('skip', (error: CsvError) => reading.onBad?.(faultOf(error)));
  // an error of the bytes ends up in the iteration of the parser
  pipeline(bytesOf(part, 0, source), parser, () => {});
  let lines = 0;
  try {
    for await (const { info, record } of parser as AsyncIterable<{ info: { lines: number }; record: Row }>) {
      lines = info.lines;
      reading.guard(lines, () => reading.onRecord(record, lines));
    }
  } catch (error) {
    throw error instanceof CsvError ? faultOf(error) : error;
  }
  return lines;
}

function unique(names: string[]): string[] {
  const twice = names.find((name, i) => names.indexOf(name) !== i);
  if (twice !== undefined) throw new Fault(`two columns are called ${JSON.stringify(twice)}`, 1);
  return names;
}

function faultOf(error: CsvError): Fault {
  const message = error.message.replace(/[:,]? (?:on|at) line \d+.*$/, '');
  return new Fault(`not CSV: ${message}`, error.lines as number | undefined);
}
