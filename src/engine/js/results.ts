// The running sums behind the metrics of one n, and the results of the engine; assembly/layout.ts says where each stands. By hand, as
// assembly/results.ts is: both say where the memory is.

import { RESULT_COUNT, SUM_COUNT } from '../../../assembly/layout';
import { SUM_SIZE, total } from '../../numerics/sum';

/** f64[RESULT_COUNT]: the sums of the last n, and what is known of the support that was prepared last. */
export const RESULTS = /* @__PURE__ */ new Float64Array(RESULT_COUNT);
/** The running sum of each result before SUM_COUNT. */
export const SUMS = /* @__PURE__ */ new Float64Array(SUM_COUNT * SUM_SIZE);

export function clearSums(): void {
  SUMS.fill(0);
}

/** Ends the k-th sum: writes it to RESULTS and returns it. */
export function finish(k: number): number {
  const value = total(SUMS, k);
  RESULTS[k] = value;
  return value;
}
