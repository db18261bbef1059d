// The scores that a reward model gives to the candidates of RewardBench 2 and of best-of-n sets, a row for each prompt or for each candidate.

import { RecordError } from '../../files/record-error';
import type { Row } from '../../files/record-sink';
import { showJson } from '../../format/value';
import { rowsOfTable, single } from '../columnar';
import { isArrayLike } from '../paths';
import { hasField, type Kind, valuesOf } from './kind';
import { promptOf } from './prompt-names';

/** A sample for each candidate of a prompt, of which the first `num_correct` are right. */
function candidatesOf(row: Row): Row[] {
  const { scores, num_correct: right } = row;
  if (!isArrayLike(scores))
    throw new RecordError(`scores is ${showJson(scores)}, expected a list with one score for each candidate`);
  if (!Number.isInteger(Number(right)) || Number(right) > scores.length) {
    throw new RecordError(`num_correct is ${showJson(right)}, expected a whole number, at most ${scores.length}`);
  }
  const kept = Object.fromEntries(Object.entries(row).filter(([name]) => KEPT.includes(name)));
  return Array.from(scores, (score, i) => ({ ...kept, score: single(score), correct: i < Number(right) ? 1 : 0 }));
}

const KEPT = ['id', 'prompt', 'subset', 'model'];

const promptWithSubset = (rows: readonly Row[], prompt: string) => [...(hasField(rows, 'subset') ? ['subset'] : []), prompt];

export const rewardBench2: Kind = {
  name: 'RewardBench 2 scores',
  source: 'https://huggingface.co/datasets/allenai/reward-bench-2',
  where:
    '`scripts/run_v2.py` of reward-bench writes the scores of a reward model to `results/eval-set-scores/MODEL.json`, as one table of columns; the data set with a column `scores` works as well',
  needs: ['scores', 'num_correct'],
  fits: (rows) => valuesOf(rows, 'scores').every(isArrayLike) && promptOf(rows, ['id']) !== undefined,
  unfold: (record) =>
    isArrayLike(record.num_correct) ? rowsOfTable(record, 'num_correct').flatMap(candidatesOf) : candidatesOf(record),
  columns: (rows) => ({
    prompt: promptWithSubset(rows, promptOf(rows, ['id']) as string),
    reward: 'score',
    scores: ['correct'],
  }),
};

export const rewardBenchCandidates: Kind = {
  name: 'RewardBench candidates',
  source: 'https://github.com/allenai/reward-bench',
  where: '`scripts/run_bon.py` of reward-bench scores sets of candidates, a row for each',
  needs: ['id[1]', 'scores'],
  fields: 'id (a pair of prompt and index), scores',
  fits: (rows) =>
    valuesOf(rows, 'id').every((id) => isArrayLike(id) && id.length === 2) &&
    valuesOf(rows, 'scores').every((score) => ['number', 'bigint'].includes(typeof single(score))),
  columns: (rows) => ({
    prompt: promptWithSubset(rows, 'id[0]'),
    reward: valuesOf(rows, 'scores').some(isArrayLike) ? 'scores[0]' : 'scores',
    scores: [],
    sampleId: 'id[1]',
  }),
};
