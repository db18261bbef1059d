// Judged answers of NeMo-Skills.

import { expect, it } from 'vitest';
import { near, runOf } from '../helpers/kind-fixtures';

it('the symbolic verdict chooses, and the judge is a score', async () => {
  const { curves, columns, notices } = await runOf('nemo-skills.jsonl', [1, 2]);
  expect(columns.prompt).toEqual(['problem']);
  // symbolic: 1, 0 and 0, 0; judge: 1, 0 and 1, 0, where the second problem is a tie
  expect(curves[0].means).toEqual({ symbolic_correct: near(1 / 4, 1 / 2), judge_correct: near(1 / 2, 3 / 4) });
  expect(notices.join()).toContain('judge_correct is 1');
});
