// The data frame of samples that Inspect makes of its logs: a row for each epoch of a sample, a column for each scorer.

import { scoresAmong } from './inspect';
import { fieldsOf, hasField, type Kind, valuesOf } from './kind';

/** What a frame says of a score beside its value, and what it repeats of the whole evaluation. */
const NO_SCORE = /_(answer|explanation|metadata|history)$|^score_headline_|_stderr$/;

export const inspectFrame: Kind = {
  name: 'Inspect samples frame',
  source: 'https://inspect.aisi.org.uk/dataframe.html',
  where:
    '`samples_df()` of `inspect_ai.analysis` gathers a folder of Inspect logs in a data frame; `to_csv` or `to_parquet` saves it',
  needs: ['sample_id', 'eval_id', 'id', 'epoch', /^score_/],
  fields: 'sample_id, eval_id, id, epoch, score_NAME',
  columns(rows) {
    const scores = fieldsOf(rows).filter((name) => /^score_/.test(name) && !NO_SCORE.test(name));
    const model = ['task_name', 'model'].filter((name) => valuesOf(rows, name).length > 0);
    return {
      prompt: ['id'],
      ...scoresAmong(rows, scores),
      sampleId: 'epoch',
      runs: [...model, ...(hasField(rows, 'log') ? ['log'] : ['eval_id'])],
    };
  },
};
