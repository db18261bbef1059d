// Logs of Inspect, as a whole and sample by sample.

import { expect, it } from 'vitest';
import { inferColumns } from '../../src/sample-files/sample-columns';
import { SampleReader } from '../../src/sample-files/sample-reader';
import { near, runOf } from '../helpers/kind-fixtures';

it('the first scorer is the reward, and the others are scores', async () => {
  const { columns, curves, notices } = await runOf('inspect.json', [1, 2]);
  expect(columns).toMatchObject({ prompt: ['id'], reward: 'match', scores: ['judge.style', 'judge.truth'], sampleId: 'epoch' });
  // C, I; P, N; C, I
  expect(curves).toMatchObject([
    {
      prompts: 3,
      samples: 6,
      means: { match: near(5 / 12, 5 / 6), 'judge.style': near(11 / 24, 1 / 2), 'judge.truth': near(1, 1) },
    },
  ]);
  expect(notices[0]).toBe('these scores are neither numbers nor C, I, P, N and are left out: topic');
});

it('numbers stand for themselves beside letters', async () => {
  const { columns, curves } = await runOf('inspect-samples.jsonl', [1, 2]);
  expect(columns).toMatchObject({ prompt: ['id'], reward: 'f1', scores: ['exact'] });
  expect(curves[0].means).toEqual({ f1: near(9 / 16, 7 / 8), exact: near(1 / 2, 1) });
});

it('a letter that is not known is named, and a sample without a score is missing one', async () => {
  const sample = (id: string, epoch: number, value: unknown) => ({ id, epoch, scores: { match: { value } } });
  const { columns } = inferColumns([sample('a', 1, 'C'), sample('a', 2, 'X')]);
  expect(() => new SampleReader(columns).read(sample('a', 2, 'X'))).toThrow('match is "X", which --pass does not list');
  expect(new SampleReader(columns).read(sample('a', 1, 'P'))[0].values).toEqual([[0.5]]);
  expect(() => new SampleReader(columns).read(sample('a', 3, null))).toThrow('--missing skip');
});

it('letters keep their meaning where the user names another scorer', async () => {
  const { columns, curves } = await runOf('inspect.json', [1], { reward: 'judge.style' });
  expect(columns).toMatchObject({ reward: 'judge.style', scores: ['match', 'judge.truth'] });
  expect(curves[0].means).toMatchObject({ 'judge.style': near(11 / 24), match: near(5 / 12) });
});
