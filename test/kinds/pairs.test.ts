// Pairs of a chosen and a rejected answer with their scores, as in the binarised UltraFeedback.

import { expect, it } from 'vitest';
import { inferColumns } from '../../src/sample-files/sample-columns';
import { near, runOf } from '../helpers/kind-fixtures';

it('a pair is a prompt with two samples', async () => {
  const { columns, curves } = await runOf('pairs.parquet', [1, 2]);
  expect(columns).toMatchObject({ prompt: ['prompt_id'], reward: 'score', scores: ['preferred'] });
  // 8.5 > 6, 7 = 7, 5 > 2.5
  expect(curves).toEqual([
    { labels: {}, prompts: 3, samples: 6, means: { score: near(6, 20.5 / 3), preferred: near(1 / 2, 2.5 / 3) } },
  ]);
});

it('a rating may stand under other names, and the difference of a pair is no score', async () => {
  const { columns, curves, notices } = await runOf('pairs-ratings.jsonl', [1, 2]);
  expect(columns).toMatchObject({ prompt: ['prompt'], reward: 'rating', scores: ['preferred'] });
  expect(curves[0].means).toEqual({ rating: near(14 / 4, 9.5 / 2), preferred: near(1 / 2, 1) });
  expect(notices).toEqual(['these columns of numbers are left out: rating_diff']);
});

it('in CSV numbers are text', () => {
  const row = (chosen: string, rejected: string) => ({
    prompt: 'p',
    chosen: 'a',
    rejected: 'b',
    score_chosen: chosen,
    score_rejected: rejected,
  });
  const { columns } = inferColumns([row('2', '1.5'), row('3', '4')]);
  expect(columns).toMatchObject({ prompt: ['prompt'], reward: 'score', scores: ['preferred'] });
});
