// Graded outputs of LiveCodeBench.

import { expect, it } from 'vitest';
import { near, runOf } from '../helpers/kind-fixtures';

it('the list of grades holds the samples of a question', async () => {
  const { columns, curves, notices } = await runOf('livecodebench.jsonl', [1, 2, 3]);
  expect(columns).toMatchObject({ prompt: ['question_id'], reward: 'graded_list', wide: true });
  expect(curves[0].means).toEqual({ graded_list: near(1 / 3, 5 / 9, 2 / 3) });
  expect(notices).toEqual(['these columns of numbers are left out: pass@1']);
});
