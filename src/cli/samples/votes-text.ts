// The ways to choose an answer side by side, as a table to read.

import { NONE, short, withError } from '../../format/number';
import type { PromptMean } from '../../index';
import type { GroupResult } from '../../sample-files/estimate-groups';
import { votedScores } from '../../sample-files/votes';
import type { FoundPart } from './findings-text';

/** A table for each score of which a vote is known. */
export function voteParts(group: GroupResult, reward: string): FoundPart[] {
  return votedScores(group, reward).map(({ score, choices }) => ({
    title: `${score}, by how one of n answers is chosen`,
    said: ['The oracle knows the scores, as pass@n does; the mean is that of a single answer.'],
    head: ['n', ...choices.map(({ label }) => label)],
    rows: group.result.rows.map((row) => [String(row.n), ...choices.map(({ meanIn }) => cellOf(meanIn(row)))]),
  }));
}

function cellOf({ mean, standardError }: PromptMean): string {
  if (mean === null) return NONE;
  return standardError === null ? short(mean) : withError(mean, standardError);
}
