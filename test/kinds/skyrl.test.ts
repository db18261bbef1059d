// Evaluations that SkyRL dumps.

import { expect, it } from 'vitest';
import { inferColumns } from '../../src/sample-files/sample-columns';
import { near, runOf } from '../helpers/kind-fixtures';

it('the score may be one number', async () => {
  const { columns, curves } = await runOf('skyrl.jsonl', [1, 2]);
  expect(columns).toMatchObject({ prompt: ['input_prompt'], reward: 'score', wide: false });
  // 1 and 0, 0 and 0.5
  expect(curves[0].means).toEqual({ score: near(3 / 8, 3 / 4) });
});

it('the rewards of the tokens of an answer are added, and are no samples', () => {
  const row = { input_prompt: 'p', output_response: 'a', score: [0, 0, 1] };
  expect(inferColumns([row, row]).columns).toMatchObject({ steps: 'sum', wide: false });
});
