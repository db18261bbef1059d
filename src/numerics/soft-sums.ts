// The sums over the nodes of soft best-of-n: what every point, and every block of a run, has of an integral of `g` with given weights.

import { exp, expm1, expPhi2 } from './exp-log';
import { type Nodes, rootsIn } from './soft-nodes';
import { ORDER, type Points } from './soft-points';

/** Beyond this y what g adds is nothing: y^2 e^-y is below 2^-57. */
const MAX_Y = 48;
/** Points within so many temperatures of the median are compared with it node by node. */
const NEAR = 1;
/** Below this |u|, `e^u - 1` is made of its series. */
const MAX_SMALL_LOG = 0.34;

/** A function of the weight: `values[k]` for point k, and for a run the coefficients of the powers of v in `value / (1 + v)`, where its moments stand. */
export interface Profile {
  values: Float64Array;
  series: Float64Array;
}

/** `sum c g` over the nodes, for all points; `c` is f64[nodes]. */
export function integrals(points: Points, nodes: Nodes, c: Float64Array): Profile {
  const { count, momentsAt, moments, reward, distance } = points;
  const values = new Float64Array(count);
  const series = new Float64Array(moments.length);
  const sums = new Float64Array(ORDER + 1);
  const keep = (k: number, root: number) => {
    const at = momentsAt[k];
    // one root after the other, since a weight may be below the smallest double where the product is not
    values[k] += sums[0] * root * root;
    for (let m = 0, factor = root; at >= 0 && m <= ORDER; m++, factor /= -m) series[at + m] += sums[m] * factor * root;
  };
  // of the nodes before a frame, where y is as good as 0 for the points that no frame had before
  let carried = 0;
  let entered = count;
  let before = count - 1;
  for (const frame of nodes.frames) {
    carried *= exp(-distance(reward[before], reward[frame.anchor]));
    before = frame.anchor;
    const roots = rootsIn(points, frame);
    for (let k = frame.low; k <= frame.high; k++) {
      const root = roots[k - frame.low];
      sums.fill(0);
      sums[0] = k < entered ? carried : 0;
      addPoint(sums, momentsAt[k] >= 0 ? ORDER : 0, nodes, frame.from, frame.to, root * root, c);
      keep(k, root);
    }
    entered = Math.min(entered, frame.low);
    for (let i = frame.from; i < frame.to; i++) carried += c[i] * nodes.y[i];
  }
  // where phi^(n-1) was 0 before their turn came
  for (let k = 0; k < entered; k++) {
    sums.fill(0);
    sums[0] = carried;
    keep(k, exp(distance(reward[k], reward[before]) / 2));
  }
  return { values, series };
}

/** Adds `sum c y w^m e^(-w y) y^m` over nodes to `sums`, for m up to `order`. */
function addPoint(sums: Float64Array, order: number, nodes: Nodes, from: number, to: number, weight: number, c: Float64Array) {
  for (let i = from; i < to; i++) {
    const y = weight * nodes.y[i];
    if (y > MAX_Y) break;
    let term = c[i] * nodes.y[i] * exp(-y);
    sums[0] += term;
    for (let m = 1; m <= order && term !== 0; m++) {
      term *= y;
      sums[m] += term;
    }
  }
}

/** The same as `integrals`, less the value of the median, without the digits that the difference would lose. */
export function differences(points: Points, nodes: Nodes, c: Float64Array): Profile {
  const { median, reward, count, distance } = points;
  const { values, series } = integrals(points, nodes, c);
  const away = (k: number) => distance(reward[k], reward[median]);
  const { [median]: middle } = values;
  for (let k = 0; k < count; k++) values[k] = Math.abs(away(k)) <= NEAR ? 0 : values[k] - middle;
  for (const { anchor, low, high, from, to } of nodes.frames) {
    const weight = exp(distance(reward[median], reward[anchor]));
    for (let k = low; k <= high; k++) {
      const d = away(k);
      if (Math.abs(d) <= NEAR) values[k] += differenceIn(nodes, from, to, weight, d, c);
    }
  }
  return { values, series };
}

/** `sum c (g_k - g)` over nodes, where g is that of the median, from which the point is d temperatures away. */
function differenceIn(nodes: Nodes, from: number, to: number, weight: number, d: number, c: Float64Array): number {
  const v = expm1(d);
  let sum = 0;
  for (let i = from; i < to; i++) {
    const y = weight * nodes.y[i];
    const own = y + v * y;
    if (y > MAX_Y && own > MAX_Y) break;
    const u = d - v * y;
    const g = y * exp(-y);
    sum += c[i] * (Math.abs(u) < MAX_SMALL_LOG ? g * (u + u * u * expPhi2(u)) : own * exp(-own) - g);
  }
  return sum;
}

/** The value of a profile for every block. */
export function forEachBlock(
  points: Points,
  { values, series }: Profile,
  isDifference: boolean,
  use: (j: number, value: number) => void
): void {
  const { blocks, count, first, momentsAt, reward, distance } = points;
  for (let k = 0; k < count; k++) {
    const at = momentsAt[k];
    if (at < 0) {
      use(first[k], values[k]);
      continue;
    }
    for (let j = first[k]; j < first[k + 1]; j++) {
      const v = expm1(distance(blocks.reward[j], reward[k]));
      let sum = series[at + ORDER];
      for (let m = ORDER - 1; m >= 1; m--) sum = sum * v + series[at + m];
      sum *= v;
      // value / (1 + v), less its value in the middle
      const { [at]: middle } = series;
      use(j, isDifference ? values[k] + (v * middle + (1 + v) * sum) : (1 + v) * (middle + sum));
    }
  }
}
