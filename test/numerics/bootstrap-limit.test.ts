// Intervals of many prompts are what the bootstrap comes to with ever more resamples.

import { describe, expect, it } from 'vitest';
import { aggregate, Samples } from '../../src/index';
import { bootstrapIntervals } from '../../src/numerics/bootstrap';
import { bootstrapLimit } from '../../src/numerics/bootstrap-limit';
import { lowerNormalQuantile } from '../../src/numerics/normal-quantile';

it.each([
  // by mpmath with 30 digits: -sqrt(2) erfinv(1 - 2p)
  [0.49, -0.025068908258711036],
  [0.3, -0.5244005127080408],
  [0.075, -1.439531470938456],
  [0.025, -1.9599639845400543],
  [0.005, -2.575829303548901],
  [1e-7, -5.1993375821928165],
  [1e-15, -7.941345326170997],
])('the normal quantile at %d', (probability, expected) => {
  expect(Math.abs(lowerNormalQuantile(probability) / expected - 1)).toBeLessThan(1e-14);
});

/** The distribution of the sum of so many draws from values 0, 1, 2, ... with these probabilities. */
function distributionOfSum(probabilities: readonly number[], draws: number): number[] {
  const product = (a: readonly number[], b: readonly number[]) => {
    const all = new Array<number>(a.length + b.length - 1).fill(0);
    a.forEach((x, i) => {
      if (x < 1e-40) return;
      b.forEach((y, j) => {
        all[i + j] += x * y;
      });
    });
    return all;
  };
  let result = [1];
  let power = [...probabilities];
  for (let rest = draws; rest > 0; rest = Math.floor(rest / 2)) {
    if (rest % 2 === 1) result = product(result, power);
    if (rest > 1) power = product(power, power);
  }
  return result;
}

function quantileOf(distribution: readonly number[], level: number): number {
  let sum = 0;
  return distribution.findIndex((p) => {
    sum += p;
    return sum >= level;
  });
}

describe('the limit', () => {
  it.each([
    ['a coin', [500, 500], 0.95],
    ['few failures', [100, 900], 0.95],
    ['few successes', [1800, 200], 0.99],
    ['a long tail', [700, 200, 60, 20, 0, 0, 20], 0.95],
    ['a long tail, nearly certain', [700, 200, 60, 20, 0, 0, 20], 0.99],
  ])('of %s lies within half a step of the exact distribution', (_, counts, confidence) => {
    const values = Float64Array.from(counts.flatMap((count, value) => new Array<number>(count).fill(value)));
    const { length } = values;
    const exact = distributionOfSum(
      counts.map((count) => count / length),
      length
    );
    const tail = (1 - confidence) / 2;
    const interval = bootstrapLimit(values, confidence) as [number, number];
    // half a step of the sum, and what the expansion leaves: a fiftieth of its deviation, or less
    const sums = interval.map((end) => end * length);
    const step = 0.5 + 0.02 * Math.sqrt(length);
    expect(Math.abs(sums[0] - quantileOf(exact, tail))).toBeLessThan(step);
    expect(Math.abs(sums[1] - quantileOf(exact, 1 - tail))).toBeLessThan(step);
  });

  it('is what resampling shows, also beside values that are missing', () => {
    // exponential values, every third prompt without one
    const values = Float64Array.from({ length: 3000 }, (_, i) => (i % 3 === 2 ? Number.NaN : -Math.log((i + 0.5) / 3000)));
    const limit = bootstrapLimit(values, 0.9) as [number, number];
    const drawn = drawnInterval(values, 0.9);
    const width = limit[1] - limit[0];
    limit.forEach((end, i) => {
      expect(Math.abs(end - drawn[i])).toBeLessThan(0.02 * width);
    });
    expect(bootstrapIntervals([values, values], values.length, { confidence: 0.9, seed: 1, resamples: 1 })).toEqual([
      limit,
      limit,
    ]);
  });

  it('keeps to the range, and to equal values', () => {
    const values = new Float64Array(5000).fill(0.1);
    expect(bootstrapLimit(values, 0.95)).toEqual([0.1, 0.1]);
    const scaled = Float64Array.from({ length: 5000 }, (_, i) => (i % 2 === 0 ? 1 : -1) * 1.5e308);
    const [low, high] = bootstrapLimit(scaled, 0.95) as [number, number];
    // z times the deviation over the root of 5000
    expect(high / 1.5e308).toBeCloseTo(1.959964 / Math.sqrt(5000), 5);
    expect(low / high).toBeCloseTo(-1, 12);
  });

  it.each([
    ['few', Float64Array.from({ length: 999 }, (_, i) => i)],
    ['infinite', Float64Array.from({ length: 2000 }, (_, i) => (i === 0 ? Infinity : i))],
    ['one that weighs more than all others', Float64Array.from({ length: 5000 }, (_, i) => (i === 0 ? 1e9 : i % 2))],
  ])('does not tell of values that are %s', (_, values) => {
    expect(bootstrapLimit(values, 0.95)).toBeUndefined();
  });

  it('does not tell of one success among a thousand, however little confidence is asked for', () => {
    // most resamples hold it once, so that the middle ones all have the mean 1/1000
    const values = Float64Array.from({ length: 1000 }, (_, i) => (i === 0 ? 1 : 0));
    expect(bootstrapLimit(values, 0.1)).toBeUndefined();
    expect(bootstrapIntervals([values], 1000, { confidence: 0.1, seed: 1, resamples: 1000 })).toEqual([[0.001, 0.001]]);
  });
});

/** Ends of the interval of many resamples, drawn here. */
function drawnInterval(values: Float64Array, confidence: number): number[] {
  const present = values.filter((x) => !Number.isNaN(x));
  let state = 12345;
  const random = () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
  const means = Array.from({ length: 20_000 }, () => {
    let sum = 0;
    for (let i = 0; i < present.length; i++) sum += present[Math.floor(random() * present.length)];
    return sum / present.length;
  }).sort((a, b) => a - b);
  const tail = (1 - confidence) / 2;
  return [means[Math.round(tail * means.length)], means[Math.round((1 - tail) * means.length)]];
}

it('an aggregate of many prompts depends on neither the seed nor the number of resamples', () => {
  const prompts = Array.from({ length: 1200 }, (_, i) => Samples.from({ rewards: [i % 7, i % 5] }));
  const of = (options: object) => aggregate(prompts, { ns: [1, 2], ...options }).rows.map((row) => row.expectedReward.interval);
  expect(of({ seed: 1 })).toEqual(of({ seed: 2, resamples: 3 }));
});
