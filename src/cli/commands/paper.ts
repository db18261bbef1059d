// `best-of-n paper`: the curves of the paper's experiments as tables and pictures.

import { join } from 'node:path';
import { Command } from 'commander';
import { oneLine } from '../../format/visible';
import { FIGURE_FILES } from '../../paper/figure-files';
import type { Figure } from '../../paper/figures';
import { formatOption, notEmpty, outputOption } from '../options';
import { makeFolder } from '../output/make-folder';
import type { Result, Where } from '../output/output-format';
import { type Output, planOutputs } from '../output/plan-outputs';
import { resultOutput } from '../output/result-output';
import type { Cell } from '../output/serialize';
import { textTable } from '../output/text-table';

export function paperCommand(): Command {
  return new Command('paper')
    .description("print the curves of the paper's experiments, and draw them")
    .option('--plots <folder>', 'write the pictures to this folder, as .svg', notEmpty('the name of a folder'))
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

interface Options extends Where {
  plots?: string;
}

async function run({ plots, ...where }: Options): Promise<void> {
  if (plots !== undefined) makeFolder(plots);
  const pictures = FIGURE_FILES.map(
    (name): Output<[readonly Figure[]]> => ({
      option: '--plots',
      file: plots && pictureIn(plots, name),
      text: (figures) => (figures.find(({ file }) => file === name) as Figure).svg,
    })
  );
  const writeOutputs = planOutputs([...pictures, resultOutput(where, (figures: readonly Figure[]) => resultOf(figures, plots))]);
  await writeOutputs((await import('../../paper/figures')).figures());
}

const pictureIn = (folder: string, name: string) => join(folder, `${name}.svg`);

function resultOf(figures: readonly Figure[], plots: string | undefined): Result {
  const tables = figures.filter(({ rows }) => rows.length > 0);
  const records = () =>
    tables.flatMap(({ file, head, rows }) =>
      rows.map((row) => ({ figure: file, ...Object.fromEntries(row.map((cell, i) => [head[i], cell])) }))
    );
  const text = ({ file, title, head, rows }: Figure, width: number) => {
    const heading = plots === undefined ? title : `${title}: ${oneLine(pictureIn(plots, file))}`;
    return `\n${heading}\n${rows.length > 0 ? `${tableOf(head, rows, width)}\n` : ''}`;
  };
  return {
    text: (width) => figures.map((figure) => text(figure, width)).join(''),
    json: records,
    rows: records,
    // the figures have columns of their own: a row for each number keeps one header
    csvRows: () => tables.flatMap(longRows),
  };
}

function longRows({ file, head, rows }: Figure): Record<string, Cell>[] {
  return rows.flatMap((row, i) => row.map((value, k) => ({ figure: file, row: i, column: head[k], value })));
}

function tableOf(head: string[], rows: Figure['rows'], width: number): string {
  const left = head.flatMap((_, i) => (typeof rows[0][i] === 'string' ? [i] : []));
  // a name is not repeated down a column
  const cells = rows.map((row, i) => row.map((cell, k) => (k === 0 && i > 0 && rows[i - 1][0] === cell ? '' : shown(cell))));
  return textTable(head, cells, { left, width });
}

function shown(cell: string | number): string {
  if (typeof cell !== 'number' || Number.isInteger(cell)) return String(cell);
  return Math.abs(cell) >= 1e-4 ? cell.toPrecision(5) : cell.toExponential(2);
}
