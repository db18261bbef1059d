// CSV and TSV with a header line.

import type { Readable } from 'node:stream';
import { CsvError, parse } from 'csv-parse';
import { bytesOf, chunksOf } from './bytes';
import { Fault } from './fault';
import type { Part } from './part';
import type { Reading, Row } from './reading';

export async function readCsv(part: Part, reading: Reading, standardInput?: Readable): Promise<number> {
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
  const stream = bytesOf(part, 0, standardInput);
  feed(stream, parser);
  let lines = 0;
  try {
    for await (const { info, record } of parser as AsyncIterable<{ info: { lines: number }; record: Row }>) {
      lines = info.lines;
      reading.guard(lines, () => reading.onRecord(record, lines));
    }
  } catch (error) {
    throw error instanceof CsvError ? faultOf(error) : error;
  } finally {
    stream.destroy();
  }
  return lines;
}

async function feed(stream: Readable, parser: ReturnType<typeof parse>): Promise<void> {
  try {
    for await (const chunk of chunksOf(stream)) {
      if (!parser.write(chunk)) await new Promise((resolve) => parser.once('drain', resolve).once('close', resolve));
      if (parser.destroyed) return;
    }
    parser.end();
  } catch (error) {
    parser.destroy(error as Error);
  }
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
