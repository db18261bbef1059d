// Answers whose steps a process reward model has scored, as search-and-learn writes them: a record is a problem with all its completions.

import type { Row } from '../../files/record-sink';
import { isArrayLike } from '../paths';
import { isPlainNumber } from '../scoring';
import { checkAnswers } from './answers';
import { fieldsOf, type Kind, valuesOf } from './kind';
import { promptField } from './prompt-names';
import { mayBeScore } from './score-names';

export const stepScores: Kind = {
  name: 'step-scored completions',
  source: 'https://github.com/huggingface/search-and-learn',
  where:
    '`scripts/test_time_compute.py` of search-and-learn writes `APPROACH_completions.jsonl` into `data/MODEL`, or pushes the same columns to the Hugging Face Hub',
  needs: ['completions', 'scores'],
  fields: 'problem, completions, scores, agg_scores',
  fits: (rows) =>
    valuesOf(rows, 'scores[]').some(isArrayLike) &&
    promptOf(rows) !== undefined &&
    valuesOf(rows, 'completions').every(isArrayLike),
  columns(rows) {
    const isAggregated = valuesOf(rows, 'agg_scores').length > 0;
    const reward = isAggregated ? 'agg_scores' : 'scores';
    checkAnswers(rows, reward);
    return {
      prompt: [promptOf(rows) as string],
      reward,
      scores: fieldsOf(rows).filter((name) => name !== reward && mayBeScore(name) && isOnePerCompletion(rows, name)),
      ...(isAggregated ? {} : { steps: 'last' as const }),
      notices: [
        isAggregated
          ? 'the scores of steps are left out, since agg_scores has one for each answer: -r scores --steps last|min|product|mean takes them'
          : 'scores has a list for each answer, of which the last step counts: --steps min|product|mean|last says how to reduce it',
      ],
    };
  },
};

function promptOf(rows: readonly Row[]): string | undefined {
  return promptField(rows, ['problem', 'question', 'prompt', 'unique_id']);
}

/** Whether a field has a number, true or false for each completion. */
function isOnePerCompletion(rows: readonly Row[], name: string): boolean {
  return rows.every(({ completions, [name]: values }) => {
    if (!isArrayLike(completions) || !isArrayLike(values) || values.length !== completions.length) return false;
    return Array.from(values).every(isPlainNumber);
  });
}
