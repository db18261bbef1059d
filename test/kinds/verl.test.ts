// The rollouts that verl dumps as JSON lines.

import { expect, it } from 'vitest';
import { near, runOf } from '../helpers/kind-fixtures';

it('score is the reward, and what else the reward function gives is a score', async () => {
  const { columns, curves } = await runOf('verl.jsonl', [1, 2, 3]);
  expect(columns).toMatchObject({ kind: 'verl generations', prompt: ['input'], reward: 'score', scores: ['acc', 'format'] });
  // 1, -1, -1 with 1, 0.5, 0 and 1, 1, -1 with 0.5, 1, 1
  expect(curves[0].means).toEqual({
    score: near(0, (1 / 3 + 1) / 2, 1),
    acc: near(1 / 2, (2 / 3 + 1) / 2, 1),
    format: near(4 / 6, (2.25 / 3 + 2.25 / 3) / 2, (1 + 0.75) / 2),
  });
});
