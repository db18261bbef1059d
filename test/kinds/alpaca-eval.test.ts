// Annotations of AlpacaEval.

import { expect, it } from 'vitest';
import { near, runOf } from '../helpers/kind-fixtures';

it('the preference for the second output is the reward, and 0 is a draw', async () => {
  const { curves, columns, notices } = await runOf('alpaca-eval.json', [1, 2]);
  expect(columns.by).toEqual(['generator_2']);
  // 1, 1/2 and 0, 1/2
  expect(curves).toMatchObject([{ labels: { generator_2: 'm1' }, means: { win: near(1 / 2, 3 / 4) } }]);
  expect(notices.join()).toContain('preference for output_2');
});
