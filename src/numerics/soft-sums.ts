// The sums over the nodes of soft best-of-n: what every point, and every block of a run, has of an integral of `g` with given weights.

import { exp, expm1, expPhi2 } from './exp-log';
import { MAX_Y, type Profile } from './soft-channel';
import { distance, ORDER, type Points } from './soft-points';
import type { Kept, Swept } from './soft-sweep';

/** Points within so many temperatures of the median are compared with it node by node. */
const NEAR = 1;
/** Below this |u|, `e^u - 1` is made of its series. */
const MAX_SMALL_LOG = 0.34;

/** What was swept with `less`, less the value of the median, without the digits that the difference would lose. */
export function differences(points: Points, { less, kept }: Swept): Profile {
  const { median, reward } = points;
  const { [median]: middle } = less.values;
  const values = less.values.map((value, k) => {
    const d = distance(points, reward[k], reward[median]);
    if (!(Math.abs(d) <= NEAR)) return value - middle;
    let sum = 0;
    for (const frame of kept) sum += differenceIn(frame, d);
    return sum;
  });
  return { values, series: less.series };
}

/** `sum c (g_k - g)` over nodes, where g is that of the median, from which the point is d temperatures away. */
function differenceIn({ weight, y: ys, c, sums }: Kept, d: number): number {
  const v = expm1(d);
  let sum = 0;
  for (let m = 0, factor = weight; m < sums.length; m++, factor *= -weight / m) sum += factor * expm1((m + 1) * d) * sums[m];
  for (let i = 0; i < c.length; i++) {
    const y = weight * ys[i];
    const own = y + v * y;
    if (y > MAX_Y && own > MAX_Y) break;
    const u = d - v * y;
    const g = y * exp(-y);
    sum += c[i] * (Math.abs(u) < MAX_SMALL_LOG ? g * (u + u * u * expPhi2(u)) : own * exp(-own) - g);
  }
  return sum;
}

/** Writes the value of a profile for every block. */
export function writeValues(points: Points, { values, series }: Profile, isDifference: boolean, out: Float64Array): void {
  const { count, first, momentsAt, v: vs } = points;
  for (let k = 0; k < count; k++) {
    const at = momentsAt[k];
    if (at < 0) {
      out[first[k]] = values[k];
      continue;
    }
    const value = values[k];
    const middle = series[at];
    for (let j = first[k]; j < first[k + 1]; j++) {
      const v = vs[j];
      let sum = series[at + ORDER];
      for (let m = ORDER - 1; m >= 1; m--) sum = sum * v + series[at + m];
      sum *= v;
      // value / (1 + v), less its value in the middle
      out[j] = isDifference ? value + (v * middle + (1 + v) * sum) : (1 + v) * (middle + sum);
    }
  }
}
