// The running sums behind the metrics of one n, and the facts that the wrapper reads, in the order of FACTS in src/engine/engine.ts:
// what the sums ended as, then what is known of the support whatever n is.

import { clear, SUM_BYTES, total } from "./sum";

export const KL_SUM: u32 = 0;
export const WIN_RATE_SUM: u32 = 1;
export const REWARD_SUM: u32 = 2;
export const KL_GAP_SUM: u32 = 3;
export const WIN_GAP_SUM: u32 = 4;
export const REVERSE_KL_SUM: u32 = 5;
export const VARIATION_SUM: u32 = 6;
export const CHI_SQUARED_SUM: u32 = 7;
export const HELLINGER_SUM: u32 = 8;
export const CENTRED_REWARD_SUM: u32 = 9;
export const CENTRED_SQUARE_SUM: u32 = 10;
export const ESTIMATE_SUM: u32 = 11;
export const SUM_COUNT: u32 = 12;

const SUMMARY_COUNT: u32 = 10;
export const FACT_COUNT: u32 = SUM_COUNT + SUMMARY_COUNT;
export const FACTS = memory.data(<i32>(FACT_COUNT * 8), 16);
/** Among the facts of the support prepared last. */
export const TOP_REWARD: u32 = SUM_COUNT + 4;
export const SUMMARY: usize = FACTS + (SUM_COUNT << 3);
const SUMS = memory.data(<i32>(<u32>SUM_BYTES * SUM_COUNT), 16);

/** The running sum of one metric. */
// @ts-ignore: decorator
@inline export function sumOf(metric: u32): usize { return SUMS + SUM_BYTES * <usize>metric; }

export function clearSums(): void {
  for (let metric: u32 = 0; metric < SUM_COUNT; metric++) clear(sumOf(metric));
}

/** Ends a sum; returns the result. */
export function finish(metric: u32): f64 {
  const value = total(sumOf(metric));
  store<f64>(FACTS + 8 * <usize>metric, value);
  return value;
}
