// A table to read on a terminal, no wider than the terminal.

import Table from 'cli-table3';
import { oneLine } from '../../format/visible';
import { onOutput } from './colours';

type Rows = readonly (readonly string[])[];

export interface TableOptions {
  /** The columns that are set to the left, as text is; numbers are set to the right. */
  left?: readonly number[];
  /** How many of the first columns say what a row is about. @default 1 */
  keys?: number;
  /** The most characters of a line. @default no limit */
  width?: number;
}

/**
 * The table in a frame; where that is too wide, without the lines between columns; where that is too wide too, in several tables below one another, each with
 * the first columns. Nothing is cut.
 */
export function textTable(
  head: readonly string[],
  rows: Rows,
  { left = [], keys = 1, width = Infinity }: TableOptions = {}
): string {
  const all = head.map((_, i) => i);
  const framed = tableOf(head, rows, all, left, FRAME);
  if (widthOf(framed) <= width) return framed.toString();
  return folded(head, rows, left, keys, width).join('\n');
}

const FRAME = { mid: '', 'left-mid': '', 'mid-mid': '', 'right-mid': '' };
/** Rules above and below, and two spaces between columns. */
const OPEN = {
  ...FRAME,
  left: '',
  right: '',
  middle: ' ',
  'top-left': '',
  'top-mid': '─',
  'top-right': '',
  'bottom-left': '',
  'bottom-mid': '─',
  'bottom-right': '',
};

/** Tables without frames, each with as many columns as fit beside the first ones. */
function folded(head: readonly string[], rows: Rows, left: readonly number[], keys: number, width: number): string[] {
  const tables: string[] = [];
  const first = Array.from({ length: keys }, (_, i) => i);
  for (let next = keys; next < head.length; ) {
    let shown = [...first, next++];
    while (next < head.length && widthOf(tableOf(head, rows, [...shown, next], left, OPEN)) <= width) shown = [...shown, next++];
    tables.push(tableOf(brokenHeads(head, rows, shown, width), rows, shown, left, OPEN).toString());
  }
  return tables;
}

/** The heads, those that alone make the table too wide in several lines. */
function brokenHeads(head: readonly string[], rows: Rows, shown: readonly number[], width: number): string[] {
  const last = shown[shown.length - 1];
  if (shown.length !== 2 || widthOf(tableOf(head, rows, shown, [], OPEN)) <= width) return [...head];
  const cells = Math.max(...rows.map((row) => row[last].length), 8);
  const room = Math.max(cells, width - Math.max(head[0].length, ...rows.map((row) => row[0].length)) - 3);
  return head.map((name, i) => (i === last ? (oneLine(name).match(new RegExp(`.{1,${room}}`, 'gu')) ?? []).join('\n') : name));
}

function tableOf(
  head: readonly string[],
  rows: Rows,
  shown: readonly number[],
  left: readonly number[],
  chars: Record<string, string>
): Table.Table {
  const open = chars === OPEN;
  const table = new Table({
    head: shown.map((i) =>
      head[i]
        .split('\n')
        .map((line) => onOutput.bold(oneLine(line)))
        .join('\n')
    ),
    colAligns: shown.map((i) => (left.includes(i) ? 'left' : 'right')),
    style: { head: [], border: [], compact: true, ...(open ? { 'padding-left': 1, 'padding-right': 0 } : {}) },
    chars,
  });
  for (const row of rows) table.push(shown.map((i) => oneLine(row[i])));
  return table;
}

/** How many characters the lines of a table have. */
const widthOf = (table: Table.Table) => table.width;

/** A text of sentences, with a line end instead of a space where a line would be wider. */
export function wrapped(text: string, width = Infinity): string {
  const lines: string[] = [];
  for (const line of text.split('\n')) {
    let now = '';
    for (const word of line.split(' ')) {
      if (now !== '' && now.length + 1 + word.length > width) {
        lines.push(now);
        now = word;
      } else now = now === '' ? word : `${now} ${word}`;
    }
    lines.push(now);
  }
  return lines.join('\n');
}
