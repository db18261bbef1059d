// Events that OpenAI evals record.

import { expect, it } from 'vitest';
import { near, runOf } from '../helpers/kind-fixtures';

it('matches are samples, and other events are none', async () => {
  const { columns, curves } = await runOf('openai-evals.jsonl', [1, 2]);
  expect(columns).toMatchObject({ prompt: ['sample_id'], reward: 'correct', scores: [], runs: ['run_id'] });
  expect(curves).toMatchObject([{ prompts: 3, samples: 6, means: { correct: near(1 / 2, 2 / 3) } }]);
});

it('where there are no matches, metrics are samples', async () => {
  const { columns, curves } = await runOf('openai-evals-metrics.jsonl', [1, 2]);
  expect(columns).toMatchObject({ prompt: ['sample_id'], reward: 'score', scores: ['fluency'] });
  expect(curves).toMatchObject([{ samples: 4, means: { score: near(7 / 16, 3 / 4), fluency: near(9 / 16, 1 / 4) } }]);
});
