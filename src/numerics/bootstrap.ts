// Percentile bootstrap of means over prompts (Efron 1979), reproducible: the same seed and the same order of prompts give the same bits.

import { bootstrapLimit } from './bootstrap-limit';
import { uniforms } from './random';
import type { Clusters, Column } from './spread';
import { scaleOf } from './weights';

/**
 * The percentile intervals of the columns' means: each holds the middle `confidence` of the means of resampled prompts. Of many prompts it is the limit
 * for infinitely many resamples, where moments tell it, so that the column need not be held; the other columns share the resamples. Where prompts are
 * of clusters, clusters are drawn. The interval of a column is null where fewer than two prompts have an estimate.
 */
export function bootstrapIntervals(
  columns: Iterable<Column>,
  prompts: number,
  { confidence, seed, resamples, clusters }: { confidence: number; seed: number; resamples: number; clusters?: Clusters }
): ([number, number] | null)[] {
  const intervals: ([number, number] | null)[] = [];
  const drawn: { at: number; meanAt: (draws: Float64Array) => number | null; range: [number, number]; means: number[] }[] = [];
  for (const column of columns) {
    const limit = clusters ? undefined : bootstrapLimit(column, confidence);
    const at = intervals.push(limit ?? null) - 1;
    if (!limit && countOf(column) >= 2) drawn.push({ at, meanAt: meanOf(column), range: rangeOf(column), means: [] });
  }
  if (drawn.length === 0) return intervals;
  const units = clusters?.count ?? prompts;
  const random = uniforms(seed);
  // how often each prompt was drawn: columns are then read from end to end, not here and there
  const draws = new Float64Array(prompts);
  // counted in 16 bits, which touches a quarter of the memory; no count comes near 65,536
  const counts = new Uint16Array(units);
  for (let resample = 0; resample < resamples; resample++) {
    counts.fill(0);
    for (let i = 0; i < units; i++) counts[Math.floor(random() * units)]++;
    if (clusters) for (let i = 0; i < prompts; i++) draws[i] = counts[clusters.of[i]];
    else draws.set(counts);
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
  for (const x of column) if (!Number.isNaN(x)) count++;
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
