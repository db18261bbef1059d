// Sampled answers scored by a reward model, as OpenRLHF's batch inference writes them.

import { expect, it } from 'vitest';
import { runOf } from '../helpers/kind-fixtures';

it('the input is the prompt', async () => {
  const { columns, curves } = await runOf('reward-model.jsonl', [1, 2, 3]);
  expect(columns).toMatchObject({ prompt: ['input'], reward: 'reward', scores: [] });
  // 0.5, -1.25, 2 and 0.25, 0.75, -0.5: pairs have the maxima 0.5, 2, 2 and 0.75, 0.25, 0.75
  expect(curves[0].means).toEqual({ reward: [1.75 / 6, 6.25 / 6, 2.75 / 2].map((mean) => expect.closeTo(mean, 14)) });
});
