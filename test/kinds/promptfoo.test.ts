// Results of promptfoo.

import { expect, it } from 'vitest';
import { promptfoo } from '../../src/sample-files/kinds/promptfoo';
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

it('results of the first versions, whose prompts have no numbers', () => {
  const result = (word: string, score: number) => ({
    provider: 'own:a',
    prompt: { raw: `say ${word}`, display: 'say {{word}}' },
    vars: { word },
    success: score > 0,
    score,
    namedScores: {},
  });
  const rows = promptfoo.unfold?.({ version: 2, results: [result('x', 1), result('x', 0), result('y', 0)] }) ?? [];
  expect(rows.map(({ promptIdx, provider }) => [promptIdx, provider])).toEqual(Array(3).fill(['say {{word}}', 'own:a']));
  expect(rows[0].test).toBe(rows[1].test);
  expect(rows[0].test).not.toBe(rows[2].test);
});
