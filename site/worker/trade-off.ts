// The policies that best-of-n is compared with in the trade-off chart: threshold policies (section 6) and tilted policies (section 7), each with its
// KL divergence and its win rate or expected reward.

import type { Support, Tilt } from '../../src/index';
import { GOALS, type Goal } from '../goals';

/** One entry for each policy, KL divergences in nats. */
export interface Points {
  kl: number[];
  value: number[];
}

export interface TradeOff {
  threshold: Points;
  tilted: Points;
}

/** The most threshold policies: as dots they still stand apart on a chart as wide as a phone. */
const MAX_THRESHOLDS = 24;
/**
 * By how much the line through the tilted policies may lie below the best possible, as a part of the height of the chart: a tenth of a pixel of two hundred.
 * A line that joins too few of them would lie below policies that are no better than they.
 */
const MAX_GAP = 5e-4;
/** The most tilted policies: each takes walks over all blocks. In supports with more blocks than this, there are half as many at most. */
const MAX_TILTS = 160;
const MAX_FINE_BLOCKS = 1e4;

/** Beta grows or falls by this factor towards an end of the line. */
const END_FACTOR = 4;

/** @param rewards - the thresholds to choose from, from the highest down. */
export function tradeOff(support: Support, rewards: Float64Array, goal: Goal): TradeOff {
  const every = Math.ceil(rewards.length / MAX_THRESHOLDS);
  const thresholds = [...rewards].filter((_, i) => i % every === 0).map((reward) => support.threshold(reward));
  return {
    threshold: { kl: thresholds.map(({ kl }) => kl), value: thresholds.map((policy) => policy[goal]) },
    tilted: frontier(support, goal),
  };
}

/** The order of magnitude of the spread, under the reference, of what a policy is tilted by. Beta begins to matter at about its inverse. */
const SPREAD: Record<Tilt, (support: Support) => number> = {
  winRate: () => 1,
  reward: (support) => Math.sqrt(support.metrics(1, ['rewardVariance']).rewardVariance),
};

/** A point of the best possible. Its slope there, in goal for a nat, is 1 / beta. */
interface Point {
  kl: number;
  value: number;
  beta: number;
}

/**
 * Tilted policies from the reference to the best outcome alone. The best possible is concave, and its slope is known, so that between two of its points it
 * lies in the triangle of the chord and the two tangents. The largest triangle gets another point, until all of them are too low to be seen.
 */
function frontier(support: Support, goal: Goal): Points {
  const { tilt } = GOALS[goal];
  const pointAt = (beta: number): Point => {
    const { kl, [goal]: value } = support.tilted(beta, tilt);
    return { kl, value, beta };
  };
  const first = pointAt(0);
  const { kl, [goal]: value } = support.metrics(Number.POSITIVE_INFINITY, ['kl', goal]);
  const last = { kl, value, beta: Number.POSITIVE_INFINITY };
  const spread = SPREAD[tilt](support);
  const height = last.value - first.value;
  if (!(height > 0) || !(spread > 0)) return pointsOf([first]);

  // with most of the probability on the best outcome, even this is nearly that outcome alone
  let middle = pointAt(1 / spread);
  while (middle.kl >= last.kl) middle = pointAt(middle.beta / END_FACTOR);
  const points = [first, middle, last];
  const gaps = [1, 2].map((i) => gapBetween(points[i - 1], points[i]));
  const most = support.blocks > MAX_FINE_BLOCKS ? MAX_TILTS / 2 : MAX_TILTS;
  while (points.length < most) {
    let widest = 0;
    gaps.forEach((gap, i) => {
      if (gap > gaps[widest]) widest = i;
    });
    if (!(gaps[widest] > MAX_GAP * height)) break;
    const [before, after] = [points[widest], points[widest + 1]];
    const point = pointAt(betaBetween(before.beta, after.beta));
    // where doubles cannot tell them apart, no point lies between them
    if (!(point.kl > before.kl && point.kl < after.kl)) {
      gaps[widest] = 0;
      continue;
    }
    points.splice(widest + 1, 0, point);
    gaps.splice(widest, 1, gapBetween(before, point), gapBetween(point, after));
  }
  return pointsOf(points);
}

function betaBetween(before: number, after: number): number {
  if (before === 0) return after / END_FACTOR;
  return after === Number.POSITIVE_INFINITY ? before * END_FACTOR : Math.sqrt(before * after);
}

/** The height above the chord of the point where the tangents meet: the best possible lies below it. */
function gapBetween(before: Point, after: Point): number {
  const [width, height] = [after.kl - before.kl, after.value - before.value];
  const [steep, flat] = [1 / before.beta, 1 / after.beta];
  const chord = height / width;
  // rounding, where the points are close together
  if (!(width > 0) || steep <= chord || flat >= chord) return 0;
  // where the first tangent is upright, the tangents meet above the first point
  const at = steep === Number.POSITIVE_INFINITY ? 0 : (height - flat * width) / (steep - flat);
  return (chord - flat) * (width - at);
}

function pointsOf(points: readonly Point[]): Points {
  return { kl: points.map(({ kl }) => kl), value: points.map(({ value }) => value) };
}
