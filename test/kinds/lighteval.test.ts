// Details of lighteval, in Parquet.

import { expect, it } from 'vitest';
import { lightEval } from '../../src/sample-files/kinds/lighteval';
import { near, runOf } from '../helpers/kind-fixtures';

it('every metric of the struct is a score', async () => {
  const { columns, curves } = await runOf('lighteval.parquet', [1, 2]);
  expect(columns).toMatchObject({ prompt: ['doc.task_name', 'doc.id'], reward: 'metric.em', scores: ['metric.f1'] });
  // em 1, 0 and 0, 0; f1 1, 1/2 and 1/4, 3/4
  expect(curves).toMatchObject([{ samples: 4, means: { 'metric.em': near(1 / 4, 1 / 2), 'metric.f1': near(5 / 8, 3 / 4) } }]);
});

it('the first versions: what stands before the question is no part of it', async () => {
  const { columns, curves } = await runOf('lighteval-first.parquet', [1, 2]);
  expect(columns).toMatchObject({ prompt: ['example'], reward: 'metrics.extractive_match', scores: ['metrics.length'] });
  expect(curves[0].means['metrics.extractive_match']).toEqual(near(1 / 4, 1 / 2));
});

it('several responses with one score are said, and so are metrics that are no numbers', () => {
  const row = { doc: { id: '0' }, metric: { em: 1, parts: [1, 0] }, model_response: { text: ['a', 'b', 'c'] } };
  expect(lightEval.columns([row])).toMatchObject({
    reward: 'metric.em',
    scores: [],
    notices: [
      'these metrics are no numbers and are left out: metric.parts',
      'each document has up to 3 responses and one score: for n > 1 the score of each response is needed',
    ],
  });
});
