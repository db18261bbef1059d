// A result that has a record for every sample or prompt of the input: written one by one, since there may be millions.

import { Option } from 'commander';
import { UsageError } from '../usage-error';
import { destinationOf } from './destination';
import type { Output } from './plan-outputs';
import { type Cell, csvLine, jsonOf } from './serialize';

/** Records that share their columns. */
export interface Records {
  names: readonly string[];
  rows: Iterable<readonly Cell[]>;
}

/** How and where records are written, as the options say. */
export interface RecordsWhere {
  format?: RecordFormat;
  /** A file; standard output if it is left out. */
  output?: string;
  safeCsv?: boolean;
}

const FORMATS = {
  *csv({ names, rows }: Records, safe?: boolean) {
    yield csvLine(names, safe);
    for (const row of rows) yield csvLine(row, safe);
  },
  *jsonl(records: Records) {
    for (const text of objectsOf(records)) yield `${text}\n`;
  },
  *json(records: Records) {
    let before = '[\n';
    for (const text of objectsOf(records)) {
      yield `${before}${text}`;
      before = ',\n';
    }
    yield before === '[\n' ? '[]\n' : '\n]\n';
  },
};

type RecordFormat = keyof typeof FORMATS;

const ENDINGS: Record<string, RecordFormat> = { csv: 'csv', jsonl: 'jsonl', ndjson: 'jsonl', json: 'json' };

export const recordFormatOption = () =>
  new Option(
    '-f, --format <format>',
    'csv, jsonl or json; by default what the ending of the name after -o tells, else csv'
  ).choices(Object.keys(FORMATS));

/**
 * The output of records to the file of `-o`, or to standard output.
 *
 * @throws UsageError if the name of the file has an ending that tells no format, and none is given.
 */
export function recordOutput<Results extends unknown[]>(
  { format, output = '-', safeCsv }: RecordsWhere,
  recordsOf: (...results: Results) => Records
): Output<Results> {
  const ending = /[^/\\]\.([^./\\]+)$/.exec(output)?.[1].toLowerCase();
  if (format === undefined && ending !== undefined && !(ending in ENDINGS) && destinationOf(output).kind === 'file') {
    const known = Object.keys(ENDINGS).map((name) => `.${name}`);
    throw new UsageError(
      `-o ${output}: the ending .${ending} tells no format; the known endings are ${known.join(', ')}; or give --format`
    );
  }
  const write = FORMATS[format ?? ENDINGS[ending ?? ''] ?? 'csv'];
  return { option: '-o', file: output, text: (...results) => write(recordsOf(...results), safeCsv) };
}

function* objectsOf({ names, rows }: Records): Generator<string> {
  const keys = names.map((name) => JSON.stringify(name));
  for (const row of rows) yield `{${row.map((cell, i) => `${keys[i]}:${jsonOf(cell)}`).join(',')}}`;
}
