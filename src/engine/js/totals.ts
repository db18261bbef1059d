// Twin of assembly/totals.ts: the running sums behind the metrics of one n, in the order of FACTS in ../engine.ts.

import { SUM_COUNT } from '../engine';
import { accumulate, SUM_SIZE, total } from './sum';

export const KL_SUM = 0;
export const WIN_RATE_SUM = 1;
export const REWARD_SUM = 2;
export const KL_GAP_SUM = 3;
export const WIN_GAP_SUM = 4;
export const REVERSE_KL_SUM = 5;
export const VARIATION_SUM = 6;
export const CHI_SQUARED_SUM = 7;
export const HELLINGER_SUM = 8;
export const CENTRED_REWARD_SUM = 9;
export const CENTRED_SQUARE_SUM = 10;
export const ESTIMATE_SUM = 11;

const SUMS = /* @__PURE__ */ new Float64Array(SUM_COUNT * SUM_SIZE);

/** Adds x to one lane of the running sum of one metric. */
export function addTo(metric: number, lane: number, x: number): void {
  accumulate(SUMS, metric * SUM_SIZE, lane, x);
}

export function clearSums(): void {
  SUMS.fill(0);
}

/** Ends a sum; returns the result. */
export function finish(metric: number): number {
  return total(SUMS, metric * SUM_SIZE);
}
