// The forms in which a command prints its result.

import { UsageError } from '../usage-error';
import { destinationOf } from './destination';
import { type Cell, csvOf, jsonlOf, jsonOf } from './serialize';

/** A result, from which each form can be made. */
export interface Result {
  /** The result as tables to read, with lines of at most so many characters. */
  text(width: number): string;
  /** The result as one JSON document. */
  json(): unknown;
  /** The result as records, one for each row. */
  rows(): readonly Record<string, Cell>[];
  /** The rows of the CSV, where the records do not share their columns. @default rows */
  csvRows?(): readonly Record<string, Cell>[];
}

/** The characters of a line where no terminal says how many it has. */
const WIDTH = 80;

const FORMATS = {
  table: (result: Result, _?: boolean, width = WIDTH) => result.text(width),
  json: (result: Result) => `${jsonOf(result.json(), 2)}\n`,
  jsonl: (result: Result) => jsonlOf(result.rows()),
  csv: (result: Result, safe?: boolean) => csvOf((result.csvRows ?? result.rows)(), safe),
};

export type OutputFormat = keyof typeof FORMATS;
export const OUTPUT_FORMATS = Object.keys(FORMATS) as OutputFormat[];

/** How and where a result is written, as the options say. */
export interface Where {
  format?: OutputFormat;
  /** A file; standard output if it is left out. */
  output?: string;
  /** Whether texts of a CSV are marked that a spreadsheet would take for a formula. */
  safeCsv?: boolean;
}

/** The format that an ending of the output's name tells. */
const ENDINGS: Record<string, OutputFormat> = { csv: 'csv', json: 'json', jsonl: 'jsonl', ndjson: 'jsonl', txt: 'table' };

/** The ending of a file's name, without the dot and in small letters; '' if there is none. */
const endingOf = (file: string) => /[^/\\]\.([^./\\]+)$/.exec(file)?.[1].toLowerCase() ?? '';

/** The result in the format asked for, or in the one that the name of the output file tells; otherwise as a table. */
export function render(result: Result, { format, output = '', safeCsv }: Where): string {
  return FORMATS[format ?? ENDINGS[endingOf(output)] ?? 'table'](
    result,
    safeCsv,
    output === '' || output === '-' ? terminalWidth() : undefined
  );
}

/** Undefined where the output is no terminal. */
function terminalWidth(): number | undefined {
  const { isTTY, columns } = process.stdout;
  return isTTY && columns > 0 ? columns : undefined;
}

/**
 * @param others - the options that write files of other endings.
 * @throws UsageError if the name of a file has an ending that tells no format, and none is given.
 */
export function checkEnding({ format, output = '' }: Where, others: Readonly<Record<string, string>> = {}): void {
  const ending = endingOf(output);
  if (format !== undefined || ending === '' || ending in ENDINGS || destinationOf(output).kind !== 'file') return;
  const known = Object.keys(ENDINGS).map((name) => `.${name}`);
  const advice = Object.hasOwn(others, ending)
    ? `${others[ending]} ${output} writes such a file`
    : `the known endings are ${known.join(', ')} (a table to read); or give --format`;
  throw new UsageError(`-o ${output}: the ending .${ending} tells no format; ${advice}`);
}
