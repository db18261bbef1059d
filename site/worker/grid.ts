// The n at which curves are drawn and the slider stops.

import type { Support } from '../../src/index';
import { logGrid } from '../../src/paper/curves';

/** The points of a curve: one for about every five pixels of the widest chart, so that lines look smooth. */
const CURVE_POINTS = 121;
/** The positions of the slider: about one for every two or three pixels. */
const SLIDER_STEPS = 400;

/** The largest n of a support on the page: its best outcome wins nearly always there. It is between a hundred and ten million. */
export function maxNOf(support: Support): number {
  const { kl } = support.metrics(Number.POSITIVE_INFINITY, ['kl']);
  // the best outcome has probability e^-kl, and is drawn at least once with probability 0.99 after e^(kl + 1.5) draws
  return 10 ** Math.min(7, Math.max(2, Math.ceil((kl + 1.5) / Math.LN10)));
}

export const curveGrid = (maxN: number) => logGrid(maxN, CURVE_POINTS);

/** The whole numbers from 1 to `maxN`, or about `count` of them, evenly spaced in their logarithm, if there are more. */
export function wholeSteps(maxN: number, count = SLIDER_STEPS): Float64Array {
  const steps = new Set(logGrid(maxN, count).map(Math.round));
  return Float64Array.from(steps.add(maxN)).sort();
}
