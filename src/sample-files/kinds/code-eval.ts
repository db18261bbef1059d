// Results of the metric code_eval, which the bigcode evaluation harness uses: by task, pairs of a number of the completion and its outcome.

import type { Row } from '../../files/record-sink';
import { entriesOf, isStruct, tasksIn } from '../structs';
import type { Kind } from './kind';

export const codeEval: Kind = {
  name: 'code_eval results',
  source: 'https://github.com/bigcode-project/bigcode-evaluation-harness',
  where:
    'the metric `code_eval` returns pass@k and, as its second value, the outcome of each completion by task; this is that value, saved by `json.dump`',
  needs: [],
  fields: 'by task, pairs of completion_id and {task_id, passed, result, completion_id}',
  fits: (rows) => rows.some((row) => outcomesOf(row).length > 0),
  unfold: outcomesOf,
  columns: () => ({ prompt: ['task_id'], reward: 'passed', scores: [], sampleId: 'completion_id' }),
};

function outcomesOf(row: Row): Row[] {
  return tasksIn(row).flatMap(([task, value]) =>
    entriesOf(value).flatMap((pair) => {
      const outcome = entriesOf(pair)[1];
      return isStruct(outcome) && 'passed' in outcome && 'completion_id' in outcome ? [{ ...outcome, task_id: task }] : [];
    })
  );
}
