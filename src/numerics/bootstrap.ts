// Percentile bootstrap of means over prompts (Efron 1979), reproducible: the same seed and the same order of prompts give the same bits.

import { bootstrapLimit } from './bootstrap-limit';
import { totalOver } from './double-double';
import { sumOf, twoSumError } from './sum';
import { scaleOf } from './weights';

/** A column of estimates, one for each prompt; NaN where the prompt has none. */
export type Column = Float64Array;

/**
 * The percentile intervals of the columns' means: each holds the middle `confidence` of the means of resampled prompts. Of many prompts it is the limit
 * for infinitely many resamples, where moments tell it, so that the column need not be held; the other columns share the resamples. The interval of a
 * column is null where fewer than two prompts have an estimate.
 */
export function bootstrapIntervals(
  columns: Iterable<Column>,
  prompts: number,
  { confidence, seed, resamples }: { confidence: number; seed: number; resamples: number }
): ([number, number] | null)[] {
  const intervals: ([number, number] | null)[] = [];
  const drawn: { at: number; meanAt: (draws: Float64Array) => number | null; range: [number, number]; means: number[] }[] = [];
  for (const column of columns) {
    if (prompts < 2) {
      intervals.push(null);
      continue;
    }
    const limit = bootstrapLimit(column, confidence);
    const at = intervals.push(limit ?? null) - 1;
    if (!limit && countOf(column) >= 2) drawn.push({ at, meanAt: meanOf(column), range: rangeOf(column), means: [] });
  }
  if (drawn.length === 0) return intervals;
  const random = randomIndices(seed, prompts);
  // how often each prompt was drawn: columns are then read from end to end, not here and there
  const draws = new Float64Array(prompts);
  // counted in 16 bits, which touches a quarter of the memory; no count comes near 65,536
  const counts = new Uint16Array(prompts);
  for (let resample = 0; resample < resamples; resample++) {
    counts.fill(0);
    for (let i = 0; i < prompts; i++) counts[random()]++;
    draws.set(counts);
    for (const { meanAt, means } of drawn) {
      const mean = meanAt(draws);
      // a resample may miss every prompt that has this estimate
      if (mean !== null) means.push(mean);
    }
  }
  const tail = (1 - confidence) / 2;
  for (const { at, range, means } of drawn) {
    if (means.length === 0) continue;
    means.sort((a, b) => a - b);
    const ends = [quantile(means, tail), quantile(means, 1 - tail)];
    // a mean of equal values may be a rounding off
    const [low, high] = range;
    const scale = scaleOf(Math.max(-low, high));
    intervals[at] = ends.map((end) => (Number.isFinite(end) ? Math.min(Math.max(end / scale, low), high) : end)) as [
      number,
      number,
    ];
  }
  return intervals;
}

/** The least and the largest finite value that is there. */
function rangeOf(column: Column): [number, number] {
  const finite = column.filter(Number.isFinite);
  return [finite.reduce((a, b) => Math.min(a, b), Infinity), finite.reduce((a, b) => Math.max(a, b), -Infinity)];
}

function countOf(column: Column): number {
  let count = 0;
  for (let i = 0; i < column.length; i++) if (!Number.isNaN(column[i])) count++;
  return count;
}

/** Returns the function from the number of times that each prompt is drawn to the mean of the column, scaled so that no sum of finite values
 *  overflows; null if no estimate is drawn. */
function meanOf(column: Column): (draws: Float64Array) => number | null {
  const missing = column.some(Number.isNaN);
  const present = Float64Array.from(column, (x) => (Number.isNaN(x) ? 0 : 1));
  const countAt = (draws: Float64Array) => (missing ? dot(draws, present) : draws.length);
  // 0 times infinity is NaN
  const infinite = column.some((x) => Math.abs(x) === Infinity);
  const [low, high] = rangeOf(column);
  const scale = scaleOf(Math.max(-low, high));
  const values = Float64Array.from(column, (x) => (Number.isNaN(x) ? 0 : x * scale));
  const sumAt = (draws: Float64Array) =>
    infinite ? values.reduce((sum, x, i) => (draws[i] === 0 ? sum : sum + draws[i] * x), 0) : dot(draws, values);
  return (draws) => {
    const count = countAt(draws);
    return count === 0 ? null : sumAt(draws) / count;
  };
}

