// The win rate of one best-of-n policy against another.

import type { EngineSupport } from './engine/interface';
import { coefficientsAt } from './numerics/coefficients';
import { accumulate, SUM_SIZE, total, twoSumError } from './numerics/sum';

/** The chance that a best-of-n draw beats a best-of-m draw, a tie counting one half. The policy of fewer samples is the one that is summed, and the other has the
 *  rest, so that both add up to 1 and the smaller chance keeps its digits. */
export function winRateAgainstOf(support: EngineSupport, n: number, m: number): number {
  if (n === m) return 0.5;
  return n < m ? smallerOf(support, n, m) : 1 - smallerOf(support, m, n);
}

/** `sum Pi_j(n) (F_{j-1}^m + Pi_j(m)/2)` for n < m. */
function smallerOf(support: EngineSupport, n: number, m: number): number {
  // a copy, since the second call overwrites what the first one returned
  const own = support.bestOfMasses(coefficientsAt(n)).slice();
  const other = support.bestOfMasses(coefficientsAt(m));
  const sum = new Float64Array(SUM_SIZE);
  let below = 0;
  let error = 0;
  for (let j = 0; j < own.length; j++) {
    accumulate(sum, 0, j & 1, own[j] * (below + (error + other[j] / 2)));
    const next = below + other[j];
    error += twoSumError(below, other[j], next);
    below = next;
  }
  // no support gives the policy of fewer samples less than a continuous one, or more than half
  return Math.min(Math.max(total(sum, 0), 1 / (1 + m / n)), 0.5);
}
