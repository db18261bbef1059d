// A prompt with a list of rated answers, as in UltraFeedback.

import { expect, it } from 'vitest';
import { inferColumns } from '../../src/sample-files/sample-columns';
import { near, runOf } from '../helpers/kind-fixtures';

it('the overall score of each completion is its reward, and its other number a score', async () => {
  const { columns, curves } = await runOf('rated-lists.jsonl', [1, 2, 4]);
  expect(columns).toMatchObject({ prompt: ['instruction'], reward: 'completions[].overall_score', wide: true });
  // 8, 6, 9, 5 with 4.5, 4, 3, 2.5, and 7, 7, 4, 2 with 5, 3, 2, 1
  expect(curves[0].means).toEqual({
    'completions[].overall_score': near(6, (49 + 39) / 12, 8),
    'completions[].fine-grained_score': near(3.125, (22 + 22) / 12, (3 + 4) / 2),
  });
});

it('the lists and their numbers may have other names', () => {
  const row = (reward: number) => ({
    prompt: 'p',
    responses: [
      { text: 'a', reward, model_id: 3 },
      { text: 'b', reward: 0 },
    ],
  });
  const { columns } = inferColumns([row(1), { ...row(2), prompt: 'q' }]);
  expect(columns).toMatchObject({ prompt: ['prompt'], reward: 'responses[].reward', scores: [] });
});

it('a document may hold the lists by prompt', () => {
  const row = (key: string) => ({
    key,
    value: [
      { response: 'a', reward: 1 },
      { response: 'b', reward: 0 },
    ],
  });
  expect(inferColumns([row('p'), row('q')]).columns).toMatchObject({ prompt: ['key'], reward: 'reward', wide: false });
  const log = { key: 'log_history', value: [{ step: 1, reward: 1 }] };
  expect(() => inferColumns([log])).toThrow(/fit no known kind of sample file/);
});
