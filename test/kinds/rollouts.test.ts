// Rollouts in an environment, as verifiers writes them into results.jsonl.

import { expect, it } from 'vitest';
import { inferColumns } from '../../src/sample-files/sample-columns';
import { near, runOf } from '../helpers/kind-fixtures';

it('every reward function is a score, whatever its name, and counts of turns are left out', async () => {
  const { columns, curves, notices } = await runOf('rollouts.jsonl', [1, 2, 3]);
  expect(columns).toMatchObject({ prompt: ['example_id'], reward: 'reward' });
  // rewards 1.25, 0.25, 0 and 1, 1.25, 0.25
  expect(curves[0].means).toMatchObject({
    reward: near(4 / 6, (1.25 + 1.25 + 0.25 + 1.25 + 1 + 1.25) / 6, 1.25),
    correct_answer: near(3 / 6, 5 / 6, 1),
    format_reward_func: near(4 / 6, (1 + 1 + 1 + 1 + 0 + 1) / 6, 1),
  });
  expect(notices.join('\n')).toMatch(/left out: num_turns$/m);
});

it('metrics that stand in their struct alone are scores too', () => {
  const row = { example_id: 0, prompt: [], completion: [], reward: 1, metrics: { judge: 0.5, num_turns: 2 } };
  expect(inferColumns([row, row]).columns.scores).toEqual(['metrics.judge']);
});
