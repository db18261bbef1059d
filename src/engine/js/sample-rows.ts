// Rows of samples in JavaScript, one after another in the same arrays; by hand, since the kernel sorts rows in pairs by a network and leaves to
// this file what is not plain. See assembly/sample-rows.ts.

import { BEST_VALUE, EXPECTED_BEST, EXPECTED_WORST, KL_OF_BEST, WIN_RATE_OF_BEST, WORST_VALUE } from '../../../assembly/layout';
import { isOutOfMemory } from '../../errors';
import type { Doubles } from '../../input/numbers';
import { Draws } from '../../numerics/draws';
import { type CleanSampleRows, doesNotFit } from '../interface';

/** Each estimate, from the draws, the row's own part of the column, and n. */
export const ESTIMATES: Record<number, (draws: Draws, values: Doubles, n: number) => number> = {
  [EXPECTED_BEST]: (draws, _, n) => draws.expectedReward(n),
  [EXPECTED_WORST]: (draws, _, n) => draws.worst(n),
  [WIN_RATE_OF_BEST]: (draws, _, n) => draws.winRate(n),
  [KL_OF_BEST]: (draws, values, n) => draws.klEstimate(values, n),
  [BEST_VALUE]: (draws, values, n) => draws.atBest(values, n),
  [WORST_VALUE]: (draws, values, n) => draws.lowest(values, n),
};

/** The largest n for which `length` samples have an estimate: for the win rate one of them is the opponent. */
const maxN = (estimate: number, length: number) => (estimate === WIN_RATE_OF_BEST ? length - 1 : length);

/** Evaluates every row at every n: f64[wanted][rows][ns]. */
export function sampleRows(input: CleanSampleRows): Float64Array {
  const { length, columns, ns, wanted } = input;
  const rows = columns[0].length / length;
  const size = wanted.length * rows * ns.length;
  try {
    const out = new Float64Array(size);
    const evaluate = rowEvaluator(input, out);
    for (let row = 0; row < rows; row++) evaluate(row);
    return out;
  } catch (error) {
    throw isOutOfMemory(error) ? doesNotFit(`estimates of ${rows} rows of ${length} samples`, 8 * size) : error;
  }
}

/** The function that evaluates a row and writes to `out`, f64[wanted][rows][ns]. */
export function rowEvaluator({ length, columns, ns, wanted }: CleanSampleRows, out: Float64Array): (row: number) => void {
  const rows = columns[0].length / length;
  const draws = new Draws(length);
  const room = new Uint32Array(4 * length);
  return (row) => {
    const valuesIn = (column: number) => columns[column].subarray(row * length, (row + 1) * length);
    draws.fill(valuesIn(0), room);
    const values = wanted.map(({ column }) => valuesIn(column));
    ns.forEach((n, k) => {
      wanted.forEach(({ estimate }, e) => {
        const at = (e * rows + row) * ns.length + k;
        out[at] = n <= maxN(estimate, length) ? ESTIMATES[estimate](draws, values[e], n) : Number.NaN;
      });
    });
  };
}
