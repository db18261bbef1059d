// The scores that a reward model gives to the pairs of RewardBench, a row for each pair or one table of columns.

import type { Row } from '../../files/record-sink';
import { rowsOfTable, single } from '../columnar';
import { isArrayLike } from '../paths';
import { hasField, type Kind } from './kind';
import { answersOf } from './pairs';
import { promptOf } from './prompt-names';

/** The pairs of a record; the score of a single pair may be a list of one. */
function pairsOf(record: Row): Row[] {
  const isTable = isArrayLike(record.scores_chosen) && (record.scores_chosen.length !== 1 || isArrayLike(record.results));
  return isTable ? rowsOfTable(record, 'scores_chosen') : [record];
}

export const rewardBench: Kind = {
  name: 'RewardBench scores',
  source: 'https://github.com/allenai/reward-bench',
  where:
    '`scripts/run_rm.py` of reward-bench writes the scores of a reward model to `results/eval-set-scores/MODEL.json`, as one table of columns',
  needs: ['scores_chosen', 'scores_rejected'],
  fits: (rows) => promptOf(rows, ['id']) !== undefined,
  unfold: (record) =>
    pairsOf(record).flatMap(({ results, scores_chosen, scores_rejected, ...row }) =>
      // whether the model is right is told by the two scores
      answersOf({ ...row, score_chosen: single(scores_chosen), score_rejected: single(scores_rejected) })
    ),
  columns(rows) {
    const id = promptOf(rows, ['id']) as string;
    // subsets count their pairs each from the beginning
    const subset = ['subset', 'subsets'].find((name) => id === 'id' && hasField(rows, name));
    return { prompt: [...(subset ? [subset] : []), id], reward: 'score', scores: ['preferred'] };
  },
};
