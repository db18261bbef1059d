// The n at which something is drawn or offered.

import type { Support } from '../../src/index';
import { logGrid } from '../../src/paper/curves';

/** Points of a curve. */
const POINTS = 121;
/** Positions of the slider, about. */
const STEPS = 400;

/** The n at which a support's best outcome has long won, between a hundred and ten million. */
export function mostN(support: Support): number {
  const { kl } = support.metrics(Number.POSITIVE_INFINITY, ['kl']);
  return 10 ** Math.min(7, Math.max(2, Math.ceil((kl + 1.5) / Math.LN10)));
}

export const curveGrid = (most: number) => logGrid(most, POINTS);

/** Whole numbers from 1 to `most`, evenly spaced in the logarithm where there are too many. */
export function wholeSteps(most: number, count = STEPS): Float64Array {
  const steps = new Set(logGrid(most, count).map(Math.round));
  return Float64Array.from(steps.add(most)).sort();
}
