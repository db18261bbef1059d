// Logs of an evaluation harness, a record for each document and filter.

import { expect, it } from 'vitest';
import { harnessLog } from '../../src/sample-files/kinds/harness-log';
import { runOf } from '../helpers/kind-fixtures';

it('each filter has a curve of its own', async () => {
  const { curves } = await runOf('harness-log.jsonl', [1, 2]);
  expect(curves.map(({ labels, means }) => [labels.filter, means.exact_match])).toEqual([
    ['strict-match', [1 / 2, 1]],
    ['flexible-extract', [1, 1]],
  ]);
});

it('metrics that are lists or structs are left out by name, and a document with several responses has one score', () => {
  const row = {
    doc_id: 0,
    doc_hash: 'h0',
    resps: [['a', 'b', 'c']],
    filtered_resps: ['a'],
    filter: 'none',
    metrics: ['bypass', 'parts', 'words', 'acc', 'f1'],
    bypass: 999,
    parts: { em: 1 },
    words: [-3.5, 2],
    acc: 0,
    f1: 0.5,
  };
  expect(harnessLog.columns([row])).toEqual({
    prompt: ['doc_id', 'doc_hash'],
    reward: 'acc',
    scores: ['f1'],
    by: ['filter'],
    noReward: 'this evaluation-harness log has no number as a metric: give --reward COLUMN',
    refusal: undefined,
    notices: [
      'these metrics are no numbers and are left out: parts, words',
      'each document has up to 3 responses in resps and one score: for n > 1 the score of each response is needed',
    ],
  });
});
