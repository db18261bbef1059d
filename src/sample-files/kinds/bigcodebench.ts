// Results of BigCodeBench: the solutions of each task with the status of its tests.

import type { Row } from '../../files/record-sink';
import { countLabel, structsIn, tasksIn } from '../structs';
import type { Kind } from './kind';

const STATUSES = { pass: 1, fail: 0, timeout: 0, 'timed out': 0 };

export const bigCodeBench: Kind = {
  name: 'BigCodeBench results',
  source: 'https://github.com/bigcode-project/bigcodebench',
  where: '`bigcodebench.evaluate` writes a file that ends in `_eval_results.json` beside the samples',
  needs: [],
  fields: 'task_id, solution, status, details, or eval with those by task',
  fits: (rows) => rows.some((row) => solutionsOf(row).length > 0),
  unfold: (row) => solutionsOf(row).map((solution) => ({ ...solution, passed: countLabel(solution.status, 'status', STATUSES) })),
  columns: () => ({ prompt: ['task_id'], reward: 'passed', scores: [] }),
};

function solutionsOf(row: Row): Row[] {
  const isSolution = (value: Row) => 'solution' in value && 'status' in value && 'details' in value;
  if ('task_id' in row && isSolution(row)) return [row];
  return tasksIn(row, 'eval').flatMap(([task, value]) =>
    structsIn(value)
      .filter(isSolution)
      .map((solution) => ({ ...solution, task_id: task }))
  );
}
