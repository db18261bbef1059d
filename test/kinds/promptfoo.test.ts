// Results of promptfoo.

import { expect, it } from 'vitest';
import { near, runOf } from '../helpers/kind-fixtures';

it('each provider gets a curve, and repeats of a test are its samples', async () => {
  const { columns, curves } = await runOf('promptfoo.json', [1, 2]);
  expect(columns).toMatchObject({ prompt: ['test'], reward: 'score', scores: ['success', 'namedScores.tone'] });
  expect(curves).toMatchObject([
    {
      labels: { provider: 'own:a' },
      samples: 4,
      means: { score: near(5 / 8, 1), success: near(3 / 4, 1), 'namedScores.tone': near(3 / 8, 0) },
    },
    {
      labels: { provider: 'own:b' },
      samples: 4,
      // both answers of the first test are equals
      means: { score: near(5 / 16, 1 / 2), success: near(1 / 4, 1 / 2), 'namedScores.tone': near(11 / 16, 1 / 2) },
    },
  ]);
});
