// Judgments of single answers of MT-bench.

import { expect, it } from 'vitest';
import { mtBench } from '../../src/sample-files/kinds/mt-bench';
import { near, runOf } from '../helpers/kind-fixtures';

it('turns are no repeats, models have curves, and a rating that was not read is missing', async () => {
  const { curves, columns, notices } = await runOf('mt-bench.jsonl', [1, 2]);
  expect(columns.prompt).toEqual(['question_id', 'turn']);
  // m1: 8, 6 and 4, 6; m2: 2, 4
  expect(curves.map(({ labels, means }) => [labels.model, means.score])).toEqual([
    ['m1', near(6, 7)],
    ['m2', near(3, 4)],
  ]);
  expect(notices.join()).not.toContain('judge');
  const unread = { question_id: 1, turn: 1, model: 'm', judge: ['j', 't'], score: -1 };
  expect(mtBench.unfold?.(unread)).toEqual([{ ...unread, judge: 'j', score: null }]);
});
