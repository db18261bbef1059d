// Predictions of OLMES: a document with its metrics and the outputs of the model.

import type { Row } from '../../files/record-sink';
import { isArrayLike, valueAt } from '../paths';
import { isPlainNumber } from '../scoring';
import { isStruct } from '../structs';
import { type Kind, valuesOf } from './kind';

export const olmes: Kind = {
  name: 'OLMES predictions',
  source: 'https://github.com/allenai/olmes',
  where: '`olmes --output-dir DIR` writes a file that ends in `-predictions.jsonl` for each task into `DIR`',
  needs: ['doc_id', 'metrics', 'model_output'],
  fits: (rows) => rows.some(({ metrics }) => isStruct(metrics)),
  columns(rows) {
    const names = [...new Set(rows.flatMap(({ metrics }) => (isStruct(metrics) ? Object.keys(metrics) : [])))];
    const isNumber = (path: string) => valuesOf(rows, path).every(isPlainNumber);
    const [reward, ...scores] = names
      .map((name) => `metrics.${name}`)
      .filter((path) => valuesOf(rows, path).length === rows.length && isNumber(path) && !NO_METRIC.test(path));
    return {
      // documents of different tasks may share a number
      prompt: ['task_name', 'task_hash', 'doc_id', 'native_id'].filter((name) => valuesOf(rows, name).length > 0),
      reward,
      scores,
      runs: ['model_hash'],
      noReward: 'the metrics of these OLMES predictions are no numbers: give --reward metrics.NAME',
      notices: isGenerated(rows) && rows.some((row) => outputsOf(row) > 1) ? [SEVERAL] : [],
    };
  },
};

/** What is computed of an answer without being a score of it, as a path. */
const NO_METRIC =
  /^metrics\.(.*_(char|token|byte)s?|num_.*|predicted_index.*|correct_choice|no_answer|logits?.*|sum_logits.*|bits_per_byte.*)$/;

const SEVERAL = 'some documents have several outputs and one value of each metric: for n > 1 the score of each output is needed';

const outputsOf = (row: Row) => (isArrayLike(row.model_output) ? row.model_output.length : 0);

/** Outputs are choices of one question where the model was asked for their probabilities alone. */
function isGenerated(rows: readonly Row[]): boolean {
  return rows.every(
    (row) =>
      valueAt(row, 'model_output[0].sum_logits') === undefined || valueAt(row, 'model_output[0].continuation') !== undefined
  );
}
