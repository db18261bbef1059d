// Rollouts of NeMo Gym.

import { expect, it } from 'vitest';
import { near, runOf } from '../helpers/kind-fixtures';

it('the index of the task is the prompt, and that of the rollout the sample', async () => {
  const { columns, curves } = await runOf('nemo-gym.jsonl', [1, 2]);
  expect(columns).toMatchObject({ prompt: ['_ng_task_index'], sampleId: '_ng_rollout_index', scores: ['library_reward'] });
  // 1 and 0, 0.5 and 0.25, with 1 and 0, 1 and 0
  expect(curves[0].means).toEqual({ reward: near(7 / 16, 3 / 4), library_reward: near(1 / 2, 1) });
});
