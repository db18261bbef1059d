// Reads columns of numbers from a CSV file with a header line, or from JSON lines.

import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { parse } from 'csv-parse';

export type InputFormat = 'csv' | 'jsonl';

/** The columns asked for, each a number for every record; `-` is standard input. */
export async function readColumns(
  file: string,
  format: InputFormat,
  names: readonly string[]
): Promise<Map<string, Float64Array>> {
  const input = file === '-' ? process.stdin : createReadStream(file);
  const values = new Map<string, number[]>(names.map((name) => [name, []]));
  let record = 0;
  try {
    for await (const row of format === 'csv' ? csvRows(input) : jsonRows(input)) {
      record++;
      for (const [name, column] of values) column.push(numberIn(row, name));
    }
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    throw new Error(isFileError(error) ? message : `${file}, record ${record}: ${message}`);
  }
  if (record === 0) throw new Error(`${file} holds no records`);
  return new Map([...values].map(([name, column]) => [name, Float64Array.from(column)]));
}

/** The format that a file's name tells. */
export function formatOf(file: string): InputFormat {
  if (/\.(jsonl|ndjson)$/i.test(file)) return 'jsonl';
  if (/\.csv$/i.test(file)) return 'csv';
  throw new Error(`the name ${file} does not tell its format: give --input csv or --input jsonl`);
}

type Row = Record<string, unknown>;

function csvRows(input: Readable): AsyncIterable<Row> {
  const parser = parse({ columns: true, bom: true, skip_empty_lines: true, trim: true });
  input.on('error', (error) => parser.destroy(error));
  return input.pipe(parser);
}

async function* jsonRows(input: Readable): AsyncIterable<Row> {
  const lines = createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY });
  const failed = new Promise<never>((_, reject) => input.once('error', reject));
  failed.catch(() => {});
  const iterator = lines[Symbol.asyncIterator]();
  for (;;) {
    const { value: line, done } = await Promise.race([iterator.next(), failed]);
    if (done) return;
    if (line.trim() === '') continue;
    const row: unknown = JSON.parse(line);
    if (typeof row !== 'object' || row === null || Array.isArray(row))
      throw new Error(`expected an object, got ${line.slice(0, 40)}`);
    yield row as Row;
  }
}

/** What `Number` does not read, as other languages print it. */
const INFINITIES: Record<string, number> = {
  inf: Infinity,
  '+inf': Infinity,
  '-inf': -Infinity,
  infinity: Infinity,
  '-infinity': -Infinity,
};

function numberIn(row: Row, name: string): number {
  if (!Object.hasOwn(row, name))
    throw new Error(`there is no column ${JSON.stringify(name)}; the columns are ${Object.keys(row).join(', ')}`);
  const value = row[name];
  if (typeof value === 'number') return value;
  if (typeof value === 'string') {
    const infinity = INFINITIES[value.toLowerCase()];
    if (infinity !== undefined) return infinity;
    const number = Number(value);
    if (value.trim() !== '' && !Number.isNaN(number)) return number;
  }
  throw new Error(`${name} is ${JSON.stringify(value)}, expected a number`);
}

function isFileError(error: unknown): boolean {
  return error instanceof Error && 'syscall' in error;
}
