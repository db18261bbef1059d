// Problems with lists of generations and verdicts.

import { expect, it } from 'vitest';
import { near, runOf } from '../helpers/kind-fixtures';

it('a list of verdicts holds the samples, and one that some problems lack is left out', async () => {
  const { curves, columns, notices } = await runOf('generations.jsonl', [1, 2]);
  expect(columns).toMatchObject({ prompt: ['problem'], wide: true });
  // 1 of 3 and 0 of 3
  expect(curves[0].means).toEqual({ correctness_math_verify: near(1 / 6, 1 / 3) });
  expect(notices.join()).toContain('left out: correctness_llama');
});
