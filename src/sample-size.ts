// How many prompts a comparison needs, and what it can show with those there are (Miller, Adding error bars to evals, arXiv:2411.00640).

import { checkFinite, checkReal, checkWhole, fieldsOf, outOfRange } from './input/numbers';
import { lowerNormalQuantile } from './numerics/normal-quantile';

/**
 * What is known of two models and their prompts before a comparison.
 *
 * @example
 * const spread = { omegaSquared: 0.1, sigmaSquaredA: 0.2, samplesA: 4 };
 * requiredPrompts({ effect: 0.05, ...spread }); // → 471
 */
export interface Spread {
  /** The variance over prompts of the difference of the two models' true scores, >= 0. */
  omegaSquared: number;
  /** The mean variance of the first model's scores within a prompt, >= 0. @default 0 */
  sigmaSquaredA?: number;
  /** How many samples the first model has of each prompt, >= 1. @default Infinity */
  samplesA?: number;
  /** The mean variance of the second model's scores within a prompt, >= 0. @default 0 */
  sigmaSquaredB?: number;
  /** How many samples the second model has of each prompt, >= 1. @default Infinity */
  samplesB?: number;
  /** The chance of calling two equal models different, strictly between 0 and 1. @default 0.05 */
  alpha?: number;
  /** The chance of noticing the difference, strictly between 0 and 1. @default 0.8 */
  power?: number;
}

const KEYS = ['omegaSquared', 'sigmaSquaredA', 'samplesA', 'sigmaSquaredB', 'samplesB', 'alpha', 'power'] as const;

/**
 * How many prompts a paired comparison needs to notice a difference of the mean scores.
 *
 * @param given - `effect`, the difference that is to be noticed, > 0, and what is known of the models.
 * @returns a whole number of prompts.
 * @throws TypeError if a field has the wrong type; RangeError if it is out of range.
 *
 * @example
 * requiredPrompts({ effect: 0.03, omegaSquared: 0.125 }); // → 1091
 */
export function requiredPrompts(given: Spread & { effect: number }): number {
  const { effect, ...spread } = fieldsOf('given', given, ['effect', ...KEYS]);
  checkFinite('effect', effect);
  if (effect <= 0) throw outOfRange('effect', effect, 'a number > 0');
  const { variance, z } = spreadOf(spread);
  return Math.ceil((z / effect) * (z / effect) * variance);
}

/**
 * The smallest difference of the mean scores that a paired comparison notices.
 *
 * @param given - `prompts`, a whole number >= 1, and what is known of the models.
 * @returns a difference, in the unit of the scores.
 * @throws TypeError if a field has the wrong type; RangeError if it is out of range.
 *
 * @example
 * minimumDetectableEffect({ prompts: 198, omegaSquared: 0.125 }); // → 0.0703924772
 */
export function minimumDetectableEffect(given: Spread & { prompts: number }): number {
  const { prompts, ...spread } = fieldsOf('given', given, ['prompts', ...KEYS]);
  checkWhole('prompts', prompts, 1, Number.MAX_SAFE_INTEGER);
  const { variance, z } = spreadOf(spread);
  return z * Math.sqrt(variance / prompts);
}

/** The variance of a prompt's difference, and how many deviations of the mean are noticed. */
function spreadOf(spread: Spread): { variance: number; z: number } {
  const { omegaSquared, sigmaSquaredA = 0, samplesA = Infinity, sigmaSquaredB = 0, samplesB = Infinity } = spread;
  const { alpha = 0.05, power = 0.8 } = spread;
  for (const [name, value] of Object.entries({ omegaSquared, sigmaSquaredA, sigmaSquaredB })) checkFinite(name, value, 0);
  for (const [name, value] of Object.entries({ samplesA, samplesB })) {
    checkReal(name, value);
    if (value < 1) throw outOfRange(name, value, 'a number >= 1');
  }
  for (const [name, value] of Object.entries({ alpha, power })) {
    checkFinite(name, value);
    if (!(value > 0 && value < 1)) throw outOfRange(name, value, 'a number between 0 and 1');
  }
  const noticed = power <= 0.5 ? lowerNormalQuantile(power) : -lowerNormalQuantile(1 - power);
  return {
    variance: omegaSquared + sigmaSquaredA / samplesA + sigmaSquaredB / samplesB,
    z: noticed - lowerNormalQuantile(alpha / 2),
  };
}
