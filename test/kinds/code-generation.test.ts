// Samples of generated code, as human-eval's evaluate_functional_correctness writes them.

import { expect, it } from 'vitest';
import { near, runOf } from '../helpers/kind-fixtures';

it('passed is the reward of a task_id: pass@n', async () => {
  const { columns, curves } = await runOf('code-generation.jsonl', [1, 2, 3]);
  expect(columns).toMatchObject({ prompt: ['task_id'], reward: 'passed', scores: [] });
  // 2, 1 and 3 of 3 pass: at n = 2 all pairs of the first, 2 of 3 pairs of the second, all of the third
  expect(curves).toEqual([{ labels: {}, prompts: 3, samples: 9, means: { passed: near(2 / 3, 8 / 9, 1) } }]);
});
