// The judgments of MT-bench: a score for each turn of each question.

import type { Row } from '../../files/record-sink';
import { isArrayLike } from '../paths';
import { type Kind, valuesOf } from './kind';

/** The judge gave no score that could be read: MT-bench writes -1 for it. */
const FAILED = -1;

const withoutFailed = (row: Row): Row[] => [Number(row.score) === FAILED ? { ...row, score: null } : row];

export const mtBench: Kind = {
  name: 'MT-bench judgments',
  source: 'https://github.com/lm-sys/FastChat/tree/main/fastchat/llm_judge',
  needs: ['question_id', 'model', 'judge', 'turn', 'score'],
  unfold: withoutFailed,
  columns: (rows) => ({
    // the second turn of a question asks something else than the first
    prompt: ['question_id', 'turn'],
    reward: 'score',
    scores: [],
    // the judge stands there with the name of its prompt, which differs from turn to turn
    by: [valuesOf(rows, 'judge').every(isArrayLike) ? 'judge[0]' : 'judge'],
  }),
};
