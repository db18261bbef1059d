// Draws go one by one to where the next one gains most. That takes as many steps as there are draws, so most of them are given out at once: all
// whose gain is above a level that leaves some to give. The rest is given one by one, by a heap.

import { type Gains, gainAt, logGainAt } from './gains';

/** As many draws for each list of gains are not worth looking for a level. */
const FEW = 8;
/** The level is halved in on so often at most; each time halves what is left, more or less. */
const MAX_LEVELS = 80;

/**
 * @param gains - at least one list of gains, each of which falls.
 * @param budget - a whole number, at least one for each list.
 * @returns how many draws each gets, at least 1.
 */
export function greedyAllocation(gains: readonly Gains[], budget: number): number[] {
  const counts = gains.map(() => 1);
  const left = giveAbove(gains, counts, budget - gains.length);
  giveOneByOne(gains, counts, left);
  return counts;
}

/** Gives out draws of large gain and returns what is left. */
function giveAbove(gains: readonly Gains[], counts: number[], budget: number): number {
  let left = budget;
  const most = FEW * gains.length;
  let level = gains.reduce((highest, one) => Math.max(highest, logGainAt(one, 1).value), -Infinity);
  if (level === -Infinity) return left;
  let tooLow = -Infinity;
  // no round number, at which gains might stand that tie
  let step = 0.7390851332151607;
  for (let trial = 0; trial < MAX_LEVELS && left > most; trial++) {
    const next = tooLow === -Infinity ? level - step : level - (level - tooLow) * 0.5123105625617661;
    if (!(next < level && next > tooLow)) break;
    const raised = countsAbove(gains, counts, next, left);
    if (raised === undefined) tooLow = next;
    else {
      raised.forEach((n, i) => {
        left -= n - counts[i];
        counts[i] = n;
      });
      level = next;
    }
    step *= 2;
  }
  return left;
}

/** The counts up to which all gains are above a level, from counts for which they are; undefined if that takes more draws than there are. */
function countsAbove(gains: readonly Gains[], counts: readonly number[], level: number, left: number): number[] | undefined {
  const raised = counts.slice();
  for (let i = 0; i < gains.length; i++) {
    for (;;) {
      const { value, slope } = logGainAt(gains[i], raised[i]);
      if (!(value > level)) break;
      // the logarithm is convex, so that Newton's method stays on this side of the place that it looks for
      const next = Math.max(raised[i] + 1, Math.floor(raised[i] + (level - value) / slope));
      left -= next - raised[i];
      if (!(left >= 0)) return undefined;
      raised[i] = next;
    }
  }
  return raised;
}

/** Gives out what is left in the order of the gains. */
function giveOneByOne(gains: readonly Gains[], counts: number[], left: number): void {
  const keys = gains.map((one, i) => keyOf(one, counts[i]));
  const precedes = (a: number, keyOfA: number, b: number) => keyOfA > keys[b] || (keyOfA === keys[b] && a < b);
  const heap = Uint32Array.from(gains, (_, i) => i);
  for (let k = heap.length >> 1; k >= 0; k--) siftDown(k);
  while (left > 0) {
    const first = heap[0];
    const rivals = [1, 2].filter((k) => k < heap.length).map((k) => heap[k]);
    const leads = (n: number) => rivals.every((rival) => precedes(first, keyOf(gains[first], n), rival));
    const given = keys[first] === -Infinity || rivals.length === 0 ? left : runOf(leads, counts[first], left);
    counts[first] += given;
    left -= given;
    keys[first] = keyOf(gains[first], counts[first]);
    siftDown(0);
  }

  function siftDown(k: number): void {
    const moved = heap[k];
    for (;;) {
      let child = 2 * k + 1;
      if (child >= heap.length) break;
      if (child + 1 < heap.length && precedes(heap[child + 1], keys[heap[child + 1]], heap[child])) child++;
      if (precedes(moved, keys[moved], heap[child])) break;
      heap[k] = heap[child];
      k = child;
    }
    heap[k] = moved;
  }
}

/** How many draws in a row go to the list that leads at n: doubling finds a bracket, and halving closes it. */
function runOf(leads: (n: number) => boolean, n: number, left: number): number {
  let [low, high] = [0, 1];
  while (high < left && leads(n + high)) {
    low = high;
    high *= 2;
  }
  if (high > left) high = left;
  while (high - low > 1) {
    const middle = low + Math.floor((high - low) / 2);
    if (leads(n + middle)) low = middle;
    else high = middle;
  }
  return high;
}

/** Gains below this are compared by their logarithms, which are negative. */
const LEAST_GAIN = 1e-280;
/** 2^7 + 1, by which a double is rounded to 46 bits. */
const SPLITTER = 129;
const LARGEST_SPLIT = 2 ** 1000;

/** A number that orders gains, those that agree to 46 bits as equal ones: gains that tie differ by rounding. */
function keyOf(gains: Gains, n: number): number {
  const gain = gainAt(gains, n);
  if (gain > LARGEST_SPLIT) return gain;
  const key = gain > LEAST_GAIN ? gain : logGainAt(gains, n).value;
  if (key === -Infinity) return key;
  const p = SPLITTER * key;
  return p - (p - key);
}
