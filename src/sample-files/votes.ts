// The ways to choose among n answers side by side, for the scores of which a vote is known: what every paper on scaling at test time draws.

import type { AggregateRow, PromptMean } from '../index';
import { NO_MEAN } from '../prompt-means';
import type { GroupResult } from './estimate-groups';

/** A way to choose an answer. */
export interface Choice {
  label: string;
  meanIn(row: AggregateRow): PromptMean;
}

/** The choices of which the means of a score are known. */
export interface VotedScore {
  score: string;
  choices: Choice[];
}

const VOTE = 'majority.';
const FAMILIES = ['majority', 'weightedMajority', 'oracle'];

/** The scores that were voted on. */
function scoresVotedOn(rows: readonly AggregateRow[]): string[] {
  const names = new Set(rows.flatMap((row) => Object.keys(row.estimates)));
  return [...names].filter((name) => name.startsWith(VOTE)).map((name) => name.slice(VOTE.length));
}

/** Whether an estimate of these rows stands beside others of its score, so that it needs no column and no chart of its own. */
export function isBesideVotes(rows: readonly AggregateRow[]): (name: string) => boolean {
  const names = scoresVotedOn(rows).flatMap((score) => FAMILIES.map((family) => `${family}.${score}`));
  return (name) => names.includes(name);
}

/** The choices for each score that was voted on. */
export function votedScores({ result: { rows } }: Pick<GroupResult, 'result'>, reward: string): VotedScore[] {
  const names = new Set(rows.flatMap((row) => Object.keys(row.estimates)));
  return scoresVotedOn(rows).map((score) => {
    const atBest = (row: AggregateRow) => (score === reward ? row.expectedReward : (row.scores[score] ?? NO_MEAN));
    const first = rows.find(({ n }) => n === 1);
    const asked = (label: string, family: string): Choice[] => {
      const name = `${family}.${score}`;
      return names.has(name) ? [{ label, meanIn: (row) => row.estimates[name] ?? NO_MEAN }] : [];
    };
    const choices = [
      ...(first ? [{ label: 'mean', meanIn: () => atBest(first) }] : []),
      // the best by a pass flag is the oracle itself
      ...(score === reward && names.has(`oracle.${score}`) ? [] : [{ label: `best by ${reward}`, meanIn: atBest }]),
      ...asked('majority', 'majority'),
      ...asked('weighted majority', 'weightedMajority'),
      ...asked('oracle', 'oracle'),
    ];
    return { score, choices };
  });
}
