// Finds out from its first lines how a CSV file is written: what stands between its cells, and whether its numbers have a decimal comma.

import { CsvRecords } from './csv-records';
import type { CsvDialect } from './layout';
import { withoutBom } from './lines';
import { RecordError } from './record-error';

const DELIMITERS = [',', '\t', ';', '|'];

/** The line before the header by which Excel is told what stands between the cells. */
export const SEPARATOR_LINE = /^sep=([,;|\t])(\r\n|\n|\r|$)/i;

/** What stands between two cells, as messages say it. */
const NAMES: Record<string, string> = { ',': 'a comma', '\t': 'a tab', ';': 'a semicolon', '|': 'a vertical bar' };

/** Numbers as people write them who have a comma before the decimals. */
const COMMA_NUMBER = /^\s*[+-]?\d+(,\d+)?(e[+-]?\d+)?\s*$/i;
/** The comma may as well stand between thousands. */
const THOUSANDS = /^\s*[+-]?[1-9]\d{0,2}(,\d{3})+\s*$/;

/**
 * How a table is written.
 *
 * @param head - the first lines of it.
 * @param ended - whether these are all.
 * @param usual - the delimiter that its name tells, which it has unless another fits and this one does not.
 * @returns undefined if no delimiter makes a table of it: rows of one number of cells, two or more.
 */
export function dialectOf(head: string, ended: boolean, usual = ','): CsvDialect | undefined {
  const whole = withoutBom(ended ? head : head.slice(0, head.lastIndexOf('\n') + 1));
  const said = SEPARATOR_LINE.exec(whole);
  if (said) return dialectOf(whole.slice(said[0].length), true, said[1]);
  for (const delimiter of [usual, ...DELIMITERS.filter((other) => other !== usual)]) {
    const rows = rowsOf(whole, delimiter);
    const width = rows?.[0]?.length ?? 0;
    if (rows && width > 1 && rows.every(({ length }) => length === width)) return { delimiter, decimalComma: commasIn(rows) };
  }
  return undefined;
}

/** The rows that are not blank; undefined if quotes stand where they cannot. */
function rowsOf(lines: string, delimiter: string): string[][] | undefined {
  const rows: string[][] = [];
  const records = new CsvRecords(delimiter, (cells) => {
    if (cells.length > 1 || cells[0].trim() !== '') rows.push(cells);
  });
  try {
    records.add(lines);
  } catch (error) {
    if (error instanceof RecordError) return undefined;
    throw error;
  }
  return rows;
}

/** The columns of which every number fits, and at least one can be nothing else. */
function commasIn([names, ...rows]: string[][]): string[] {
  return names
    .map((name) => name.trim())
    .filter((_, i) => {
      const cells = rows.map((row) => row[i]).filter((cell) => cell.trim() !== '');
      return cells.every((cell) => COMMA_NUMBER.test(cell)) && cells.some((cell) => cell.includes(',') && !THOUSANDS.test(cell));
    });
}

/** What is said of a table that is not written as its name has it; undefined if there is nothing to say. */
export function describeDialect({ delimiter, decimalComma }: CsvDialect, usual: string): string | undefined {
  const said = [
    ...(delimiter === usual ? [] : [`its cells are separated by ${NAMES[delimiter]}`]),
    ...(decimalComma.length === 0 ? [] : [`the numbers of ${decimalComma.join(', ')} have a decimal comma`]),
  ];
  return said.length === 0 ? undefined : said.join(', and ');
}

/**
 * A number with a decimal comma as the others write it.
 *
 * @throws RecordError if it has a point, in a column whose first numbers have commas.
 */
export function decimalPointIn(cell: string, name: string): string {
  if (COMMA_NUMBER.test(cell)) return cell.replace(',', '.');
  if (/^\s*[+-]?[\d.,]+\s*$/.test(cell))
    throw new RecordError(`${name} is ${JSON.stringify(cell)} in a column whose first numbers have a decimal comma`);
  return cell;
}
