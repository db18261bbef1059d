// How far apart a column of estimates lies: what standard errors and intervals of its mean are made of.

import { totalOver } from './double-double';
import { SUM_SIZE, sumOf, twoSumError } from './sum';
import { scaleOf } from './weights';

/** A column of estimates, one for each prompt; NaN where the prompt has none. */
export type Column = Float64Array;

/** The mean of the estimates that are there, and how far they lie from it. */
export interface Spread {
  /** How many estimates there are. */
  prompts: number;
  /** How many independent units they come from: the clusters that have an estimate, else as many as `prompts`. */
  units: number;
  /** Rounded once; null where there is no estimate. */
  mean: number | null;
  /** The standard deviation of the estimates by the square root of their number; of clusters by the sums of the residuals of each, without a factor for
   *  few clusters. Null for fewer than two units, NaN where a value is infinite. */
  standardError: number | null;
  /** The same with the factor for few clusters, `units / (units - 1)` in the variance, that estimates without clusters have anyway. */
  error: number;
  /** The third moment of the residuals of units by the power 3/2 of the second; 0 where all are equal. */
  skewness: number;
  /** The least and the largest of the estimates. */
  low: number;
  high: number;
  /** How many estimates are 1, if every one is 0 or 1; else -1. */
  passed: number;
}

/**
 * @param column - NaN where a prompt has no estimate.
 * @param clusters - for each prompt the number of its cluster, below `clusters.count`; without them every prompt stands for itself.
 */
export function spreadOf(column: Column, clusters?: Clusters): Spread {
  const { prompts, low, high, passed } = rangeOf(column);
  const nothing: Spread = {
    prompts,
    units: prompts,
    mean: null,
    standardError: null,
    error: Number.NaN,
    skewness: 0,
    low,
    high,
    passed,
  };
  // the only value is the lowest; the sum of it is 0 where it is -0
  if (prompts === 1) nothing.mean = low + 0;
  if (prompts < 2) return nothing;
  const missing = prompts < column.length;
  const present = missing ? column.filter((x) => !Number.isNaN(x)) : column;
  if (low === -Infinity || high === Infinity)
    return { ...nothing, mean: present.reduce((a, b) => a + b, 0), standardError: Number.NaN };
  const scale = scaleOf(Math.max(-low, high));
  const [mean, rest] = totalOver(sumIn(present, scale), 0, prompts);
  // the rest matters where the estimates are nearly equal
  const own = present.map((x) => x * scale - mean - rest);
  const residuals = clusters ? byCluster(own, clusters, missing ? column : undefined) : own;
  const units = residuals.length;
  if (units < 2) return { ...nothing, units, mean: mean / scale, standardError: null };
  let widest = 0;
  for (const x of residuals) if (Math.abs(x) > widest) widest = Math.abs(x);
  // powers of these neither overflow nor vanish
  const unit = (widest > 1e-100 && widest < 1e100) || widest === 0 ? 1 : widest;
  if (unit !== 1) for (let i = 0; i < units; i++) residuals[i] /= unit;
  const squares = sumOf(units, (i) => residuals[i] * residuals[i]);
  const cubes = sumOf(units, (i) => residuals[i] * residuals[i] * residuals[i]);
  const skewness = squares === 0 ? 0 : (cubes / squares) * Math.sqrt(units / squares);
  const inOriginal = (error: number) => (error * unit) / scale;
  // without clusters there are as many units as prompts
  const error = inOriginal(Math.sqrt((squares / (units - 1) / prompts) * (units / prompts)));
  const standardError = clusters ? inOriginal(Math.sqrt(squares) / prompts) : error;
  return { prompts, units, mean: mean / scale, standardError, error, skewness, low, high, passed };
}

/** Which prompts depend on each other. */
export interface Clusters {
  /** The number of each prompt's cluster, from 0 to `count - 1`. */
  of: Uint32Array;
  count: number;
}

/** The sums of the residuals of each cluster that has one; those of the prompts that are not NaN in `column`. */
function byCluster(residuals: Float64Array, clusters: Clusters, column?: Column): Float64Array {
  const sums = new Float64Array(clusters.count);
  const seen = new Uint8Array(clusters.count);
  let at = 0;
  for (let i = 0; i < clusters.of.length; i++) {
    if (column && Number.isNaN(column[i])) continue;
    sums[clusters.of[i]] += residuals[at++];
    seen[clusters.of[i]] = 1;
  }
  return sums.filter((_, cluster) => seen[cluster] === 1);
}

function rangeOf(column: Column): Pick<Spread, 'prompts' | 'low' | 'high' | 'passed'> {
  let [prompts, low, high, zeros, ones] = [0, Infinity, -Infinity, 0, 0];
  for (const x of column) {
    if (Number.isNaN(x)) continue;
    prompts++;
    if (x < low) low = x;
    if (x > high) high = x;
    if (x === 0) zeros++;
    else if (x === 1) ones++;
  }
  return { prompts, low, high, passed: zeros + ones === prompts ? ones : -1 };
}

/** The sum of the values times a scale, as `accumulate` makes it, which a million values need not call. */
function sumIn(values: Column, scale: number): Float64Array {
  const sums = new Float64Array(SUM_SIZE);
  let [sum, error] = [0, 0];
  for (const x of values) {
    const next = sum + x * scale;
    error += twoSumError(sum, x * scale, next);
    sum = next;
  }
  sums[0] = sum;
  sums[2] = error;
  return sums;
}
