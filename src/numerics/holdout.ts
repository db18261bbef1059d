// Best-of-n where some of the judgements of each sample choose, and the others say what the choice is worth.

import { Draws } from './draws';
import { sumOf } from './sum';

type Doubles = Float64Array | Float32Array;

/** Scores above this size are scaled, so that their sums do not overflow. */
const LARGE = 2 ** 900;
const SCALE = 2 ** -100;

/** What the best of n is worth, n by n. */
interface Judged {
  /** By the judgements that did not choose. */
  heldOut: Float64Array;
  /** By those that chose. */
  naive: Float64Array;
}

/**
 * The mean, over the cyclic windows of `judges` columns, of what the best of n rows by the sum within the window is paid: the mean of its scores outside the window.
 * Rows whose rounded sums are equal are tied.
 *
 * @param rows - the scores of each sample, finite, as many in each row.
 * @param n - a whole number from 1 to the number of rows.
 * @param judges - a whole number from 1 to one less than the number of columns.
 */
export function holdoutBestOf(rows: readonly Doubles[], n: number, judges: number): number {
  return judgedBestOf(rows, [n], judges).heldOut[0];
}

/** The same at many n, beside the mean of the winner's scores within the window. */
export function judgedBestOf(rows: readonly Doubles[], ns: readonly number[], judges: number): Judged {
  const columns = rows[0].length;
  const scale = rows.some((row) => row.some((score) => Math.abs(score) > LARGE)) ? SCALE : 1;
  const draws = new Draws(rows.length);
  const chosenBy = new Float64Array(rows.length);
  const paid = new Float64Array(rows.length);
  const [outside, within] = [0, 1].map(() => ns.map(() => new Float64Array(columns)));
  for (let start = 0; start < columns; start++) {
    const sum = (row: Doubles, from: number, length: number) => sumOf(length, (i) => row[(from + i) % columns] * scale);
    rows.forEach((row, i) => {
      chosenBy[i] = sum(row, start, judges);
      paid[i] = sum(row, start + judges, columns - judges) / (columns - judges);
    });
    draws.fill(chosenBy);
    ns.forEach((n, k) => {
      outside[k][start] = draws.atBest(paid, n);
      within[k][start] = draws.expectedReward(n) / judges;
    });
  }
  const meanOf = (means: Float64Array) => sumOf(columns, (i) => means[i]) / columns / scale;
  return { heldOut: Float64Array.from(outside, meanOf), naive: Float64Array.from(within, meanOf) };
}
