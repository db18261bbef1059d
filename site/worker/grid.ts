// The n at which curves are drawn and the slider stops.

import type { Support } from '../../src/index';
import { logGrid } from '../../src/paper/curves';

/** The points of a curve: one for about every five pixels of the widest chart, so that lines look smooth. */
const CURVE_POINTS = 121;
/** The positions of the slider: about one for every two or three pixels. */
const SLIDER_STEPS = 400;

/**
 * The largest n of a support on the page: its best outcome wins nearly always there. It is between a hundred and ten million, or the power of ten from
 * `reach` on, if the reader asks for more.
 */
export function maxNOf(support: Support, reach = 1): number {
  const { kl } = support.metrics(Number.POSITIVE_INFINITY, ['kl']);
  // the best outcome has probability e^-kl, and is drawn at least once with probability 0.99 after e^(kl + 1.5) draws
  const maxN = 10 ** Math.max(Math.min(7, Math.max(2, Math.ceil((kl + 1.5) / Math.LN10))), Math.ceil(Math.log10(reach)));
  // the logarithm of a number just above a power of ten may be rounded to that of the power
  return maxN < reach ? 10 * maxN : maxN;
}

/**
 * The points of a curve.
 *
 * @param within - an n up to which most of the curve happens, and which has as many points of its own where the axis reaches much further.
 */
export function curveGrid(maxN: number, within = maxN): Float64Array {
  const grid = logGrid(maxN, CURVE_POINTS);
  return within < maxN ? Float64Array.from(new Set([...logGrid(within, CURVE_POINTS), ...grid])).sort() : grid;
}

/** The whole numbers from 1 to `maxN`, or about `count` of them, evenly spaced in their logarithm, if there are more. */
export function wholeSteps(maxN: number, count = SLIDER_STEPS): Float64Array {
  const steps = new Set(logGrid(maxN, count).map(Math.round));
  return Float64Array.from(steps.add(maxN)).sort();
}

/** The steps with both sides of every place at which fewer prompts have so many samples, if those are few: means on both sides are of different prompts. */
export function stepsBeside(steps: Float64Array, sizes: Iterable<number>, atMost: number): Float64Array {
  const last = steps[steps.length - 1];
  const ends = [...new Set(sizes)].filter((size) => size < last);
  if (ends.length > atMost) return steps;
  return Float64Array.from(new Set([...steps, ...ends.flatMap((end) => [end, end + 1])])).sort();
}
