// The win rate where rewards do not tie: it is then n/(n+1) for every prompt, which a sentence says in fewer words than a column.

import { type AggregateRow, winRateBound } from '../../index';

/** A mean over prompts that each have the same value is off by no more than this. */
const ROUNDING = 1e-12;

const isAnswered = ({ winRate }: AggregateRow) => winRate.mean !== null;

/**
 * Whether the win rate is n/(n+1) wherever there is one. Where three samples or more tie for the best it is lower, by more than rounding; two that tie win
 * half the time against each other, as if one of them were better.
 */
export function isFormula(rows: readonly AggregateRow[]): boolean {
  return rows.filter(isAnswered).every(({ n, winRate }) => Math.abs((winRate.mean as number) - winRateBound(n)) <= ROUNDING);
}

/** Why the win rate has no column, where it has none. */
export function winRateText(rows: readonly AggregateRow[]): string[] {
  if (!isFormula(rows)) return [];
  const answered = rows.filter(isAnswered);
  if (answered.some(({ n }) => n > 1)) return ['The win rate has no column: it is n/(n+1) at every n, as where no rewards tie.'];
  const why = 'against one more sample it needs n + 1 samples of a prompt, which none has';
  if (answered.length === 0) return [`There is no win rate: ${why}.`];
  return [`The win rate has no column: it is 1/2 at n = 1${rows.some(({ n }) => n > 1) ? `, and ${why} beyond` : ', always'}.`];
}
