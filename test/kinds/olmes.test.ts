// Predictions of OLMES.

import { expect, it } from 'vitest';
import { near, runOf } from '../helpers/kind-fixtures';

it('the first metric is the reward, and counts are no scores', async () => {
  const { curves, columns, notices } = await runOf('olmes.jsonl', [1, 2]);
  expect(columns.prompt).toEqual(['task_hash', 'doc_id', 'native_id']);
  // exact: 1, 0 and 0, 0; flexible: 1, 1 and 1, 0
  expect(curves[0].means).toEqual({ 'metrics.exact_match': near(1 / 4, 1 / 2), 'metrics.exact_match_flex': near(3 / 4, 3 / 4) });
  expect(notices).toEqual([]);
});
