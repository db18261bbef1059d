// Logs of an evaluation harness, a record for each document and filter.

import { expect, it } from 'vitest';
import { runOf } from '../helpers/kind-fixtures';

it('each filter has a curve of its own', async () => {
  const { curves } = await runOf('harness-log.jsonl', [1, 2]);
  expect(curves.map(({ labels, means }) => [labels.filter, means.exact_match])).toEqual([
    ['strict-match', [1 / 2, 1]],
    ['flexible-extract', [1, 1]],
  ]);
});
