// Answers rated by several attributes, as HelpSteer and HelpSteer2 have them.

import { expect, it } from 'vitest';
import { near, runOf } from '../helpers/kind-fixtures';

it('helpfulness is the reward, and every other attribute a score', async () => {
  const { columns, curves } = await runOf('ratings.jsonl', [1, 2]);
  expect(columns).toMatchObject({ prompt: ['prompt'], reward: 'helpfulness' });
  // (4, 2), (1, 3), (3, 3): the third prompt is a tie, so that its scores are averaged
  expect(curves).toEqual([
    {
      labels: {},
      prompts: 3,
      samples: 6,
      means: {
        helpfulness: near(16 / 6, 10 / 3),
        correctness: near(13 / 6, (3 + 2 + 2) / 3),
        coherence: near(4, 4),
        complexity: near(8 / 6, (1 + 1 + 2) / 3),
        verbosity: near(8 / 6, (2 + 2 + 1.5) / 3),
      },
    },
  ]);
});

it('another attribute can be chosen as the reward, and helpfulness stays a score', async () => {
  const { curves } = await runOf('ratings.jsonl', [1, 2], { reward: 'verbosity' });
  expect(curves[0].means.verbosity).toEqual(near(8 / 6, 2));
  expect(curves[0].means.helpfulness).toEqual(near(16 / 6, 10 / 3));
});

it('several annotators of one answer are no several answers', async () => {
  const { columns, curves, notices } = await runOf('ratings-annotators.jsonl', [1, 2]);
  expect(columns).toMatchObject({ prompt: ['prompt'], reward: 'helpfulness', scores: ['correctness'], wide: false });
  // means of the annotators: 3, 3.5 with 3, 1.5, and 0.5, 2 with 4, 0
  expect(curves[0]).toMatchObject({
    samples: 4,
    means: { helpfulness: near(9 / 4, 5.5 / 2), correctness: near(8.5 / 4, 1.5 / 2) },
  });
  expect(notices).toEqual(['each rating is the mean of its annotators']);
});
