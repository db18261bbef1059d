// The data frame of samples of Inspect.

import { expect, it } from 'vitest';
import { near, runOf } from '../helpers/kind-fixtures';

it('letters count, and neither two logs nor the means of a log are samples', async () => {
  const { curves, columns, notices } = await runOf('inspect-frame.csv', [1, 2]);
  expect(columns).toMatchObject({ prompt: ['id'], reward: 'score_match', scores: ['score_judge'], sampleId: 'epoch' });
  // match: 1, 0 and 0, 0; judge: 1/2, 1/4 and 1, 0; then one prompt with 0, 1 of both
  expect(curves).toMatchObject([
    { labels: { model: 'm/a', log: 'a.eval' }, means: { score_match: near(1 / 4, 1 / 2), score_judge: near(7 / 16, 1 / 2) } },
    { labels: { model: 'm/b', log: 'b.eval' }, means: { score_match: near(1 / 2, 1), score_judge: near(1 / 2, 1) } },
  ]);
  expect(notices.join()).not.toContain('score_match_answer');
});
