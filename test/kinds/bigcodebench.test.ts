// Results of BigCodeBench.

import { expect, it } from 'vitest';
import { near, runOf } from '../helpers/kind-fixtures';

it('a solution has passed if its status is pass', async () => {
  const { columns, curves } = await runOf('bigcodebench.json', [1, 2]);
  expect(columns).toMatchObject({ prompt: ['task_id'], reward: 'passed' });
  expect(curves).toMatchObject([{ prompts: 2, samples: 6, means: { passed: near(1 / 3, 1 / 2) } }]);
});
