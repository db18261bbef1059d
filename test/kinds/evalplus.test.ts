// Results of EvalPlus, as a whole, task by task, solution by solution, and as the first versions wrote them.

import { expect, it } from 'vitest';
import { evalPlus } from '../../src/sample-files/kinds/evalplus';
import { near, runOf } from '../helpers/kind-fixtures';

it.each(['evalplus.json', 'evalplus-tasks.jsonl', 'evalplus-samples.jsonl', 'evalplus-first.json'])('%s', async (fixture) => {
  const { columns, curves, notices } = await runOf(fixture, [1, 2]);
  expect(columns).toMatchObject({ kind: 'EvalPlus results', prompt: ['task_id'], reward: 'plus', scores: ['base'] });
  // plus 1, 0, 0; 1, 1, 0; 0, 0, 0 and base 1, 1, 0; 1, 1, 0; 0, 0, 1: what passes the further tests alone does not pass
  expect(curves).toMatchObject([{ prompts: 3, samples: 9, means: { plus: near(1 / 3, 5 / 9), base: near(5 / 9, 13 / 18) } }]);
  expect(notices).toEqual(['a solution passes plus where it passes both the base tests and the further ones']);
});

it('the base tests can choose', async () => {
  const { curves } = await runOf('evalplus.json', [1, 2], { reward: 'base' });
  expect(curves[0].means.base).toEqual(near(5 / 9, 8 / 9));
});

it('a status that is not known is named', () => {
  const row = { task_id: 'Shed/0', base_status: 'skipped', plus_status: 'pass' };
  expect(() => evalPlus.unfold?.(row)).toThrow('base_status is "skipped", which is none of the labels pass, fail, timeout');
});

it('without the further tests the base tests are the reward', () => {
  const samples = ['pass', 'fail'].flatMap(
    (base_status) => evalPlus.unfold?.({ task_id: 'a', base_status, plus_status: null }) ?? []
  );
  expect(samples.map(({ base }) => base)).toEqual([1, 0]);
  expect(evalPlus.columns(samples)).toMatchObject({ reward: 'base', scores: [], notices: [] });
});
