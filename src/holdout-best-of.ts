// Best-of-n by noisy judges, estimated without the optimism of judging the winner by the scores that made it win.

import { coded } from './errors';
import { checkAllFinite, checkSameLength, checkWhole, type Doubles, type Numbers, reading, toDoubles } from './input/numbers';
import { show } from './input/show';
import { holdoutBestOf as estimate } from './numerics/holdout';

/**
 * The mean score of the best of n by the mean of `judges` judgements, where the winner is scored by its other judgements (Shah and Li, *Holdout best-of-N*, 2026).
 * The score of a winner by which it won is too high, since luck helped it win; the judgements held out know nothing of that. The mean is over every choice
 * of n samples, ties shared, and over the windows of `judges` neighbouring columns, the first column being the neighbour of the last. It is unbiased for
 * a policy that chooses by that many fresh judgements; for as many as there are, or more, no unbiased estimate exists.
 *
 * Samples whose sums of judgements are equal as doubles are tied. The order of the columns matters unless `judges` is 1 or one less than their number.
 *
 * @param scores - for each sample its judgements, as many for each, all finite: column j is of the same judge, or a j-th judgement.
 * @param n - a whole number from 1 to the number of samples.
 * @param judges - how many judgements choose, a whole number from 1 to one less than the judgements of a sample.
 * @returns a mean, in the unit of the scores.
 * @throws TypeError if an argument has the wrong type, or rows have unequal lengths; RangeError if there is no sample, a number is out of range, or a sample has
 *   one judgement only.
 *
 * @example
 * // two judges who contradict each other: who wins by one has no merit by the other
 * holdoutBestOf([[0, 1], [1, 0]], 2, 1); // → 0
 * holdoutBestOf([[1, 3, 2], [2, 2, 5], [0, 4, 1]], 2, 2); // → 2.16666667
 */
export function holdoutBestOf(scores: readonly Numbers[], n: number, judges: number): number {
  const rows = toRows(scores);
  const columns = rows[0].length;
  if (columns < 2)
    throw coded(RangeError, 'NO_ESTIMATE', `holdoutBestOf needs two judgements of each sample, and scores[0] has ${columns}`);
  checkWhole('n', n, 1, rows.length, 'the number of samples');
  checkWhole('judges', judges, 1, columns - 1, 'one less than the number of judgements');
  return estimate(rows, n, judges);
}

function toRows(scores: unknown): Doubles[] {
  if (!Array.isArray(scores))
    throw coded(TypeError, 'WRONG_TYPE', `scores must be an array with the judgements of each sample, got ${show(scores)}`);
  if (scores.length === 0) throw coded(RangeError, 'EMPTY', 'scores is empty: an estimate needs at least one sample');
  const rows = reading('scores', () => Array.from(scores, (row, i) => toDoubles(`scores[${i}]`, row)));
  rows.forEach((row, i) => {
    checkSameLength('scores[0]', rows[0], `scores[${i}]`, row);
    checkAllFinite(`scores[${i}]`, row);
  });
  return rows;
}
