// What depends on n alone, computed once a call by src/engine/plan.ts and written here for the kernel to read: the two engines
// share these numbers instead of deriving them twice. The layout is the constants there; keep the two in step.

import { constant } from "./lanes";

/** A plan, read in place. */
@unmanaged
export class Plan {
  /** n, n - 1, (n - 1)/n. */
  n!: f64;
  excess!: f64;
  x!: f64;
  logN!: f64;
  klBound!: f64;
}

/** Doubles in a plan. */
export const PLAN_SIZE: u32 = 80;

/** Below this n, quantities of order n - 1 are built from n - 1, never as differences of what stays finite. */
export const NEAR_ONE: f64 = 2.0;

/** Where `n` and `excess` stand, to be read into both lanes: quicker than a field. */
export const N: u32 = 0;
export const EXCESS: u32 = 1;
const LOG_RATIO: u32 = 8;
export const KL_GAP: u32 = 26;
export const WIN_GAP: u32 = 44;
const SINHC_GAP: u32 = 52;
const ESTIMATE: u32 = 64;

/** Terms of the series in a^2 of the log ratio and of the KL gap, enough up to this a: they leave 2^-55. */
export const SERIES_TERMS: u32 = 18;
export const SERIES_MOST: f64 = 2.0;
export const SINHC_GAP_TERMS: u32 = 12;

// @ts-ignore: decorator
@inline export function coefficient(plan: Plan, k: u32): v128 { return constant(changetype<usize>(plan), k); }

/** Of a^2k, k from 1, in log(t / n) - (n - 1) logMid. */
// @ts-ignore: decorator
@inline export function logRatioTerm(plan: Plan, k: u32): v128 { return coefficient(plan, LOG_RATIO + k - 1); }
/** Of a^2k, k from 1, in g(a), the KL gap of a block per unit of its mass. */
// @ts-ignore: decorator
@inline export function klGapTerm(plan: Plan, k: u32): v128 { return coefficient(plan, KL_GAP + k - 1); }
/** Of A^2k, k from 0, in (sinhc A - sinhc B) / (A^2 - B^2). */
// @ts-ignore: decorator
@inline export function sinhcGapTerm(plan: Plan, k: u32): v128 { return coefficient(plan, SINHC_GAP + k); }
/** Of a^k, k from 0, in d_n(epsilon), a = -n log(1 - epsilon). */
// @ts-ignore: decorator
@inline export function estimateTerm(plan: Plan, k: u32): v128 { return coefficient(plan, ESTIMATE + k); }
