// Events that OpenAI evals record: a line for the run, a line for each event of a sample, and a line for the report.

import type { Row } from '../../files/record-sink';
import { isStruct } from '../structs';
import { fieldsOf, type Kind, scoreFields } from './kind';

const SOURCE = 'https://github.com/openai/evals';

/** What the matches of a file say. A log may have further metrics of the same samples, which are no samples of their own. */
export const evalsMatches: Kind = {
  name: 'OpenAI evals log',
  source: SOURCE,
  where: '`oaieval MODEL EVAL` writes its events to `/tmp/evallogs/`, or to the file that `--record_path` names',
  needs: ['event_id', 'sample_id', 'type', 'data.correct'],
  fields: 'run_id, event_id, sample_id, type, data.correct',
  unfold: (row) => samplesOf(row, 'match'),
  columns: (rows) => ({
    prompt: ['sample_id'],
    reward: 'correct',
    scores: scoreFields(rows, ['sample_id', 'event_id', 'correct', 'expected', 'picked']),
  }),
};

export const evalsMetrics: Kind = {
  name: 'OpenAI evals log of metrics',
  source: SOURCE,
  where: 'evals whose events of type `metrics` hold numbers write the same file without `correct`',
  needs: ['event_id', 'sample_id', 'type', 'data'],
  fields: 'run_id, event_id, sample_id, type, data',
  fits: (rows) => rows.some(({ type }) => type === 'metrics'),
  unfold: (row) => samplesOf(row, 'metrics'),
  columns(rows) {
    const [reward, ...scores] = scoreFields(rows, ['sample_id', 'event_id']);
    const others = fieldsOf(rows).filter((name) => !['run_id', 'sample_id', 'event_id'].includes(name));
    const noReward = `the metrics of this OpenAI evals log are no numbers: give --reward ${others[0] ?? 'COLUMN'} with --pass LABEL=NUMBER,...`;
    return { prompt: ['sample_id'], reward, scores, noReward };
  },
};

/** The sample that an event of this type tells of; none otherwise, as for the first and the last line. */
function samplesOf({ run_id, sample_id, event_id, type, data }: Row, wanted: string): Row[] {
  return type === wanted && isStruct(data) ? [{ ...data, run_id, sample_id, event_id }] : [];
}
