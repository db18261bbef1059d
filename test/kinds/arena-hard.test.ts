// Judgments of Arena-Hard.

import { expect, it } from 'vitest';
import { near, runOf } from '../helpers/kind-fixtures';

it('the sides are swapped in the second game, and both games are one judgment', async () => {
  const { curves, columns, notices } = await runOf('arena-hard.jsonl', [1, 2]);
  expect(columns.prompt).toEqual(['question']);
  // 1, 1/4 and 0, 1/2
  expect(curves).toMatchObject([{ labels: { model: 'm1' }, means: { win: near(7 / 16, 3 / 4) } }]);
  expect(notices.join()).toContain('the mean of both games');
});
