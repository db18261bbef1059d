// How many samples of each prompt reach a target.

import { type AggregateOptions, aggregate } from './aggregate';
import { coded } from './errors';
import { checkFinite, fieldsOf } from './input/numbers';
import { noScore } from './input/scores';
import { denseGrid } from './numerics/grids';
import { ROUNDING } from './numerics/rounding';
import type { PromptMean } from './prompt-means';
import { samplesOfPrompts } from './prompts';
import type { Samples } from './samples';

/**
 * A target, and how it is looked for.
 *
 * @example
 * const prompts = [[1, 0, 0], [1, 1, 0]].map((rewards) => Samples.from({ rewards }));
 * samplesToReach(prompts, { target: 0.8, confidence: 0.9 }).n; // → 2
 */
export interface TargetOptions extends Omit<AggregateOptions, 'estimates'> {
  /** The mean over prompts that is to be reached. */
  target: number;
  /** The score that is to reach it at the best of n by reward; without it, the reward is. */
  score?: string;
}

/**
 * How many samples reach a target.
 *
 * @example
 * const prompts = [[1, 0, 0], [1, 1, 0]].map((rewards) => Samples.from({ rewards }));
 * const { n, mean, most } = samplesToReach(prompts, { target: 0.8 });
 * [n, mean?.prompts, most]; // → [2, 2, 3]
 */
export interface Reached {
  /** The target. */
  target: number;
  /** The least n whose mean is at least the target, up to rounding; null if none is. */
  n: number | null;
  /** The mean at `n`, with its interval; null if none reaches the target. */
  mean: PromptMean | null;
  /**
   * The least n whose interval lets the target be reached, and the least n whose whole interval lies at the target or above; null at an end that no n
   * reaches. An interval of the given confidence for the n of all prompts that there might be.
   */
  between: [number | null, number | null];
  /** The largest n that was looked at: all prompts have so many samples. */
  most: number;
  /** The mean there. */
  atMost: PromptMean;
}

/**
 * The least number of samples whose best has a mean reward, or score, of at least a target.
 *
 * @param prompts - the samples of each prompt.
 * @param options - the target; `ns` are the numbers that are tried, by default all up to 64 and then steps of 2 %, as far as every prompt has samples.
 * @throws TypeError if an argument has the wrong type; RangeError if there is no prompt, the score is not known, or an option is out of range.
 *
 * @example
 * const prompts = [[1, 0, 0, 0], [1, 1, 0, 0], [1, 1, 1, 0]].map((rewards) => Samples.from({ rewards }));
 * samplesToReach(prompts, { target: 0.75 }).n; // → 2
 * samplesToReach(prompts, { target: 0.75 }).mean?.mean; // → 0.77777778
 */
export function samplesToReach(prompts: Iterable<Samples>, options: TargetOptions): Reached {
  const { target, score } = fieldsOf('options', options, ['target', 'score']);
  checkFinite('target', target);
  const all = samplesOfPrompts(prompts);
  if (score !== undefined)
    all.forEach((samples, i) => {
      if (!samples.scoreNames.includes(score)) throw noScore(score, samples.scoreNames, `prompt ${i}: `, i);
    });
  const least = all.reduce((size, samples) => Math.min(size, samples.size), Infinity);
  // others need not be computed, and those that the caller names may lack this one
  const estimates = [score === undefined ? ('expectedReward' as const) : (`score.${score}` as const)];
  const { rows } = aggregate(all, { ...options, ns: options.ns ?? denseGrid(least), estimates });
  return reachedBy(
    rows.map((row) => ({ n: row.n, mean: score === undefined ? row.expectedReward : row.scores[score] })),
    target
  );
}

/** @throws RangeError (`EMPTY`) if no n has a mean over all prompts. */
export function reachedBy(rows: readonly { n: number; mean: PromptMean }[], target: number): Reached {
  const prompts = rows.reduce((most, { mean }) => Math.max(most, mean.prompts), 0);
  // means over fewer prompts are of another population
  const whole = rows.filter(({ mean }) => mean.mean !== null && mean.prompts === prompts).sort((a, b) => a.n - b.n);
  const last = whole[whole.length - 1];
  if (last === undefined) throw coded(RangeError, 'EMPTY', 'no n has a mean to compare with the target');
  const first = (reaches: (mean: PromptMean) => boolean) => whole.find(({ mean }) => reaches(mean)) ?? null;
  // a mean that is the target but for rounding reaches it
  const enough = target - ROUNDING * Math.abs(target);
  const found = first(({ mean }) => (mean as number) >= enough);
  return {
    target,
    n: found?.n ?? null,
    mean: found?.mean ?? null,
    between: [
      first(({ interval }) => interval !== null && interval[1] >= enough)?.n ?? null,
      first(({ interval }) => interval !== null && interval[0] >= enough)?.n ?? null,
    ],
    most: last.n,
    atMost: last.mean,
  };
}
