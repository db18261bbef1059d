// The running sums behind the metrics of one n, and the results that the wrapper reads; layout.ts says where each stands.

import { Doubles, setAt } from "./lanes";
import { RESULT_COUNT, SUM_COUNT } from "./layout";
import { clear, SUM_SIZE, Sums, total } from "./sum";

/** f64[RESULT_COUNT]: the sums of the last n, and what is known of the support that was prepared last. */
export const RESULTS: Doubles = memory.data(<i32>(RESULT_COUNT * 8), 16);
/** The running sum of each result before SUM_COUNT. */
export const SUMS: Sums = memory.data(<i32>(SUM_COUNT * SUM_SIZE * 8), 16);

/** Makes every running sum 0. */
export function clearSums(): void {
  for (let k: u32 = 0; k < SUM_COUNT; k++) clear(SUMS, k);
}

/** Ends the k-th sum: writes it to RESULTS and returns it. */
export function finish(k: u32): f64 {
  const value = total(SUMS, k);
  setAt(RESULTS, k, value);
  return value;
}
