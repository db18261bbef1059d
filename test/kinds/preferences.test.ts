// Preferences between two answers, as in PPE, HelpSteer3 and the preferences of HelpSteer2.

import { expect, it } from 'vitest';
import { preferenceStrengths } from '../../src/sample-files/kinds/preferences';
import { inferColumns } from '../../src/sample-files/sample-columns';
import { near, runOf } from '../helpers/kind-fixtures';

it('the winner counts 1, and each of two that are tied a half', async () => {
  const { columns, curves } = await runOf('preferences.parquet', [1, 2]);
  expect(columns).toMatchObject({ kind: 'human preferences', prompt: ['question_id'], reward: 'preferred', scores: [] });
  expect(curves).toEqual([{ labels: {}, prompts: 3, samples: 6, means: { preferred: near(1 / 2, 2.5 / 3) } }]);
});

it('a strength says which answer is preferred, and by how much', async () => {
  const three = await runOf('preferences-helpsteer3.jsonl', [1, 2]);
  expect(three.columns).toMatchObject({ kind: 'preference strengths', prompt: ['context'] });
  // -2, 3, 0: the first, the second, neither
  expect(three.curves[0].means).toEqual({ preferred: near(1 / 2, 2.5 / 3), strength: near(0, 5 / 3) });
  const two = await runOf('preferences-helpsteer2.jsonl', [1, 2]);
  expect(two.columns).toMatchObject({ kind: 'preference strengths', prompt: ['prompt'] });
  expect(two.curves[0].means).toEqual({ preferred: near(1 / 2, 1), strength: near(0, 2) });
});

it('a strength below 0 prefers the first answer', () => {
  const samples = preferenceStrengths.unfold?.({ prompt: 'p', response1: 'a', response2: 'b', overall_preference: -2 });
  expect(samples).toEqual([
    { prompt: 'p', preferred: 1, strength: 2 },
    { prompt: 'p', preferred: 0, strength: -2 },
  ]);
});

it('a strength that is no number is an error', () => {
  const row = { prompt: 'p', response1: 'a', response2: 'b', overall_preference: null };
  expect(() => inferColumns([row])).toThrow('overall_preference is null, expected a number');
  // it is told when it is read, with its place, and the others tell the columns
  expect(inferColumns([row, { ...row, overall_preference: 1 }]).columns.reward).toBe('preferred');
});
