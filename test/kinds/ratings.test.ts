// Answers rated by several attributes, as HelpSteer and HelpSteer2 have them.

import { expect, it } from 'vitest';
import { runOf } from '../helpers/kind-fixtures';

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
        helpfulness: [16 / 6, 10 / 3].map(near),
        correctness: [13 / 6, (3 + 2 + 2) / 3].map(near),
        coherence: [4, 4].map(near),
        complexity: [8 / 6, (1 + 1 + 2) / 3].map(near),
        verbosity: [8 / 6, (2 + 2 + 1.5) / 3].map(near),
      },
    },
  ]);
});

it('another attribute can be chosen as the reward, and helpfulness stays a score', async () => {
  const { curves } = await runOf('ratings.jsonl', [1, 2], { reward: 'verbosity' });
  expect(curves[0].means.verbosity).toEqual([8 / 6, 2].map(near));
  expect(curves[0].means.helpfulness).toEqual([16 / 6, 10 / 3].map(near));
});

const near = (value: number) => expect.closeTo(value, 14);
