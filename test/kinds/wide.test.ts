// Wide files: a question with k responses and the list of their scores, as the correctness part of PPE has them.

import { expect, it } from 'vitest';
import { runOf } from '../helpers/kind-fixtures';

it('the list of scores holds the samples of a question', async () => {
  const { columns, curves } = await runOf('wide.parquet', [1, 2, 3, 4]);
  expect(columns).toMatchObject({ prompt: ['question_id'], reward: 'scores', wide: true });
  // 2, 0 and 3 of 4 are right
  expect(curves[0].means).toEqual({ scores: [5 / 12, (5 / 6 + 1) / 3, 2 / 3, 2 / 3].map((mean) => expect.closeTo(mean, 14)) });
});
