// Where a mean score stops rising in n. Its slope is a sum of powers F^n, which by Descartes' rule has at most as many zeros as its coefficients, in
// the order of F, have changes of sign.

import { AT_N, type ExponentialSum, evaluate, isSettled } from './exponential-sum';

/** The ratio of neighbouring n in the scan. As a function of log n, a power F^n has next to no frequencies above 20 (1e-13 of the Fourier transform is beyond), and so
 *  no sum of powers has a feature finer than pi/20 = 0.157; the scan takes steps of 0.118, and looks at slopes too. */
const SCAN_RATIO = 1.125;
/** Within this part of itself a zero is found; a step in n that is smaller changes no digit of the score there. */
const PLACE_TOLERANCE = 2 ** -50;
/** More steps than any search takes that is not at the end of its digits. */
const MAX_STEPS = 200;

/**
 * The n > 1 at which the slope goes from above 0 to below, and whether it is above 0 in the end.
 *
 * The scan looks at every factor of SCAN_RATIO. Where the slope has one sign at two neighbours but comes nearer to 0 between them, the place where it is nearest is looked
 * for too, so that two zeros in one step are not missed.
 */
export function maximaOf(slope: ExponentialSum): { places: number[]; risesInTheEnd: boolean } {
  const { coefficient } = slope;
  const risesInTheEnd = coefficient.length > 0 && coefficient[coefficient.length - 1] > 0;
  const places: number[] = [];
  if (coefficient.every((a) => a > 0 === risesInTheEnd)) return { places, risesInTheEnd };
  let from = pointAt(slope, 1);
  while (from.n * SCAN_RATIO < Infinity && !isSettled(slope, from.n)) {
    const to = pointAt(slope, from.n * SCAN_RATIO);
    if (from.value > 0 && to.value <= 0) places.push(zeroBetween(slope, from, to));
    else if (from.value <= 0 === to.value <= 0) {
      const between = crossingBetween(slope, from, to);
      if (between !== undefined)
        places.push(from.value > 0 ? zeroBetween(slope, from, between) : zeroBetween(slope, between, to));
    }
    from = to;
  }
  return { places, risesInTheEnd };
}

interface Point {
  n: number;
  value: number;
  slope: number;
}

function pointAt(sum: ExponentialSum, n: number): Point {
  evaluate(sum, n);
  return { n, value: AT_N.value, slope: AT_N.slope };
}

/** A point between two of the same sign that has the other; undefined if there is none. */
function crossingBetween(sum: ExponentialSum, from: Point, to: Point): Point | undefined {
  const sign = from.value > 0 ? 1 : -1;
  if (!(sign * from.slope < 0 && sign * to.slope > 0)) return undefined;
  return search(sum, from, to, 'slope', (point) => (sign > 0 ? point.value <= 0 : point.value > 0));
}

function zeroBetween(sum: ExponentialSum, from: Point, to: Point): number {
  let best = Math.abs(from.value) < Math.abs(to.value) ? from : to;
  search(sum, from, to, 'value', (point) => {
    if (Math.abs(point.value) < Math.abs(best.value)) best = point;
    return false;
  });
  return best.n;
}

/** Narrows a bracket of a zero of the value or the slope, by false position that halves a weight where one end stays (the Illinois rule), with a bisection at
 *  every third step; returns the first point that is wanted. */
function search(
  sum: ExponentialSum,
  from: Point,
  to: Point,
  of: 'value' | 'slope',
  isWanted: (point: Point) => boolean
): Point | undefined {
  let [low, high] = [from.n, to.n];
  let [atLow, atHigh] = [from[of], to[of]];
  let kept = 0;
  for (let step = 1; step <= MAX_STEPS && high - low > PLACE_TOLERANCE * high; step++) {
    let n = step % 3 === 0 ? Number.NaN : low + ((high - low) * atLow) / (atLow - atHigh);
    // not where there are no digits left to divide
    if (!(n > low && n < high)) n = low + (high - low) / 2;
    const point = pointAt(sum, n);
    if (isWanted(point)) return point;
    const at = point[of];
    if (at === 0) return undefined;
    if (at > 0 === atLow > 0) {
      [low, atLow] = [n, at];
      if (kept === 1) atHigh /= 2;
      kept = 1;
    } else {
      [high, atHigh] = [n, at];
      if (kept === 2) atLow /= 2;
      kept = 2;
    }
  }
  return undefined;
}
