// The least number of samples with which a second score reaches a target. A score may rise and fall, so that no bisection finds it.

import { denseGrid } from './numerics/grids';
import { leastWholeBetween } from './numerics/least-whole';

/** Where the score rises to its limit, the grid ends here, and the numbers double from there on. */
const DENSE_END = 2 ** 20;

/**
 * The least whole n whose mean score reaches the target, among every n up to 64 and, beyond, as far as steps of 2 % tell.
 *
 * @param scoreAt - the mean score at an n.
 * @param peak - where the score is highest.
 * @returns Infinity if it is reached at none.
 */
export function leastNOfScore(scoreAt: (n: number) => number, peak: { n: number; value: number }, target: number): number {
  const reaches = (n: number) => scoreAt(n) >= target;
  if (reaches(1)) return 1;
  if (!(peak.value >= target)) return Infinity;
  let low = 1;
  for (const n of candidates(peak.n)) {
    if (reaches(n)) return leastWholeBetween(low, n, reaches);
    low = n;
  }
  return Infinity;
}

function* candidates(peak: number): Generator<number> {
  yield* denseGrid(Math.min(Math.ceil(peak), DENSE_END)).slice(1);
  for (let n = 2 * DENSE_END; n < Infinity && n < 2 * peak; n *= 2) yield Math.min(n, Math.ceil(peak));
}
