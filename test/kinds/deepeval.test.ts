// Results of DeepEval.

import { expect, it } from 'vitest';
import { near, runOf } from '../helpers/kind-fixtures';

it('each metric is a score, and the first is the reward', async () => {
  const { curves, columns, notices } = await runOf('deepeval.json', [1, 2]);
  expect(columns.prompt).toEqual(['input']);
  // 9/10, 1/10 and 1/2, 7/10, of which the second alone has failed
  expect(curves[0].means).toEqual({ 'Answer Relevancy': near(11 / 20, 4 / 5), success: near(3 / 4, 1) });
  expect(notices.join()).not.toContain('not every');
});
