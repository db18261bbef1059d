// Results of τ-bench and τ²-bench.

import { expect, it } from 'vitest';
import { kindOf } from '../../src/sample-files/kinds/index';
import { tau2Bench } from '../../src/sample-files/kinds/tau-bench';
import { near, runOf } from '../helpers/kind-fixtures';

it('the trials of a task are its samples', async () => {
  const { columns, curves } = await runOf('tau-bench.jsonl', [1, 2]);
  expect(columns).toMatchObject({ prompt: ['task_id'], reward: 'reward', sampleId: 'trial' });
  expect(curves).toMatchObject([{ prompts: 2, samples: 6, means: { reward: near(1 / 2, 5 / 6) } }]);
});

it('simulations are trials', async () => {
  const { columns, curves, notices } = await runOf('tau-bench-2.json', [1, 2]);
  expect(columns).toMatchObject({ kind: 'τ²-bench results', prompt: ['task_id'], reward: 'reward', sampleId: 'trial' });
  expect(curves).toMatchObject([{ prompts: 2, samples: 4, means: { reward: near(1 / 4, 1 / 2) } }]);
  expect(notices[0]).toMatch(/reward_breakdown .* are left out/);
});

it('a simulation by itself is one of them, and without a judgement it has no reward', () => {
  const row = { id: 's', task_id: '0', trial: 0, reward_info: null };
  expect(kindOf([row])).toBe(tau2Bench);
  expect(tau2Bench.unfold?.(row)[0].reward).toBeUndefined();
});
