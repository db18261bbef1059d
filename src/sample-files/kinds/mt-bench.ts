// Judgments of single answers of MT-bench: a record is a turn of a question with the rating that a judge gave.

import type { Row } from '../../files/record-sink';
import { entriesOf } from '../structs';
import type { Kind } from './kind';

export const mtBench: Kind = {
  name: 'MT-bench judgments',
  source: 'https://github.com/lm-sys/FastChat/tree/main/fastchat/llm_judge',
  where: '`gen_judgment.py` of FastChat writes `data/mt_bench/model_judgment/JUDGE_single.jsonl`',
  needs: ['question_id', 'model', 'judge', 'turn', 'score'],
  unfold: (row) => [judged(row)],
  // the turns of a question are no repeats of each other
  columns: () => ({ prompt: ['question_id', 'turn'], reward: 'score', scores: [], by: ['model'], runs: ['judge'] }),
};

/** The judge is a pair of a model and a template, which differs between turns; -1 says that its rating could not be read. */
function judged(row: Row): Row {
  const [judge = row.judge] = entriesOf(row.judge);
  return { ...row, judge, score: Number(row.score) === -1 ? null : row.score };
}
