// The quadrature of soft best-of-n, `Q_j = n P_j int g_j(z) phi(z)^(n-1) dz` with y_j = e^(r_j/temperature + z), g_j = y_j e^(-y_j) and
// phi = sum P_k e^(-y_k): the trapezoid rule in z, whose nodes are gone through once.
//
// g_j lives where y_j is about 1, so nodes are needed where some block has its y between e^-REACH, less log n, and MAX_Y. As r/temperature may span
// any range, a position z is told as a point, the anchor, and the logarithm of its y; points far from the anchor have no part in a frame. At each node
// the points are of three kinds: those with a small y, which have a common series, those above with e^-y as good as 0, and the few between them.

import { cdfBelow } from './cdf-below';
import { exp, expm1, log } from './exp-log';
import { ratioMinus1 } from './ratio';
import { Channel, MAX_Y, type Profile } from './soft-channel';
import { Phi } from './soft-phi';
import { distance, type Points } from './soft-points';
import { Quiet } from './soft-quiet';
import { SMALL_Y, Window } from './soft-window';

/** Below a y of e^-38 a block is as if y were 0: what it adds is below 2^-54 of the whole. */
const REACH = 38;
/** A frame ends where the y of its anchor is e^32. */
const END = 32;
/** The next frame has an anchor whose y is not above e^-2, if there is one. */
const START = -2;
/** Less log n: below this, nodes are summed by `Quiet`, and a frame ends for so many of them. */
const QUIET = -1.4;
const MIN_QUIET = 8;
/** From here on nothing that is left is above the smallest double. */
const LOG_NOTHING = -750;
/** The least log phi^(n-1), and the most it falls by in one block, for blocks to be taken alone. */
const LEAST_ALONE = -600;
const MAX_FALL = 20;
/** A point with `e^-y` below e^-41.5 phi has no part in phi; nor will it later on, since phi falls more slowly. */
const LOG_NO_PART = 41.5;
/** What the weight of a point is to the least in a run. */
const LEAST_IN_RUN = 59 / 60;

/** The nodes at which the median has a part, with the same anchor. */
export interface Kept {
  /** The weight of the median over that of the anchor. */
  weight: number;
  y: number[];
  c: number[];
  /** `sum c y^(m+1)` over further nodes, at which points near the median have a small y. */
  sums: Float64Array;
}

export interface Swept {
  /** The integral with `phi^(n-1)`. */
  ratio: Profile;
  /** With `phi^(n-1) - 1`, if asked for, else the same. */
  less: Profile;
  kept: Kept[];
}

/** Goes through all nodes, `step` apart, from those where the highest reward decides down to those where the lowest does. */
export function sweep(points: Points, n: number, step: number, isLess: boolean): Swept {
  return new Sweep(points, n, step, isLess).run();
}

class Sweep {
  readonly #points: Points;
  readonly #exponent: number;
  readonly #scale: number;
  readonly #step: number;
  readonly #logN: number;
  readonly #window: Window;
  readonly #phi: Phi;
  readonly #quiet: Quiet;
  readonly #ratio: Channel;
  readonly #less: Channel | undefined;
  readonly #kept: Kept[] = [];
  #high: number;
  #current: Kept | undefined;

  constructor(points: Points, n: number, step: number, isLess: boolean) {
    this.#points = points;
    this.#exponent = n - 1;
    this.#scale = n * step;
    this.#step = step;
    this.#logN = log(n);
    this.#window = new Window(points);
    this.#phi = new Phi(this.#window);
    this.#quiet = new Quiet(this.#window, n, step);
    this.#ratio = new Channel(points, this.#window);
    this.#less = isLess ? new Channel(points, this.#window) : undefined;
    this.#high = points.count - 1;
  }

