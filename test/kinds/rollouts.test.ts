// Rollouts in an environment, as verifiers writes them into results.jsonl.

import { expect, it } from 'vitest';
import { runOf } from '../helpers/kind-fixtures';

it('every reward function is a score, whatever its name, and counts of turns are left out', async () => {
  const { columns, curves, notices } = await runOf('rollouts.jsonl', [1, 2, 3]);
  expect(columns).toMatchObject({ prompt: ['example_id'], reward: 'reward' });
  // rewards 1.25, 0.25, 0 and 1, 1.25, 0.25
  expect(curves[0].means).toMatchObject({
    reward: [4 / 6, (1.25 + 1.25 + 0.25 + 1.25 + 1 + 1.25) / 6, 1.25].map(near),
    correct_answer: [3 / 6, 5 / 6, 1].map(near),
    format_reward_func: [4 / 6, (1 + 1 + 1 + 1 + 0 + 1) / 6, 1].map(near),
  });
  expect(notices.join('\n')).toMatch(/left out: num_turns$/m);
});

it('an id may stand instead of example_id', async () => {
  const { columns, curves } = await runOf('rollouts-by-id.jsonl', [1, 2]);
  expect(columns.prompt).toEqual(['id']);
  expect(curves[0].means).toEqual({ reward: [3 / 4, 9 / 8].map(near), exact: [1 / 2, 1].map(near) });
});

const near = (value: number) => expect.closeTo(value, 14);
