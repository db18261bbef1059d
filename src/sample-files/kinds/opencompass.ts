// Results of OpenCompass with their details: a document with the outcome of each example, or of each of its repeats.

import type { Row } from '../../files/record-sink';
import { isArrayLike } from '../paths';
import { entriesOf, isStruct, structsIn } from '../structs';
import type { Kind } from './kind';

export const openCompass: Kind = {
  name: 'OpenCompass results',
  source: 'https://github.com/open-compass/opencompass',
  where: '`opencompass … --dump-eval-details` writes `results/MODEL/DATASET.json` into the folder of the run, below `outputs`',
  needs: [/^(details|example_abbr)$/],
  fields: 'details of each example with correct, or example_abbr and predictions[].label',
  fits: (rows) => rows.some((row) => samplesOf(row).length > 0),
  unfold: samplesOf,
  columns: () => ({ prompt: ['example'], reward: 'correct', scores: [] }),
};

/** The details are a list, or are keyed by the numbers of the examples, with the type of the task beside them. */
function samplesOf(row: Row): Row[] {
  const { details } = row;
  // a list of details may be read record by record, and then their names alone tell them apart
  if (row.example_abbr !== undefined) return outcomesOf(row).map((correct) => ({ example: row.example_abbr, correct }));
  const entries = isArrayLike(details)
    ? Array.from(details, (value, i) => [String(i), value])
    : Object.entries(isStruct(details) ? details : {});
  return entries.flatMap(([key, detail]) => {
    if (!isStruct(detail)) return [];
    const example = detail.example_abbr ?? key;
    return outcomesOf(detail).map((correct) => ({ example, correct }));
  });
}

function outcomesOf({ correct, predictions }: Row): unknown[] {
  if (correct !== undefined) return isArrayLike(correct) ? entriesOf(correct) : [correct];
  return structsIn(predictions)
    .filter((prediction) => 'label' in prediction)
    .map(({ label }) => label);
}