  run(): Swept {
    const points = this.#points;
    const { reward } = points;
    // whole numbers, and steps that are multiples of a power of two, are exact however large log n is
    const reach = Math.ceil(REACH + this.#logN);
    const quiet = Math.floor(QUIET - this.#logN);
    let anchor = this.#high;
    let low = anchor;
    let start = quiet;
    let isFresh = true;
    for (;;) {
      const above = (k: number) => distance(points, reward[k], reward[anchor]);
      while (low > 0 && above(low - 1) + END >= -reach) low--;
      if (isFresh && low === this.#high && this.#setAlone(low)) {
        if (low === 0) break;
        low = anchor = this.#high = low - 1;
        continue;
      }
      this.#open(anchor, low);
      let steps = 0;
      if (isFresh) this.#addQuiet(start - this.#step, 0);
      else {
        steps = Math.max(Math.floor((quiet - start) / this.#step), 0);
        if (steps > 0) this.#addQuiet(start + (steps - 1) * this.#step, exp(-steps * this.#step));
      }
      if (this.#current !== undefined) this.#current.sums = (this.#less ?? this.#ratio).sums.slice();
      const z = this.#frame(start, steps, quiet);
      if (z === undefined) break;
      const high = this.#high;
      const top = above(high) + z;
      isFresh = top < -reach;
      if (isFresh) {
        low = anchor = high;
        start = quiet;
        continue;
      }
      let next = high;
      while (next > 0 && above(next - 1) + z >= START) next--;
      start = z + above(next);
      anchor = next;
    }
    this.#ratio.end();
    this.#less?.end();
    const { profile: ratio } = this.#ratio;
    return { ratio, less: this.#less?.profile ?? ratio, kept: this.#kept };
  }

  /** A block that is far from all others has its value as in best-of-n, unless points below would still have a part of its nodes. */
  #setAlone(k: number): boolean {
    const { blocks, first, momentsAt } = this.#points;
    const j = first[k];
    const exponent = this.#exponent;
    const log = exponent * blocks.logCdf[j];
    if (momentsAt[k] >= 0 || log < LEAST_ALONE || (j > 0 && exponent * blocks.logStep[j] > MAX_FALL)) return false;
    const t = exp(log);
    const own = j > 0 ? ratioMinus1(exponent, blocks.logStep[j]) : 0;
    this.#ratio.set(k, t * (1 + own));
    // less n, the integral of n g
    this.#less?.set(k, expm1(log) + t * own - exponent);
    return true;
  }

  #open(anchor: number, low: number): void {
    const { median } = this.#points;
    this.#window.open(anchor, low, this.#high);
    this.#phi.open();
    this.#ratio.open();
    this.#less?.open();
    this.#current = undefined;
    if (low > median || median > this.#high) return;
    this.#current = { weight: this.#window.weights[median - low], y: [], c: [], sums: new Float64Array(0) };
    this.#kept.push(this.#current);
  }

  /** The nodes whose logarithm of y is z or less; as long as y is above its highest value times `end`. */
  #addQuiet(z: number, end: number): void {
    const { blocks, first } = this.#points;
    const high = this.#high;
    const y = exp(z);
    this.#quiet.expand(high, cdfBelow(blocks, first[high + 1]), y);
    const exponent = this.#exponent * blocks.logCdf[first[high + 1] - 1];
    const scale = this.#scale * exp(exponent);
    this.#quiet.addTo(this.#ratio.sums, y, end, scale, scale);
    if (this.#less !== undefined) this.#quiet.addTo(this.#less.sums, y, end, scale, this.#scale * expm1(exponent));
  }

  /** The nodes of a frame from `start + steps step` on; returns the z of the next one, or undefined where all is done. */
  #frame(start: number, steps: number, quiet: number): number | undefined {
    const points = this.#points;
    const { reward } = points;
    const { low, weights, anchor } = this.#window;
    const step = this.#step;
    const kept = this.#current;
    const quietEnd = quiet - MIN_QUIET * step;
    let high = this.#high;
    let from = high + 1;
    let z = start + steps * step;
    let isDone = false;
    for (let i = steps; z <= END; z = start + ++i * step) {
      if (from > high && (high < low || distance(points, reward[high], reward[anchor]) + z < quietEnd)) break;
      const y = exp(z);
      while (from > low && weights[from - 1 - low] * y >= SMALL_Y) this.#enter(--from);
      isDone = low === 0 && weights[0] * y * LEAST_IN_RUN > MAX_Y;
      if (isDone) break;
      const logPhi = this.#phi.log(from, high, y);
      isDone = this.#logN + this.#exponent * logPhi < LOG_NOTHING;
      if (isDone) break;
      const c = this.#add(logPhi, y, from, high);
      kept?.y.push(y);
      kept?.c.push(c);
      const noPart = (LOG_NO_PART - logPhi) / LEAST_IN_RUN;
      while (high >= from && weights[high - low] * y > noPart) high--;
    }
    this.#high = high;
    this.#ratio.close(from);
    this.#less?.close(from);
    return isDone || high < 0 ? undefined : z;
  }

  #enter(k: number): void {
    this.#ratio.enter(k);
    this.#less?.enter(k);
  }

  /** Adds a node, and returns its c. */
  #add(logPhi: number, y: number, from: number, high: number): number {
    const exponent = this.#exponent * logPhi;
    const { powers } = this.#phi;
    const c = this.#scale * exp(exponent);
    this.#ratio.add(c, y, from, high, powers);
    if (this.#less === undefined) return c;
    const less = this.#scale * expm1(exponent);
    this.#less.add(less, y, from, high, powers);
    return less;
  }
}
