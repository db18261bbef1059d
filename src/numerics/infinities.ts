// Means of values some of which are infinite: sums leave the infinities out, and these functions put them back.

import { HIGH_INFINITE, LOW_INFINITE } from '../../assembly/layout';

/** Bits that say which infinities are among the values: -Infinity and Infinity. */
export const LOW = 1;
export const HIGH = 2;

/** The bits of the infinite rewards that have mass in a support, from its results, f64[RESULT_COUNT]. */
export function infinitiesOf(results: Float64Array): number {
  return (results[LOW_INFINITE] > 0 ? LOW : 0) | (results[HIGH_INFINITE] > 0 ? HIGH : 0);
}

/** The mean of all values, from the mean without the infinite ones and their bits: ±Infinity, or NaN where there are both. */
export function withInfinite(mean: number, infinities: number): number {
  return [mean, -Infinity, Infinity, Number.NaN][infinities];
}