/** The sum of products, in four sums, none of which waits for another. */
function dot(a: Float64Array, b: Float64Array): number {
  let s0 = 0;
  let s1 = 0;
  let s2 = 0;
  let s3 = 0;
  let i = 0;
  for (; i + 4 <= a.length; i += 4) {
    s0 += a[i] * b[i];
    s1 += a[i + 1] * b[i + 1];
    s2 += a[i + 2] * b[i + 2];
    s3 += a[i + 3] * b[i + 3];
  }
  for (; i < a.length; i++) s0 += a[i] * b[i];
  return s0 + s1 + (s2 + s3);
}

/** The quantile of sorted values, linear between neighbours (Hyndman and Fan's type 7). */
function quantile(sorted: readonly number[], q: number): number {
  const at = q * (sorted.length - 1);
  const below = Math.floor(at);
  const low = sorted[below];
  const high = sorted[Math.min(below + 1, sorted.length - 1)];
  return low === high ? low : low + (at - below) * (high - low);
}

/** The mean of the estimates that are there, rounded once, its standard error (null for fewer than two), and their number. */
export function meanAndError(column: Column): { mean: number | null; standardError: number | null; prompts: number } {
  const prompts = countOf(column);
  if (prompts === 0) return { mean: null, standardError: null, prompts };
  const present = prompts < column.length ? column.filter((x) => !Number.isNaN(x)) : column;
  // the sum of one value is 0 where that is -0
  if (prompts === 1) return { mean: present[0] + 0, standardError: null, prompts };
  let largest = 0;
  for (const x of present) if (Math.abs(x) > largest) largest = Math.abs(x);
  if (largest === Infinity) {
    return { mean: present.reduce((a, b) => a + b, 0), standardError: Number.NaN, prompts };
  }
  const scale = scaleOf(largest);
  const [mean, rest] = totalOver(sumIn(present, scale), 0, prompts);
  // the rest matters where the estimates are nearly equal
  const deviations = new Float64Array(prompts);
  let widest = 0;
  for (let i = 0; i < prompts; i++) {
    const deviation = present[i] * scale - mean - rest;
    deviations[i] = deviation;
    if (Math.abs(deviation) > widest) widest = Math.abs(deviation);
  }
  // squares of these neither overflow nor vanish
  const unit = widest > 1e-150 && widest < 1e150 ? 1 : widest || 1;
  if (unit !== 1) for (let i = 0; i < prompts; i++) deviations[i] /= unit;
  const squares = sumOf(prompts, (i) => deviations[i] * deviations[i]);
  return { mean: mean / scale, standardError: (Math.sqrt(squares / (prompts - 1) / prompts) * unit) / scale, prompts };
}

/** The sum of the values times a scale, as `accumulate` makes it, which a million values need not call. */
function sumIn(values: Column, scale: number): Float64Array {
  let [sum, error] = [0, 0];
  for (const x of values) {
    const next = sum + x * scale;
    error += twoSumError(sum, x * scale, next);
    sum = next;
  }
  return Float64Array.of(sum, 0, error, 0);
}

/** A generator of uniform indices below `count`: xoshiro128** (Blackman and Vigna 2018), its state filled by splitmix32. */
function randomIndices(seed: number, count: number): () => number {
  let s = seed | 0;
  const next = () => {
    s = (s + 0x9e3779b9) | 0;
    let z = s ^ (s >>> 16);
    z = Math.imul(z, 0x21f0aaad);
    z ^= z >>> 15;
    z = Math.imul(z, 0x735a2d97);
    return z ^ (z >>> 15);
  };
  let a = next();
  let b = next();
  let c = next();
  let d = next();
  const rotate = (x: number, k: number) => (x << k) | (x >>> (32 - k));
  return () => {
    const result = Math.imul(rotate(Math.imul(b, 5), 7), 9) >>> 0;
    const t = b << 9;
    c ^= a;
    d ^= b;
    b ^= c;
    a ^= d;
    c ^= t;
    d = rotate(d, 11);
    return Math.floor((result / 2 ** 32) * count);
  };
}
