// Results of Terminal-Bench.

import { expect, it } from 'vitest';
import { near, runOf } from '../helpers/kind-fixtures';

it('a trial without a result is not resolved, and the accuracy of the run is no sample', async () => {
  const { curves, columns, notices } = await runOf('terminal-bench.json', [1, 2]);
  expect(columns).toMatchObject({ prompt: ['task_id'], sampleId: 'trial_name' });
  // hello passes one of two trials, maze none
  expect(curves[0].means).toEqual({ resolved: near(1 / 4, 1 / 2) });
  expect(notices.join()).toContain('trials that came to no result');
});
