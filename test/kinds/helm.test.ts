// Statistics of HELM for each instance.

import { expect, it } from 'vitest';
import { near, runOf } from '../helpers/kind-fixtures';

it('a metric is the reward, and neither a count nor a time is a score', async () => {
  const { curves, columns, notices } = await runOf('helm.json', [1, 2]);
  expect(columns).toMatchObject({ prompt: ['instance_id'], scores: ['quasi_exact_match'] });
  // exact: 1, 0 and 0, 0; quasi: 1, 1 and 0, 1
  expect(curves[0].means).toEqual({ exact_match: near(1 / 4, 1 / 2), quasi_exact_match: near(3 / 4, 3 / 4) });
  expect(notices.join()).toContain('num_references');
});
