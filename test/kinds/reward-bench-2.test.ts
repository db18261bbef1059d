// The scores of a reward model on RewardBench 2, as run_v2.py keeps them, and on the candidates of best-of-n sets.

import { expect, it } from 'vitest';
import { near, runOf } from '../helpers/kind-fixtures';

it.each(['reward-bench-2.jsonl', 'reward-bench-2-table.jsonl'])('%s: the first candidates are the right ones', async (name) => {
  const { columns, curves } = await runOf(name, [1, 2, 4]);
  expect(columns).toMatchObject({ kind: 'RewardBench 2 scores', reward: 'score', scores: ['correct'] });
  // 2, 0.5, 1, -1 and 0.25, 1.25, 0.5, 0 with one right candidate; 1.5, 0.5, 3, 1 with two
  expect(curves).toEqual([
    {
      labels: {},
      prompts: 3,
      samples: 12,
      means: { score: near(2.625 / 3, (8.5 + 5 + 13) / 18, 6.25 / 3), correct: near(1 / 3, (3 + 1 + 2) / 18, 1 / 3) },
    },
  ]);
});

it('candidates: the id is a pair of prompt and index', async () => {
  const { columns, curves } = await runOf('reward-bench-2-candidates.jsonl', [1, 2, 3]);
  expect(columns).toMatchObject({ prompt: ['id[0]'], reward: 'scores', sampleId: 'id[1]' });
  // 2, 0.5, 1 and 0.25, 1.25, 0.5 and 1.5, 0.5, 3
  expect(curves[0]).toMatchObject({ prompts: 3, samples: 9, means: { scores: near(10.5 / 9, 15.5 / 9, 6.25 / 3) } });
});
