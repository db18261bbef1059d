// Judgments of MT-bench.

import { expect, it } from 'vitest';
import { mtBench } from '../../src/sample-files/kinds/mt-bench';
import { near, runOf } from '../helpers/kind-fixtures';

it('the turns of a question are no samples of one prompt', async () => {
  const { columns, curves } = await runOf('mt-bench.jsonl', [1, 2]);
  expect(columns).toMatchObject({ prompt: ['question_id', 'turn'], reward: 'score', scores: [] });
  // 8 and 6, 5 and 5, 4 and 10, 2 and 3
  expect(curves).toEqual([{ labels: { 'judge[0]': 'gpt-4' }, prompts: 4, samples: 8, means: { score: near(43 / 8, 26 / 4) } }]);
});

it('-1 is no score but says that there is none', () => {
  expect(mtBench.unfold?.({ question_id: 1, score: -1 })).toEqual([{ question_id: 1, score: null }]);
  expect(mtBench.unfold?.({ question_id: 1, score: 1 })).toEqual([{ question_id: 1, score: 1 }]);
});
