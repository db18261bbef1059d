// The first rows of a file as the page shows them, and which of its columns hold numbers.

import type { Row } from '../../src/files/record-sink';
import { showJson } from '../../src/format/value';
import { fieldsOf, valuesOf } from '../../src/sample-files/kinds/kind';
import { isArrayLike } from '../../src/sample-files/paths';
import { isMissing } from '../../src/sample-files/scoring';
import type { NumberText } from './number-layouts';

/** The first rows, as text; what is too long is cut. */
export interface Preview {
  columns: string[];
  rows: string[][];
  /** How many columns there are, of which more than a few are not shown. */
  allColumns: number;
}

const ROWS = 5;
const COLUMNS = 12;
const CELL_LENGTH = 48;

export function previewOfRows(rows: readonly Row[]): Preview {
  const all = fieldsOf(rows);
  const columns = all.slice(0, COLUMNS);
  return {
    columns,
    rows: rows.slice(0, ROWS).map((row) => columns.map((name) => cellOf(row[name]))),
    allColumns: all.length,
  };
}

export function previewOfNumbers({ lines, layout }: NumberText): Preview {
  const first = lines.slice(0, ROWS).map(({ numbers, decimal }) => ({ numbers: layout === 'decimals' ? [decimal] : numbers }));
  const most = first.reduce((width, { numbers }) => Math.max(width, numbers.length), 0);
  const width = Math.min(most, COLUMNS);
  return {
    columns: Array.from({ length: width }, (_, i) => `number ${i + 1}`),
    rows: first.map(({ numbers }) => Array.from({ length: width }, (_, i) => cellOf(numbers[i]))),
    allColumns: most,
  };
}

/** The columns that hold numbers, lists of numbers, or true and false, wherever they hold anything. */
export function numericColumns(rows: readonly Row[]): string[] {
  return fieldsOf(rows).filter((name) => {
    const values = valuesOf(rows, name).filter((value) => !isMissing(value));
    return values.length > 0 && values.every(holdsNumbers);
  });
}

function holdsNumbers(value: unknown): boolean {
  if (typeof value === 'string') return isNumberText(value);
  if (isArrayLike(value)) return value.length > 0 && Array.from(value).every((entry) => isMissing(entry) || holdsNumbers(entry));
  return ['number', 'bigint', 'boolean'].includes(typeof value);
}

const isNumberText = (text: string) =>
  /^\s*([+-]?inf(inity)?|true|false)\s*$/i.test(text) || (text.trim() !== '' && Number.isFinite(Number(text)));

function cellOf(value: unknown): string {
  if (value === undefined || value === null) return '';
  const text = typeof value === 'string' ? value.replace(/\s+/g, ' ') : showJson(value);
  return text.length > CELL_LENGTH ? `${text.slice(0, CELL_LENGTH)}…` : text;
}
