// Results of OpenCompass with their details.

import { expect, it } from 'vitest';
import { openCompass } from '../../src/sample-files/kinds/opencompass';
import { near, runOf } from '../helpers/kind-fixtures';

it('the repeats of an example are its samples, whatever their form', async () => {
  const { curves, columns, notices } = await runOf('opencompass.json', [1, 2]);
  expect(columns).toMatchObject({ prompt: ['example'], reward: 'correct' });
  // 1 of 2 and 0 of 2
  expect(curves[0].means).toEqual({ correct: near(1 / 4, 1 / 2) });
  expect(notices).toEqual([]);
  const details = [{ correct: true }, { example_abbr: 'aime_1', correct: [true, false] }];
  expect(openCompass.unfold?.({ details })).toEqual([
    { example: '0', correct: true },
    { example: 'aime_1', correct: true },
    { example: 'aime_1', correct: false },
  ]);
});
