// What a user asks of curves beyond the curves themselves.

import { coded } from '../errors';
import { checkFinite, checkObject, checkWhole, outOfRange } from '../input/numbers';
import { show } from '../input/show';

/**
 * A target for the mean of the reward, or of a score.
 *
 * @example
 * const target = { column: 'passed', value: 0.5 };
 * target.column; // → 'passed'
 */
export interface Target {
  /** The column of the reward or of a score. */
  column: string;
  /** The mean that is to be reached, in the unit of the column. */
  value: number;
}

/**
 * What is asked of every curve; what is absent is not asked.
 *
 * @example
 * const worker = await createWorker({ redis, threads: 1 });
 * const questions = { targets: [{ column: 'passed', value: 0.5 }] };
 * const { groups } = await submitSamples([file], { redis, questions });
 * groups[0].findings.targets[0].n; // → 1
 * await worker.close();
 */
export interface Questions {
  /** The score that is gold: how does it fare where the reward chooses? */
  gold?: string;
  /** How many samples reach these means? */
  targets?: Target[];
  /** What would pass@n be up to this n? Only of rewards that are 0 or 1. */
  extrapolate?: number;
  /** What does a sample cost? Then every n has its cost, and what is gained for it. */
  cost?: number;
}

/** @throws TypeError or RangeError that names the first question that cannot be asked. */
export function checkQuestions(questions: Questions): void {
  checkObject('questions', questions);
  const { gold, targets, extrapolate, cost } = questions;
  const textOf = (name: string, text: unknown) => {
    if (typeof text !== 'string') throw coded(TypeError, 'WRONG_TYPE', `${name} is ${show(text)}, expected the name of a column`);
  };
  if (gold !== undefined) textOf('questions.gold', gold);
  if (targets !== undefined && !Array.isArray(targets))
    throw coded(TypeError, 'WRONG_TYPE', `questions.targets is ${show(targets)}, expected an array of targets`);
  targets?.forEach((target, i) => {
    checkObject(`questions.targets[${i}]`, target);
    textOf(`questions.targets[${i}].column`, target.column);
    checkFinite(`questions.targets[${i}].value`, target.value);
  });
  if (extrapolate !== undefined) checkWhole('questions.extrapolate', extrapolate, 1, Number.MAX_SAFE_INTEGER);
  if (cost === undefined) return;
  checkFinite('questions.cost', cost);
  if (!(cost > 0)) throw outOfRange('questions.cost', cost, 'a number > 0');
}

/** The columns to be read, among the scores the one that is gold. */
export function withGold<T extends { score?: string[] }>(options: T, gold: string | undefined): T {
  const { score = [] } = options;
  return gold === undefined || score.includes(gold) ? options : { ...options, score: [...score, gold] };
}
