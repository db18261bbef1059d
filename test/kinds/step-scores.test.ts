// Completions whose steps have scores.

import { expect, it } from 'vitest';
import { near, runOf } from '../helpers/kind-fixtures';

it.each([
  ['last', [7 / 16, 5 / 8]],
  ['min', [3 / 8, 1 / 2]],
  ['product', [5 / 16, 7 / 16]],
] as const)('%s of the steps', async (steps, means) => {
  const { columns, curves, notices } = await runOf('step-scores.jsonl', [1, 2], steps === 'last' ? {} : { steps });
  expect(columns).toMatchObject({ prompt: ['problem'], reward: 'scores', scores: [], wide: true, steps });
  expect(curves).toMatchObject([{ prompts: 2, samples: 4, means: { scores: near(...means) } }]);
  expect(notices[0]).toMatch(/^scores has a list for each answer, of which the last step counts/);
});

it('what the program has aggregated is taken as it is', async () => {
  const { columns, curves, notices } = await runOf('step-scores-aggregated.jsonl', [1, 2]);
  expect(columns).toMatchObject({ prompt: ['problem'], reward: 'agg_scores', scores: ['is_correct'] });
  expect(curves[0].means).toEqual({ agg_scores: near(7 / 16, 5 / 8), is_correct: near(1 / 4, 1 / 2) });
  expect(notices[0]).toMatch(/^the scores of steps are left out/);
});

it('the steps can be taken nevertheless', async () => {
  const { curves } = await runOf('step-scores-aggregated.jsonl', [1, 2], { reward: 'scores', steps: 'min' });
  expect(curves[0].means.scores).toEqual(near(3 / 8, 1 / 2));
});
