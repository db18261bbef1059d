// The nodes of the quadrature of soft best-of-n, `Q_j = n P_j int g_j(z) phi(z)^(n-1) dz` with y_j = e^(r_j/temperature + z), g_j = y_j e^(-y_j) and
// phi = sum P_k e^(-y_k), and the logarithm of phi at each of them.
//
// g_j lives where y_j is about 1, so nodes are needed where some block has its y between e^-REACH, less log n, and MAX_Y. As r/temperature may span
// any range, a position z is told as a point, the anchor, and the logarithm of its y; points far from the anchor have no part in a frame.

import { exp, expm1, log, log1p } from './exp-log';
import { cdfBelow, MAX_SERIES_Y, ORDER, type Points } from './soft-points';
import { twoSumError } from './sum';

/** Below a y of e^-38 a block is as if y were 0: what it adds is below 2^-54 of the whole. */
const REACH = 38;
/** Above a logarithm of 6.7, e^-y is 0. */
const MAX_LOG_Y = 6.7;
/** A frame ends where the y of its anchor is e^8. */
const END = 8;
/** The next frame has an anchor whose y is not above e^-4, if there is one. */
const START = -4;
/** From here on nothing that is left is above the smallest double. */
const LOG_NOTHING = -750;

/** Nodes with one anchor. */
export interface Frame {
  /** Points, the last two being the lowest and the highest that have a part in it. */
  anchor: number;
  low: number;
  high: number;
  /** Its nodes, from `from` up to `to`. */
  from: number;
  to: number;
}

export interface Nodes {
  frames: Frame[];
  /** y of the anchor, and log phi, at each node. */
  y: number[];
  logPhi: number[];
}

/** Goes through all nodes, `step` apart, from those where the highest reward decides down to those where the lowest does. */
export function nodesOf(points: Points, n: number, step: number): Nodes {
  const nodes: Nodes = { frames: [], y: [], logPhi: [] };
  const logN = log(n);
  // a whole number, and steps that are multiples of a power of two, are exact however large log n is
  const reach = Math.ceil(REACH + logN);
  let anchor = points.count - 1;
  let high = anchor;
  let low = anchor;
  let start = -reach;
  while (high >= 0) {
    const centre = points.reward[anchor];
    const above = (k: number) => points.distance(points.reward[k], centre);
    while (low > 0 && above(low - 1) + END >= -reach) low--;
    const frame = { anchor, low, high, from: nodes.y.length, to: 0 };
    nodes.frames.push(frame);
    const phi = new Phi(points, frame);
    let z = start;
    for (let i = 1; z <= END; i++) {
      while (high >= low && above(high) + z > MAX_LOG_Y) high--;
      if (high < low) break;
      const y = exp(z);
      const logPhi = phi.log(high, y);
      if (logN + (n - 1) * logPhi < LOG_NOTHING) {
        high = -1;
        break;
      }
      nodes.y.push(y);
      nodes.logPhi.push(logPhi);
      z = start + i * step;
    }
    frame.to = nodes.y.length;
    if (high < 0) break;
    anchor = high;
    if (above(high) + z < -reach) {
      start = -reach;
      low = high;
      continue;
    }
    while (anchor > 0 && above(anchor - 1) + z >= START) anchor--;
    start = z + above(anchor);
  }
  return nodes;
}

/** The weights of the points of a frame over that of its anchor, as their roots, f64[high - low + 1]. */
export function rootsIn(points: Points, { anchor, low, high }: Frame): Float64Array {
  const roots = new Float64Array(high - low + 1);
  for (let k = low; k <= high; k++) roots[k - low] = exp(points.distance(points.reward[k], points.reward[anchor]) / 2);
  return roots;
}

/** phi in one frame. */
class Phi {
  readonly #points: Points;
  readonly #low: number;
  readonly #weights: Float64Array;
  readonly #below: number;
  #isNearTop = true;

  constructor(points: Points, frame: Frame) {
    this.#points = points;
    this.#low = frame.low;
    this.#weights = rootsIn(points, frame).map((root) => root * root);
    this.#below = cdfBelow(points.blocks, points.first[frame.low]);
  }

  /** log phi where the points above `high` have no part any more: from what is left to F of the highest that has, or from phi itself. */
  log(high: number, y: number): number {
    const { blocks, first } = this.#points;
    const end = first[high + 1];
    const top = cdfBelow(blocks, end);
    for (;;) {
      if (this.#isNearTop) {
        const rest = this.#rest(high, y);
        if (rest <= top / 2) return blocks.logCdf[end - 1] + log1p(-rest / top);
      }
      const whole = this.#whole(high, y);
      this.#isNearTop = whole > top / 2;
      if (!this.#isNearTop) return log(whole);
    }
  }

  /** `sum P (1 - e^-y)`. */
  #rest(high: number, y: number): number {
    const { mass, momentsAt } = this.#points;
    let sum = 0;
    let error = 0;
    for (let k = this.#low; k <= high; k++) {
      const own = this.#weights[k - this.#low] * y;
      let term = mass[k] * -expm1(-own);
      if (momentsAt[k] >= 0 && own <= MAX_SERIES_Y) term -= exp(-own) * this.#tail(momentsAt[k], own);
      const next = sum + term;
      error += twoSumError(sum, term, next);
      sum = next;
    }
    return sum + error;
  }

  /** `sum P e^-y`, and the mass of the points below. */
  #whole(high: number, y: number): number {
    const { mass, momentsAt } = this.#points;
    let sum = this.#below;
    let error = 0;
    for (let k = this.#low; k <= high; k++) {
      const own = this.#weights[k - this.#low] * y;
      const power = exp(-own);
      let term = mass[k] * power;
      if (momentsAt[k] >= 0) {
        if (own <= MAX_SERIES_Y) term += power * this.#tail(momentsAt[k], own);
        // as a rule the points below outweigh it by far
        else term = mass[k] * exp(own / 60 - own) > sum * 1e-18 ? this.#oneByOne(k, own) : 0;
      }
      const next = sum + term;
      error += twoSumError(sum, term, next);
      sum = next;
    }
    return sum + error;
  }

  /** `sum P (e^(-y v) - 1)` over a run. */
  #tail(at: number, y: number): number {
    const { moments } = this.#points;
    let sum = 0;
    let factor = 1;
    for (let m = 1; m <= ORDER; m++) {
      factor *= -y / m;
      const term = factor * moments[at + m];
      sum += term;
      // the moments fall by a factor of 63
      if (Math.abs(factor) < 1e-20) break;
    }
    return sum;
  }

  /** `sum P e^(-y (1 + v))` over a run where y is large. */
  #oneByOne(k: number, y: number): number {
    const { blocks, first, reward, distance } = this.#points;
    let sum = 0;
    for (let j = first[k]; j < first[k + 1]; j++)
      sum += blocks.mass[j] * exp(-y * (1 + expm1(distance(blocks.reward[j], reward[k]))));
    return sum;
  }
}
