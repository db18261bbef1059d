// Results of the metric code_eval.

import { expect, it } from 'vitest';
import { near, runOf } from '../helpers/kind-fixtures';

it('the pairs of a task are its completions', async () => {
  const { columns, curves } = await runOf('code-eval.json', [1, 2]);
  expect(columns).toMatchObject({ prompt: ['task_id'], reward: 'passed', sampleId: 'completion_id' });
  expect(curves).toMatchObject([{ prompts: 2, samples: 6, means: { passed: near(1 / 2, 5 / 6) } }]);
});
