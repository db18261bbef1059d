// `best-of-n samples --columns FILE…`: what the files hold, before anything is computed.

import { coded, messageOf } from '../../errors';
import { expand, wholePart } from '../../files/inputs';
import { fileName } from '../../files/record-error';
import type { Row } from '../../files/record-sink';
import { count } from '../../format/number';
import { oneLine } from '../../format/visible';
import { LOOK_AHEAD_RECORDS, lookAhead } from '../../sample-files/look-ahead';
import { describeColumns, inferColumns, type SampleColumns } from '../../sample-files/sample-columns';
import type { Result, Where } from '../output/output-format';
import { planOutputs } from '../output/plan-outputs';
import { resultOutput } from '../output/result-output';
import { tell } from '../output/tell';
import { textTable } from '../output/text-table';
import { type ColumnSummary, summariesOf } from './columns-text';
import type { SampleOptions } from './options';

interface Shown {
  file: string;
  records: number;
  columns: ColumnSummary[];
}

export async function showColumns(names: readonly string[], options: SampleOptions & Where): Promise<void> {
  const files = (await Promise.all(names.map(expand))).flat();
  const writeOutputs = planOutputs([resultOutput(options, resultOf)], files);
  const shown: Shown[] = [];
  for (const file of files) {
    const rows = await firstRows(file, options);
    shown.push({ file: fileName(file), records: rows.length, columns: summariesOf(rows, takenFor(file, rows, options)) });
  }
  await writeOutputs(shown);
}

function takenFor(file: string, rows: readonly Row[], options: SampleOptions): SampleColumns | undefined {
  try {
    const { columns } = inferColumns(rows, options);
    tell(`${fileName(file)}: taken for ${describeColumns(columns)}`);
    return columns;
  } catch (error) {
    tell(`${fileName(file)}: ${messageOf(error)}`);
    return undefined;
  }
}

/** The first records; those that cannot be read are passed over. */
async function firstRows(file: string, { input }: SampleOptions): Promise<readonly Row[]> {
  const { part, standardInput, notices } = await wholePart(file, input);
  tell(...notices);
  const { rows } = await lookAhead(part, standardInput, true);
  if (rows.length === 0) throw coded(Error, 'NO_RECORDS', `${fileName(file)}: no record can be read`);
  return rows;
}

const HEAD = ['column', 'types', 'example', 'distinct', 'null', 'taken for'];

function resultOf(files: readonly Shown[]): Result {
  const rows = () => files.flatMap(({ file, columns }) => columns.map((column) => ({ file, ...column })));
  const text = ({ file, records, columns }: Shown, width: number) => {
    const cells = columns.map(({ column, types, example, distinct, nulls, takenFor }) => [
      column,
      types,
      example,
      String(distinct),
      String(nulls),
      takenFor,
    ]);
    const table = textTable(HEAD, cells, { left: [0, 1, 2, 5], width });
    return `\n${oneLine(file)}: ${records === LOOK_AHEAD_RECORDS ? 'the first ' : ''}${count(records, 'record')}\n${table}\n`;
  };
  return { text: (width) => files.map((file) => text(file, width)).join(''), json: () => files, rows };
}
