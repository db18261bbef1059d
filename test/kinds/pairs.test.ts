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

it('lists of scores are of several chosen and rejected answers', async () => {
  const { columns, curves } = await runOf('pairs-lists.json', [1, 2]);
  expect(columns).toMatchObject({ prompt: ['id'], reward: 'score', scores: ['preferred'] });
  // 1, 2, 3 against 0, 1, 2, and 1, 2, 3 against 5, 1, 2: the best of the 15 pairs of each add up to 32 and 48, and 10 and 7 times it is a chosen one
  expect(curves[0]).toMatchObject({ prompts: 2, samples: 12 });
  expect(curves[0].means).toEqual({ score: near(23 / 12, 80 / 30), preferred: near(1 / 2, 17 / 30) });
});

it('an answer in several pairs of its prompt is said', () => {
  const pair = (prompt: string, chosen: string) => ({
    prompt,
    chosen,
    rejected: `not ${chosen}`,
    chosen_score: 1,
    rejected_score: 0,
  });
  expect(inferColumns([pair('p', 'a'), pair('p', 'b'), pair('q', 'a')]).notices).toEqual([]);
  const { notices } = inferColumns([pair('p', 'a'), { ...pair('p', 'a'), rejected: 'c' }]);
  expect(notices).toEqual(['some answers stand in several pairs of their prompt, and count as a sample in each']);
});
