// The blocks of a support as soft best-of-n sees them: points, each a block or a run of neighbours whose weights `e^(r/temperature)` differ by a few per
// cent. Every quantity is an analytic function of the weight, so a run is as good as its moments, and large supports cost little more than small ones.

import { cdfBelow } from './cdf-below';
import { expm1 } from './exp-log';
import { firstIndex } from './first-index';
import { twoSumError } from './sum';

/** What the rule needs of the blocks, f64[blocks] each: mass, reward, F_{j-1} + P/2, log (F_j / F_{j-1}) and log F, by rising reward. */
export interface SoftBlocks {
  readonly mass: Float64Array;
  readonly reward: Float64Array;
  readonly midCdf: Float64Array;
  readonly logStep: Float64Array;
  readonly logCdf: Float64Array;
}

/** The highest power in a series about the middle of a run: with |v| <= 1/63, the terms `(y v)^m / m!` beyond it are below 2^-55 for y <= 40. */
export const ORDER = 15;
/** Series are used up to this y, where they are within 2^-50 and e^-y is below 2^-70. */
export const MAX_SERIES_Y = 49;
/** The width of a run, in temperatures, so that weights differ from that of the middle by 1/63 of it at most. */
const RUN_WIDTH = 1 / 32;
/** From so many blocks on, a run costs less as one point. */
const MIN_RUN = 4;
/** So many terms are added up without compensation. */
const CHUNK = 64;
/** Above this (2^1000), differences of rewards could overflow, and halves are taken. */
const HUGE_REWARD = 2 ** 1000;

export interface Points {
  readonly blocks: SoftBlocks;
  readonly count: number;
  /** f64[count]: the reward of the block, or the middle of those of the run. */
  readonly reward: Float64Array;
  /** f64[count]: the mass of the point. */
  readonly mass: Float64Array;
  /** i32[count + 1]: the first block of each point. */
  readonly first: Int32Array;
  /** i32[count]: where the moments of a run stand; -1 for a block. */
  readonly momentsAt: Int32Array;
  /** f64[runs][ORDER + 1]: `sum P v^m`. */
  readonly moments: Float64Array;
  /** f64[blocks], of use in runs: v, with 1 + v the weight of a block over that of the middle. */
  readonly v: Float64Array;
  /** The point that holds the median of the reference. */
  readonly median: number;
  readonly temperature: number;
  /** 1, or 1/2 where differences of rewards could overflow. */
  readonly half: number;
}

type Scale = Pick<Points, 'temperature' | 'half'>;

/** How many temperatures a reward is above another; may be infinite. */
export function distance({ temperature, half }: Scale, reward: number, other: number): number {
  return (reward * half - other * half) / temperature / half;
}

/** Gathers blocks into points; the rewards are finite, and the temperature is positive and finite. */
export function pointsOf(blocks: SoftBlocks, temperature: number): Points {
  const { reward: rewards, mass: masses } = blocks;
  const size = rewards.length;
  const scale = { temperature, half: Math.max(-rewards[0], rewards[size - 1]) > HUGE_REWARD ? 0.5 : 1 };
  const { count, runs } = countPoints(rewards, scale);
  const reward = new Float64Array(count);
  const mass = new Float64Array(count);
  const first = new Int32Array(count + 1);
  const momentsAt = new Int32Array(count).fill(-1);
  const moments = new Float64Array(runs * (ORDER + 1));
  const v = new Float64Array(runs === 0 ? 0 : size);
  let at = 0;
  for (let p = 0; p < count; p++) {
    const from = first[p];
    const end = endOf(from, rewards, scale);
    first[p + 1] = end;
    reward[p] = rewards[from] + (rewards[end - 1] - rewards[from]) / 2;
    mass[p] = masses[from];
    if (end === from + 1) continue;
    momentsAt[p] = at;
    for (let j = from; j < end; j++) v[j] = expm1(distance(scale, rewards[j], reward[p]));
    addMoments(moments, at, masses, from, end, v);
    mass[p] = moments[at];
    at += ORDER + 1;
  }
  const points = { blocks, count, reward, mass, first, momentsAt, moments, v, ...scale };
  return { ...points, median: medianOf(points) };
}

function countPoints(rewards: Float64Array, scale: Scale): { count: number; runs: number } {
  let count = 0;
  let runs = 0;
  for (let from = 0; from < rewards.length; count++) {
    const end = endOf(from, rewards, scale);
    if (end > from + 1) runs++;
    from = end;
  }
  return { count, runs };
}

/** Where the point that begins with a block ends. */
function endOf(from: number, rewards: Float64Array, scale: Scale): number {
  let end = from + 1;
  while (end < rewards.length && distance(scale, rewards[end], rewards[from]) <= RUN_WIDTH) end++;
  return end - from < MIN_RUN ? from + 1 : end;
}

const chunk = /* @__PURE__ */ new Float64Array(ORDER + 1);
const errors = /* @__PURE__ */ new Float64Array(ORDER + 1);

function addMoments(out: Float64Array, at: number, masses: Float64Array, from: number, end: number, vs: Float64Array) {
  errors.fill(0);
  for (let start = from; start < end; start += CHUNK) {
    chunk.fill(0);
    for (let j = start; j < Math.min(start + CHUNK, end); j++) {
      const v = vs[j];
      let power = masses[j];
      for (let m = 0; m <= ORDER; m++, power *= v) chunk[m] += power;
    }
    for (let m = 0; m <= ORDER; m++) {
      const sum = out[at + m] + chunk[m];
      errors[m] += twoSumError(out[at + m], chunk[m], sum);
      out[at + m] = sum;
    }
  }
  for (let m = 0; m <= ORDER; m++) out[at + m] += errors[m];
}

function medianOf({ blocks, count, first }: Pick<Points, 'blocks' | 'count' | 'first'>): number {
  return firstIndex(0, count - 1, (k) => cdfBelow(blocks, first[k + 1]) >= 0.5);
}
