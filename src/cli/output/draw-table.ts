// Drawing a table of cells that may have several lines: in a frame, or between two rules.

import { columnsOf } from '../../format/columns';
import { onOutput } from './colours';

export interface Sheet {
  head: readonly string[];
  rows: readonly (readonly string[])[];
  /** The columns that are set to the left, as text is; numbers are set to the right. */
  left: readonly number[];
}

export const sum = (numbers: readonly number[]): number => numbers.reduce((a, b) => a + b, 0);

/** The width of each column. */
export const widthsOf = ({ head, rows }: Pick<Sheet, 'head' | 'rows'>): number[] =>
  head.map((name, i) => rows.reduce((most, row) => Math.max(most, lineWidth(row[i])), lineWidth(name)));

const lineWidth = (cell: string) => Math.max(...cell.split('\n').map(columnsOf));

/** How wide an open table of some of the columns is. */
export const openWidth = (widths: readonly number[], shown: readonly number[]): number =>
  sum(shown.map((i) => widths[i])) + 2 * (shown.length - 1);

/** What stands between the cells, and around them; `rule` gives the lines above and below. */
export interface Frame {
  left: string;
  between: string;
  right: string;
  rule(widths: readonly number[], isTop: boolean): string;
}

export const FRAME: Frame = {
  left: '│ ',
  between: ' │ ',
  right: ' │',
  rule: (widths, isTop) => {
    const [left, between, right] = isTop ? '┌┬┐' : '└┴┘';
    return `${left}${widths.map((width) => '─'.repeat(width + 2)).join(between)}${right}`;
  },
};
/** Rules above and below, and two spaces between columns. */
export const OPEN: Frame = {
  left: '',
  between: '  ',
  right: '',
  rule: (widths) => '─'.repeat(sum(widths) + 2 * (widths.length - 1)),
};

/** @param shown - the columns that are drawn, in order. */
export function drawn(sheet: Sheet, shown: readonly number[], { left, between, right, rule }: Frame): string {
  const all = widthsOf(sheet);
  const linesOf = (row: readonly string[], style = (text: string) => text) => {
    const cells = shown.map((i) => row[i].split('\n'));
    return Array.from({ length: Math.max(...cells.map(({ length }) => length)) }, (_, line) => {
      const texts = shown.map((i, at) => {
        const text = cells[at][line] ?? '';
        const room = ' '.repeat(all[i] - columnsOf(text));
        return sheet.left.includes(i) ? style(text) + room : room + style(text);
      });
      return `${left}${texts.join(between)}${right}`.trimEnd();
    });
  };
  const widths = shown.map((i) => all[i]);
  const body = sheet.rows.flatMap((row) => linesOf(row));
  return [rule(widths, true), ...linesOf(sheet.head, onOutput.bold), ...body, rule(widths, false)].join('\n');
}
