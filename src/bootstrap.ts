// Percentile bootstrap of means over prompts (Efron 1979), reproducible: the same seed and the same order of prompts give the same bits.

import { sumOf } from './engine/js/sum';

/** A column of estimates, one a prompt; NaN where the prompt has none. */
export type Column = readonly number[];

/**
 * The interval that holds the middle `confidence` of the means of resampled prompts, for every column; all columns share the resamples.
 * null where fewer than two prompts have an estimate.
 */
export function bootstrapIntervals(
  columns: readonly Column[],
  prompts: number,
  { confidence, seed, resamples }: { confidence: number; seed: number; resamples: number }
): ([number, number] | null)[] {
  const random = randomIndices(seed, prompts);
  const present = columns.map((column) => column.filter((x) => !Number.isNaN(x)).length);
  const means = columns.map(() => [] as number[]);
  const draw = new Uint32Array(prompts);
  for (let resample = 0; resample < resamples; resample++) {
    for (let i = 0; i < prompts; i++) draw[i] = random();
    columns.forEach((column, c) => {
      if (present[c] < 2) return;
      const mean = meanOf(column, draw);
      // a resample may miss every prompt that has this estimate
      if (mean !== null) means[c].push(mean);
    });
  }
  const tail = (1 - confidence) / 2;
  return means.map((m) => {
    if (m.length === 0) return null;
    m.sort((a, b) => a - b);
    return [quantile(m, tail), quantile(m, 1 - tail)];
  });
}

function meanOf(column: Column, draw: Uint32Array): number | null {
  let sum = 0;
  let count = 0;
  for (let i = 0; i < draw.length; i++) {
    const x = column[draw[i]];
    if (Number.isNaN(x)) continue;
    sum += x;
    count++;
  }
  return count === 0 ? null : sum / count;
}

/** The quantile of sorted values, linear between neighbours (Hyndman and Fan's type 7). */
function quantile(sorted: readonly number[], q: number): number {
  const at = q * (sorted.length - 1);
  const below = Math.floor(at);
  const low = sorted[below];
  const high = sorted[Math.min(below + 1, sorted.length - 1)];
  return low === high ? low : low + (at - below) * (high - low);
}

/** Mean, standard error (null for fewer than two) and count of the estimates that are there. */
export function meanAndError(column: Column): { mean: number | null; standardError: number | null; prompts: number } {
  const present = column.filter((x) => !Number.isNaN(x));
  const prompts = present.length;
  if (prompts === 0) return { mean: null, standardError: null, prompts };
  const mean = sumOfAny(present) / prompts;
  if (prompts === 1) return { mean, standardError: null, prompts };
  const squares = sumOfAny(present.map((x) => (x - mean) * (x - mean)));
  return { mean, standardError: Math.sqrt(squares / (prompts - 1) / prompts), prompts };
}

/** A sum that an infinite value makes infinite. */
function sumOfAny(values: readonly number[]): number {
  return values.every(Number.isFinite) ? sumOf(values.length, (i) => values[i]) : values.reduce((a, b) => a + b, 0);
}

/** Uniform indices below `count`: xoshiro128** (Blackman and Vigna 2018), its state filled by splitmix32. */
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
