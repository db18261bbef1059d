// The shapes of the policies by reward, in the units of the axes.

import type { Bins } from '../worker/rank-bins';

/** What a bin says of itself: under both policies its probability, or the chance of a reward up to it. */
export interface AtReward {
  reward: number;
  policy: number;
  reference: number;
}

/** The two bars of a reward stand side by side, with some room to the next reward. */
export const barOf = (place: number, side: 'reference' | 'policy') =>
  side === 'reference' ? { x1: place - 0.4, x2: place } : { x1: place, x2: place + 0.4 };

export class Shapes {
  /** The bins from the worst reward to the best. */
  readonly ascending: readonly number[];
  /** The reference's chance of a reward up to each bin. */
  readonly #upTo: Float64Array;

  constructor(
    readonly bins: Bins,
    readonly areBars: boolean
  ) {
    this.ascending = Array.from(bins.reward, (_, i) => bins.reward.length - 1 - i);
    this.#upTo = upTo(bins.reference);
  }

  /** The ends of the axis of rewards, which shows the finite ones. */
  get domain(): [number, number] {
    const { reward, bestReward: best } = this.bins;
    const [low, high] = [reward.findLast(Number.isFinite) ?? 0, best.find(Number.isFinite) ?? 1];
    return low < high ? [low, high] : [low - 1, low + 1];
  }

  get usual(): number {
    if (this.areBars) return 0;
    return this.ascending.find((bin) => this.#upTo[bin] >= 0.5) ?? 0;
  }

  at(bin: number, masses: Float64Array): AtReward {
    const { reward, bestReward: best, reference } = this.bins;
    if (this.areBars) return { reward: reward[bin], policy: masses[bin], reference: reference[bin] };
    return { reward: best[bin], policy: upTo(masses)[bin], reference: this.#upTo[bin] };
  }

  /** The points of a cumulative distribution: exact at both ends of each bin, and straight within it, which is some two pixels. */
  line(masses: Float64Array): [x: number, y: number][] {
    const { reward, bestReward: best } = this.bins;
    const sums = upTo(masses);
    const [low, high] = this.domain;
    const points: [number, number][] = [];
    let below = 0;
    for (const bin of this.ascending) {
      if (Number.isFinite(reward[bin])) {
        points.push([reward[bin], below], [best[bin], sums[bin]]);
      }
      if (!(reward[bin] > high)) below = sums[bin];
    }
    return [[low, points[0]?.[1] ?? 0], ...points, [high, below]];
  }

  middleOf(bin: number): number {
    return this.areBars ? this.ascending.length - 1 - bin : this.bins.bestReward[bin];
  }

  /** The bin at a place of the x axis: that of the bars there, or the last one whose rewards are not above it. */
  binAt(x: number): number | undefined {
    const size = this.ascending.length;
    if (this.areBars) {
      const place = Math.round(x);
      return place >= 0 && place < size ? size - 1 - place : undefined;
    }
    const [low, high] = this.domain;
    if (!(x >= low && x <= high)) return undefined;
    const bin = this.bins.bestReward.findIndex((best) => best <= x);
    return bin < 0 ? undefined : bin;
  }

  /** The upper end of the y axis: the next of some round numbers, so that the axis stands still while the slider moves a little. */
  maxY(masses: Float64Array): number {
    if (!this.areBars) return 1;
    const most = Math.max(...masses, ...this.bins.reference);
    return [0.01, 0.02, 0.05, 0.1, 0.15, 0.2, 0.3, 0.4, 0.6, 0.8].find((end) => end >= most) ?? 1;
  }
}

/** For each bin the sum of its mass and of those of worse bins. */
function upTo(masses: Float64Array): Float64Array {
  const sums = new Float64Array(masses.length);
  let sum = 0;
  for (let bin = masses.length - 1; bin >= 0; bin--) {
    sum += masses[bin];
    sums[bin] = Math.min(1, sum);
  }
  return sums;
}
