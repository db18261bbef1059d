// The completions that TRL's GRPO trainer logs as Parquet.

import { expect, it } from 'vitest';
import { near, runOf } from '../helpers/kind-fixtures';

it('each step has a curve, every reward function is a score whatever its name, and the advantage is none', async () => {
  const { columns, curves, notices } = await runOf('trl.parquet', [1, 2]);
  expect(columns).toMatchObject({ prompt: ['prompt'], reward: 'accuracy_reward', scores: ['length'], runs: ['step'] });
  // step 10: 0, 1 with 0.5, 0.25 and 0, 0 with 1, 0.5; step 20: 1, 1 with 0.75, 0.25 and 1, 0 with 0.5, 1
  expect(curves.map(({ labels, means }) => [labels.step, means])).toEqual([
    ['10', { accuracy_reward: near(1 / 4, 1 / 2), length: near(2.25 / 4, (0.25 + 0.75) / 2) }],
    ['20', { accuracy_reward: near(3 / 4, 1), length: near(2.5 / 4, (0.5 + 0.5) / 2) }],
  ]);
  expect(notices.join('\n')).toMatch(/sum that the trainer makes of its 2 rewards is not in the file.*\n.*left out: advantage$/);
});

it('older files have one reward, and steps that are texts', async () => {
  const { columns, curves } = await runOf('trl-reward.parquet', [1, 2]);
  expect(columns).toMatchObject({ kind: 'TRL completions', reward: 'reward', scores: [] });
  expect(curves).toEqual([{ labels: {}, prompts: 2, samples: 4, means: { reward: near(1, 7 / 4) } }]);
});

it('a record may be the table of a step', async () => {
  const { columns, curves } = await runOf('trl-tables.jsonl', [1, 2]);
  expect(columns).toMatchObject({ prompt: ['prompt'], reward: 'MathAccuracy', scores: ['Format'], runs: ['step'] });
  // 1 and 0, 0 and 0, then 1 and 1, 1 and 0, with 1 and 1, 0 and 1 in both
  expect(curves).toEqual([
    { labels: { step: '1' }, prompts: 2, samples: 4, means: { MathAccuracy: near(1 / 4, 1 / 2), Format: near(3 / 4, 3 / 4) } },
    { labels: { step: '2' }, prompts: 2, samples: 4, means: { MathAccuracy: near(3 / 4, 1), Format: near(3 / 4, 1 / 2) } },
  ]);
});
