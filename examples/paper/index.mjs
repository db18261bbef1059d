// npm run paper [-- folder]: prints the curves of the paper's experiments as tables and writes their pictures, to docs/paper by default.

import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Table from 'cli-table3';
import { figures } from './figures.mjs';

const folder = process.argv[2] ?? 'docs/paper';
mkdirSync(folder, { recursive: true });

for (const { file, title, svg, head, rows } of figures()) {
  const path = join(folder, `${file}.svg`);
  writeFileSync(path, svg);
  console.log(`\n${title}: ${path}`);
  if (rows.length > 0) console.log(tableOf(head, rows));
}

function tableOf(head, rows) {
  const table = new Table({
    head,
    colAligns: head.map((_, column) => (typeof rows[0][column] === 'string' ? 'left' : 'right')),
    style: { head: [], border: [], compact: true },
    chars: { mid: '', 'left-mid': '', 'mid-mid': '', 'right-mid': '' },
  });
  // a name is not repeated down a column
  rows.forEach((row, i) => {
    table.push(row.map((cell, column) => (column === 0 && i > 0 && rows[i - 1][0] === cell ? '' : shown(cell))));
  });
  return table.toString();
}

function shown(cell) {
  if (typeof cell !== 'number' || Number.isInteger(cell)) return String(cell);
  return Math.abs(cell) >= 1e-4 ? cell.toPrecision(5) : cell.toExponential(2);
}
