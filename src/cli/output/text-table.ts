// A table to read on a terminal.

import Table from 'cli-table3';
import { onOutput } from './colours';

/** The first column is a key; numbers are set to the right. */
export function textTable(head: readonly string[], rows: readonly (readonly string[])[], left: readonly number[] = []): string {
  const table = new Table({
    head: head.map((name) => onOutput.bold(name)),
    colAligns: head.map((_, i) => (left.includes(i) ? 'left' : 'right')),
    style: { head: [], border: [], compact: true },
    chars: { mid: '', 'left-mid': '', 'mid-mid': '', 'right-mid': '' },
  });
  for (const row of rows) table.push([...row]);
  return table.toString();
}
