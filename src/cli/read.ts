// Reads columns of numbers from a CSV file with a header line, or from JSON lines.

import { once } from 'node:events';
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
      for (const [name, column] of values) column.push(numberIn(row, name, record));
    }
  } catch (error) {
    if (isFileError(error)) throw error;
    throw new Error(`${file}: ${error instanceof Error ? error.message : error}`);
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
  const lines = createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY })[Symbol.asyncIterator]();
  // readline does not pass on the errors of its input
  const failed = once(input, 'error').then(([error]) => Promise.reject(error));
  failed.catch(() => {});
  for (let number = 1; ; number++) {
    const { value: line, done } = await Promise.race([lines.next(), failed]);
    if (done) return;
    if (line.trim() !== '') yield rowOf(line, number);
  }
}

function rowOf(line: string, number: number): Row {
  let row: unknown;
  try {
    row = JSON.parse(line);
  } catch (error) {
    throw new Error(`line ${number}: ${error instanceof Error ? error.message : error}`);
  }
  if (typeof row !== 'object' || row === null || Array.isArray(row)) {
    throw new Error(`line ${number}: expected an object, got ${line.slice(0, 40)}`);
  }
  return row as Row;
}

/** What `Number` does not read, as other languages print it. */
const INFINITIES: Record<string, number> = {
  inf: Infinity,
  '+inf': Infinity,
  '-inf': -Infinity,
  infinity: Infinity,
  '-infinity': -Infinity,
};

function numberIn(row: Row, name: string, record: number): number {
  if (!Object.hasOwn(row, name))
    throw new Error(
      `record ${record}: there is no column ${JSON.stringify(name)}; the columns are ${Object.keys(row).join(', ')}`
    );
  const value = row[name];
  if (typeof value === 'number') return value;
  if (typeof value === 'string') {
    const infinity = INFINITIES[value.toLowerCase()];
    if (infinity !== undefined) return infinity;
    const number = Number(value);
    if (value.trim() !== '' && !Number.isNaN(number)) return number;
  }
  throw new Error(`record ${record}: ${name} is ${JSON.stringify(value)}, expected a number`);
}

function isFileError(error: unknown): boolean {
  return error instanceof Error && 'syscall' in error;
}
