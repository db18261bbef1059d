// Means with infinite values, which a sum leaves out and this puts back.

import { HIGH_INFINITE, LOW_INFINITE } from '../../assembly/layout';

/** Which infinities are among the values, as bits. */
export const LOW = 1;
export const HIGH = 2;

/** Which infinite rewards of a support have mass, told by its results. */
export function infinitiesOf(results: Float64Array): number {
  return (results[LOW_INFINITE] > 0 ? LOW : 0) | (results[HIGH_INFINITE] > 0 ? HIGH : 0);
}

/** A mean without its infinite values, and what they make of it: NaN where there are both. */
export function withInfinite(mean: number, infinities: number): number {
  return [mean, -Infinity, Infinity, Number.NaN][infinities];
}
