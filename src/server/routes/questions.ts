// What a request asks of samples beyond their curves: the library's goldCurve, samplesToReach and extrapolatePassAtK.

import type { AggregateOptions, Extrapolation, GoldCurve, Reached, Samples } from '../../index';
import { noScore } from '../../input/scores';
import { denseGrid } from '../../numerics/grids';
import { reachedBy } from '../../samples-to-reach';
import { RequestError } from '../request-error';
import { comparisonSteps, ESTIMATES_WITHOUT_SCORES, type PromptCounts, STEPS_PER_ESTIMATE } from './prompt-sizes';
import type { PromptRequest } from './prompts';
import type { Library, NumberList } from './route';

export interface TargetRequest {
  target: number;
  score?: string;
}

export interface Questions {
  gold?: string;
  target?: TargetRequest | TargetRequest[];
  extrapolate?: number[];
}

const targetsOf = ({ target }: Questions): TargetRequest[] => (target === undefined ? [] : [target].flat());

/** Whether anything is asked. */
export const isAsked = ({ gold, target, extrapolate }: Questions): boolean =>
  gold !== undefined || target !== undefined || extrapolate !== undefined;

/** What the questions take: estimates (prompts x ns x kinds), means (ns x kinds), numbers in the answer and further steps. */
export interface QuestionSize {
  estimates: number;
  means: number;
  numbers: number;
  steps: number;
}

/** Points of a gold curve and rows of a model are so many numbers. */
const [NUMBERS_OF_POINT, NUMBERS_OF_ROW] = [8, 4];

/** A fit walks up to some hundred times over the numbers of samples, and so does that to half of them: milliseconds also where there are few. */
const [STEPS_OF_FIT, STEPS_PER_FITTED] = [2 ** 18, 2 ** 12];

/** An interval beyond the samples takes some hundred logarithms. */
const STEPS_PER_EXTRAPOLATED = 2048;

/** @param ns - how many numbers of samples the curve has, at which the gold score has a point. */
export function questionSize(questions: Questions, counts: PromptCounts, ns: number): QuestionSize {
  const { prompts, samples, least, most, scores } = counts;
  const { gold, extrapolate = [] } = questions;
  const targets = targetsOf(questions);
  const dense = targets.length > 0 ? new Set(targets.map(({ score }) => score)).size * denseGrid(least).length : 0;
  // n = 1 may be one more
  const points = gold === undefined ? 0 : ns + 1;
  const columns = dense + points * (ESTIMATES_WITHOUT_SCORES + scores.size);
  return {
    estimates: prompts * columns,
    means: dense,
    numbers: points * NUMBERS_OF_POINT + extrapolate.length * NUMBERS_OF_ROW,
    steps:
      samples * columns * STEPS_PER_ESTIMATE +
      // each gold score is held against the first one, and against the highest
      2 * points * comparisonSteps(prompts) +
      (extrapolate.length > 0 ? STEPS_OF_FIT + STEPS_PER_FITTED * most + extrapolate.length * STEPS_PER_EXTRAPOLATED : 0),
  };
}

/** The answers, each under the name of its question. */
export function answersTo(
  questions: Questions,
  prompts: readonly PromptRequest[],
  samples: readonly Samples[],
  options: Omit<AggregateOptions, 'estimates'>,
  library: Library
): object {
  const { gold, target, extrapolate } = questions;
  // the curve may go on where some prompts have no more samples, or leave numbers of samples out
  const { ns, ...shared } = options;
  const reached = target === undefined ? [] : reachedOf(targetsOf(questions), samples, shared, library);
  return {
    ...(gold === undefined ? {} : { gold: goldOf(gold, samples, options, library) }),
    ...(target === undefined ? {} : { target: Array.isArray(target) ? reached : reached[0] }),
    ...(extrapolate === undefined ? {} : { extrapolate: extrapolated(extrapolate, prompts, shared, library) }),
  };
}

/** As samplesToReach does, with one pass over the prompts for all targets. */
function reachedOf(
  targets: readonly TargetRequest[],
  samples: readonly Samples[],
  options: Omit<AggregateOptions, 'ns' | 'estimates'>,
  { aggregate }: Library
): Reached[] {
  for (const { score } of targets) if (score !== undefined) checkScore(score, samples);
  const estimates = targets.map(({ score }) => (score === undefined ? 'expectedReward' : (`score.${score}` as const)));
  const { rows } = aggregate(samples, { ...options, ns: denseGrid(fewestOf(samples)), estimates });
  return targets.map(({ target, score }) =>
    reachedBy(
      rows.map((row) => ({ n: row.n, mean: score === undefined ? row.expectedReward : row.scores[score] })),
      target
    )
  );
}

function checkScore(score: string, samples: readonly Samples[]): void {
  samples.forEach(({ scoreNames }, i) => {
    if (!scoreNames.includes(score)) throw noScore(score, scoreNames, `prompt ${i}: `, i);
  });
}

const fewestOf = (samples: readonly Samples[]) => samples.reduce((least, { size }) => Math.min(least, size), Infinity);

function goldOf(
  score: string,
  samples: readonly Samples[],
  { ns, confidence, clusters }: AggregateOptions,
  { goldCurve }: Library
): GoldCurve {
  const least = fewestOf(samples);
  const within = ns && Array.from(ns).filter((n) => n <= least);
  if (within?.length === 0)
    throw new RequestError(
      `gold needs an n that every prompt has samples for: one of them has ${least}`,
      undefined,
      'NO_ESTIMATE'
    );
  return goldCurve(samples, {
    score,
    ...(within && { ns: within }),
    ...(confidence !== undefined && { confidence }),
    ...(clusters && { clusters }),
  });
}

/** The model itself is a function too, which JSON leaves out. */
function extrapolated(
  ns: readonly number[],
  prompts: readonly PromptRequest[],
  { confidence, clusters, seed }: AggregateOptions,
  { extrapolatePassAtK }: Library
): Omit<Extrapolation, 'model'> & { model: object } {
  const correct = prompts.map(({ rewards }, i) => passesOf(rewards, i));
  const sizes = prompts.map(({ rewards }) => rewards.length);
  const { model, rows, check } = extrapolatePassAtK(correct, sizes, {
    ns: [...ns],
    ...(confidence !== undefined && { confidence }),
    ...(clusters && { clusters }),
    ...(seed !== undefined && { seed }),
  });
  const { passAtK: _, budgetFor: __, ...numbers } = model;
  return { model: numbers, rows, check };
}

function passesOf(rewards: NumberList, prompt: number): number {
  let passes = 0;
  for (let i = 0; i < rewards.length; i++) {
    const reward = rewards[i];
    if (reward === 1) passes++;
    else if (reward !== 0) {
      const message = `prompts[${prompt}].rewards[${i}] is ${reward}, expected 0 or 1, which extrapolate needs`;
      throw new RequestError(message, i, 'OUT_OF_RANGE');
    }
  }
  return passes;
}
