// Details of lighteval: a row for each document with its metrics and the model's response.

import type { Row } from '../../files/record-sink';
import { isArrayLike, valueAt } from '../paths';
import { isPlainNumber } from '../scoring';
import { isStruct } from '../structs';
import { type Kind, type KindColumns, valuesOf } from './kind';

const SOURCE = 'https://github.com/huggingface/lighteval';

export const lightEval: Kind = {
  name: 'lighteval details',
  source: SOURCE,
  where: '`lighteval … --save-details --output-dir DIR` writes `DIR/details/MODEL/TIME/details_TASK_TIME.parquet`',
  needs: ['doc.id', 'metric', 'model_response'],
  columns: (rows) => ({
    prompt: [...(valuesOf(rows, 'doc.task_name').length > 0 ? ['doc.task_name'] : []), 'doc.id'],
    ...metricsAt(rows, 'metric'),
    notices: [...notNumbers(rows, 'metric'), ...several(rows, ['model_response.text', 'model_response.final_text'])],
  }),
};

export const lightEvalOld: Kind = {
  name: 'lighteval details of the first versions',
  source: SOURCE,
  where: 'the first versions of lighteval wrote files of the same names with other columns',
  needs: ['full_prompt', 'predictions', 'metrics'],
  columns: (rows) => ({
    // the full prompt differs with the shots before it
    prompt: [valuesOf(rows, 'example').length > 0 ? 'example' : 'full_prompt'],
    ...metricsAt(rows, 'metrics'),
    notices: [...notNumbers(rows, 'metrics'), ...several(rows, ['predictions'])],
  }),
};

/** The metrics of a struct that are numbers wherever there are any; the first is the reward. */
function metricsAt(rows: readonly Row[], field: string): Pick<KindColumns, 'reward' | 'scores' | 'noReward'> {
  const [reward, ...scores] = pathsIn(rows, field).filter((path) => isNumber(rows, path));
  return { reward, scores, noReward: `${field} has no number in these lighteval details: give --reward COLUMN` };
}

function pathsIn(rows: readonly Row[], field: string): string[] {
  const names = rows.flatMap(({ [field]: value }) => (isStruct(value) ? Object.keys(value) : []));
  return [...new Set(names)].map((name) => `${field}.${name}`).filter((path) => valuesOf(rows, path).length > 0);
}

const isNumber = (rows: readonly Row[], path: string) => valuesOf(rows, path).every(isPlainNumber);

function notNumbers(rows: readonly Row[], field: string): string[] {
  const left = pathsIn(rows, field).filter((path) => !isNumber(rows, path));
  return left.length > 0 ? [`these metrics are no numbers and are left out: ${left.join(', ')}`] : [];
}

/** A document with several responses has one score of all of them. */
function several(rows: readonly Row[], paths: readonly string[]): string[] {
  const lengths = rows
    .flatMap((row) => paths.map((path) => valueAt(row, path)))
    .map((list) => (isArrayLike(list) ? list.length : 0));
  const most = lengths.reduce((most, length) => Math.max(most, length), 0);
  if (most < 2) return [];
  return [`each document has up to ${most} responses and one score: for n > 1 the score of each response is needed`];
}
