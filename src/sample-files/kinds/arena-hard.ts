// Judgments of Arena-Hard: two games of a model's answer against that of a baseline, with the sides swapped.

import type { Row } from '../../files/record-sink';
import { countLabel, structsIn } from '../structs';
import { type Kind, valuesOf } from './kind';

/** What the second of two answers, B, gets. */
const VERDICTS = { 'A>>B': 0, 'A>B': 0, 'A=B': 0.5, 'B=A': 0.5, 'A<B': 1, 'B>A': 1, 'A<<B': 1, 'B>>A': 1, 'B<A': 0, 'B<<A': 0 };

export const arenaHard: Kind = {
  name: 'Arena-Hard judgments',
  source: 'https://github.com/lmarena/arena-hard-auto',
  where: '`gen_judgment.py` of Arena-Hard writes `data/BENCHMARK/model_judgment/JUDGE/MODEL.jsonl`',
  needs: ['model', 'judge', 'games'],
  fields: 'question_id (or uid), model, judge, games',
  fits: (rows) => rows.some((row) => idOf(row) !== undefined && structsIn(row.games).some((game) => 'score' in game)),
  unfold: (row) => [{ ...row, question: idOf(row), win: winOf(row) }],
  columns: (rows) => ({
    prompt: ['question'],
    reward: 'win',
    scores: [],
    by: ['model'],
    runs: ['judge', ...(valuesOf(rows, 'baseline').length > 0 ? ['baseline'] : [])],
    notices: ['win is the mean of both games, where a clear win counts like any other: Arena-Hard itself weighs clear wins more'],
  }),
};

const idOf = ({ question_id, uid }: Row) => question_id ?? uid;

/** In the first game the model's answer is B, and in the second it is A. A game without a verdict leaves the answer without a score. */
function winOf({ games }: Row): number | null {
  const played = structsIn(games).map(({ score }) => score);
  if (played.length === 0 || played.some((score) => score === null || score === undefined)) return null;
  const wins = played.map((score, i) => {
    const ofB = countLabel(score, `games[${i}].score`, VERDICTS);
    return i % 2 === 0 ? ofB : 1 - ofB;
  });
  return wins.reduce((sum, win) => sum + win, 0) / wins.length;
}
