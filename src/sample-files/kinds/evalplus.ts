// Results of EvalPlus: the solutions of each task, with the outcome of the base tests and of the further ones.

import type { Row } from '../../files/record-sink';
import { countLabel, entriesOf, structsIn, tasksIn } from '../structs';
import { type Kind, valuesOf } from './kind';

/** The statuses of today, and those of the first versions. */
const STATUSES = { pass: 1, fail: 0, timeout: 0, 'timed out': 0, success: 1, failed: 0 };

export const evalPlus: Kind = {
  name: 'EvalPlus results',
  source: 'https://github.com/evalplus/evalplus',
  where:
    '`evalplus.evaluate --samples samples.jsonl` writes `samples.eval_results.json` beside the samples, and earlier versions `samples_eval_results.json`',
  needs: [],
  fields: 'task_id, base_status, plus_status, or eval with those by task',
  fits: (rows) => rows.some((row) => solutionsOf(row).length > 0),
  unfold: (row) => solutionsOf(row).map(graded),
  columns(rows) {
    const hasPlus = valuesOf(rows, 'plus').length > 0;
    return {
      prompt: ['task_id'],
      reward: hasPlus ? 'plus' : 'base',
      scores: hasPlus ? ['base'] : [],
      notices: hasPlus ? ['a solution passes plus where it passes both the base tests and the further ones'] : [],
    };
  },
};

/** The solutions in a record: one, those of a task, or those of a whole document. */
function solutionsOf(row: Row): Row[] {
  if ('base_status' in row && 'task_id' in row) return [row];
  return tasksIn(row, 'eval').flatMap(([task, value]) => [
    ...structsIn(value)
      .filter((solution) => 'base_status' in solution)
      .map((solution) => ({ ...solution, task_id: task })),
    ...firstVersion(task, value),
  ]);
}

/** The first versions have lists of pairs, a status and its details: `{ nfiles, base: [[status, details]], plus }`. */
function firstVersion(task: string, value: unknown): Row[] {
  const { nfiles, base, plus } = (value ?? {}) as Row;
  if (nfiles === undefined) return [];
  const further = entriesOf(plus);
  return entriesOf(base).map((pair, i) => ({
    task_id: task,
    base_status: entriesOf(pair)[0],
    plus_status: entriesOf(further[i])[0],
  }));
}

function graded(solution: Row): Row {
  const base = countLabel(solution.base_status, 'base_status', STATUSES);
  // without the further tests there is no status of them
  if (solution.plus_status === undefined || solution.plus_status === null) return { ...solution, base };
  return { ...solution, base, plus: Math.min(base, countLabel(solution.plus_status, 'plus_status', STATUSES)) };
}
