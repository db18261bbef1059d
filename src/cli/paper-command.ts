// `best-of-n paper`: the curves of the paper's experiments as tables and pictures.

import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { Command } from 'commander';
import type { Figure } from '../paper/figures';
import { type OutputFormat, outputFormat, write } from './output';
import { jsonlOf, jsonOf, quoted } from './records';
import { textTable } from './text-table';
import { formatOption, outputOption } from './usage';

export function paperCommand(): Command {
  return new Command('paper')
    .description("print the curves of the paper's experiments, and draw them")
    .option('--plots <folder>', 'write the pictures to this folder, as .svg')
    .addOption(formatOption())
    .addOption(outputOption())
    .addHelpText(
      'after',
      `
Examples:
  best-of-n paper
  best-of-n paper --plots figures --format json -o figures.json`
    )
    .action(run);
}

async function run({ plots, format, output }: { plots?: string; format?: OutputFormat; output?: string }): Promise<void> {
  const figures = (await import('../paper/figures')).figures();
  if (plots !== undefined) {
    await mkdir(plots, { recursive: true });
    for (const { file, svg } of figures) await write(svg, join(plots, `${file}.svg`));
  }
  await write(textOf(figures, outputFormat(format, output), plots), output);
}

function textOf(figures: readonly Figure[], format: OutputFormat, plots: string | undefined): string {
  const tables = figures.filter(({ rows }) => rows.length > 0);
  const records = tables.flatMap(({ file, head, rows }) =>
    rows.map((row) => ({ figure: file, ...Object.fromEntries(row.map((cell, i) => [head[i], cell])) }))
  );
  if (format === 'json') return `${jsonOf(records, 2)}\n`;
  if (format === 'jsonl') return jsonlOf(records);
  // the figures have columns of their own: a line for each number keeps one header
  if (format === 'csv') return tables.reduce((text, figure) => text + longRows(figure), 'figure,row,column,value\n');
  return figures
    .map(({ file, title, head, rows }) => {
      const heading = plots === undefined ? title : `${title}: ${join(plots, `${file}.svg`)}`;
      return `\n${heading}\n${rows.length > 0 ? `${tableOf(head, rows)}\n` : ''}`;
    })
    .join('');
}

function longRows({ file, head, rows }: Figure): string {
  return rows.flatMap((row, i) => row.map((cell, k) => `${[file, i, head[k], cell].map(quoted).join(',')}\n`)).join('');
}

function tableOf(head: string[], rows: Figure['rows']): string {
  const left = head.flatMap((_, i) => (typeof rows[0][i] === 'string' ? [i] : []));
  // a name is not repeated down a column
  const cells = rows.map((row, i) => row.map((cell, k) => (k === 0 && i > 0 && rows[i - 1][0] === cell ? '' : shown(cell))));
  return textTable(head, cells, left);
}

function shown(cell: string | number): string {
  if (typeof cell !== 'number' || Number.isInteger(cell)) return String(cell);
  return Math.abs(cell) >= 1e-4 ? cell.toPrecision(5) : cell.toExponential(2);
}
