// Graded outputs of LiveCodeBench: a record is a problem with the list of its answers' grades.

import { type Kind, valuesOf } from './kind';

export const liveCodeBench: Kind = {
  name: 'LiveCodeBench grades',
  source: 'https://github.com/LiveCodeBench/LiveCodeBench',
  where: '`lcb_runner.runner.main --evaluate` writes a file that ends in `_eval_all.json` into `output/MODEL`',
  needs: ['question_id', 'graded_list'],
  columns: (rows) => ({
    // predicting outputs asks several questions of one problem
    prompt: ['question_id', ...['test_id', 'id'].filter((name) => valuesOf(rows, name).length > 0)],
    reward: 'graded_list',
    scores: [],
  }),
};
