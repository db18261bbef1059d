// A table to read on a terminal.

import Table from 'cli-table3';
import { oneLine } from '../../format/visible';
import { onOutput } from './colours';

/** @param left - the columns that are set to the left, as text is; numbers are set to the right. */
export function textTable(head: readonly string[], rows: readonly (readonly string[])[], left: readonly number[] = []): string {
  const table = new Table({
    head: head.map((name) => onOutput.bold(oneLine(name))),
    colAligns: head.map((_, i) => (left.includes(i) ? 'left' : 'right')),
    style: { head: [], border: [], compact: true },
    chars: { mid: '', 'left-mid': '', 'mid-mid': '', 'right-mid': '' },
  });
  for (const row of rows) table.push(row.map(oneLine));
  return table.toString();
}
