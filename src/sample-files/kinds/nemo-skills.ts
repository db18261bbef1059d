// Judged answers of NeMo-Skills: a record is a problem with one answer, and each seed has a file of its own.

import type { Row } from '../../files/record-sink';
import { hasField, type Kind, valuesOf } from './kind';
import { promptOf } from './prompt-names';

export const nemoSkills: Kind = {
  name: 'NeMo-Skills answers',
  source: 'https://github.com/NVIDIA/NeMo-Skills',
  where: '`ns eval` and `ns generate` write `output-rs0.jsonl`, `output-rs1.jsonl` and so on, a file for each random seed',
  needs: ['expected_answer', 'predicted_answer', 'generation'],
  fields: 'problem, expected_answer, predicted_answer, generation, symbolic_correct (or is_correct, judgement)',
  fits: (rows) => promptOf(rows) !== undefined,
  unfold: (row) => [judged(row)],
  columns(rows) {
    const [reward, ...scores] = ['symbolic_correct', 'is_correct', 'judge_correct'].filter(
      (name) => valuesOf(rows, name).length > 0
    );
    return {
      prompt: [promptOf(rows) as string],
      reward,
      scores,
      noReward: 'these answers of NeMo-Skills were not judged yet: give the files of eval-results, or --reward COLUMN',
      notices: hasField(rows, 'judge_correct') ? ['judge_correct is 1 where the judgement says Yes'] : [],
    };
  },
};

/** What the judge says at the end of its judgement. */
function judged(row: Row): Row {
  if (typeof row.judgement !== 'string') return row;
  const verdict = row.judgement.slice(row.judgement.lastIndexOf('Judgement:')).replace('Judgement:', '');
  return { ...row, judge_correct: /^\W*yes/i.test(verdict) };
}
