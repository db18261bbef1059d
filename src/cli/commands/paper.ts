// `best-of-n paper`: the curves of the paper's experiments as tables and pictures.

import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { Command } from 'commander';
import type { Figure } from '../../paper/figures';
import { formatOption, outputOption } from '../options';
import { type OutputFormat, type Result, render } from '../output/output-format';
import type { Cell } from '../output/serialize';
import { textTable } from '../output/text-table';
import { write } from '../output/write';

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

interface Options {
  plots?: string;
  format?: OutputFormat;
  output?: string;
}

async function run({ plots, ...where }: Options): Promise<void> {
  const figures = (await import('../../paper/figures')).figures();
  if (plots !== undefined) {
    await mkdir(plots, { recursive: true });
    for (const { file, svg } of figures) await write(svg, join(plots, `${file}.svg`));
  }
  await write(render(resultOf(figures, plots), where), where.output);
}

function resultOf(figures: readonly Figure[], plots: string | undefined): Result {
  const tables = figures.filter(({ rows }) => rows.length > 0);
  const records = () =>
    tables.flatMap(({ file, head, rows }) =>
      rows.map((row) => ({ figure: file, ...Object.fromEntries(row.map((cell, i) => [head[i], cell])) }))
    );
  const text = ({ file, title, head, rows }: Figure) => {
    const heading = plots === undefined ? title : `${title}: ${join(plots, `${file}.svg`)}`;
    return `\n${heading}\n${rows.length > 0 ? `${tableOf(head, rows)}\n` : ''}`;
  };
  return {
    text: () => figures.map(text).join(''),
    json: records,
    rows: records,
    // the figures have columns of their own: a row for each number keeps one header
    csvRows: () => tables.flatMap(longRows),
  };
}

function longRows({ file, head, rows }: Figure): Record<string, Cell>[] {
  return rows.flatMap((row, i) => row.map((value, k) => ({ figure: file, row: i, column: head[k], value })));
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
