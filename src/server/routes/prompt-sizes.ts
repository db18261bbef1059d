// How large the samples of prompts are, and what estimates from them take, for the limits of every route that has them.

import { type Estimate, estimatesOfNames } from '../../estimates';
import type { EstimateName } from '../../index';
import { MAX_NUMBERS, MAX_PROMPTS, MAX_SAMPLES, MAX_SCORES, MAX_VECTORS, MAX_VOTE_STEPS } from '../limits';
import type { Count } from '../request-limits';
import { majoritySteps, weightedMajoritySteps } from '../vote-steps';
import type { PromptRequest } from './prompts';

/** A prompt takes some µs besides its estimates, an estimate some steps for each sample, and one with weights of its own some more. */
const [STEPS_PER_PROMPT, STEPS_PER_WEIGHT] = [4096, 32];
export const STEPS_PER_ESTIMATE = 4;

/** Up to this many prompts, all patterns of the signs of their differences are looked at. */
const MAX_SIGN_FLIPS = 16;

/** About how many steps the difference of two columns takes, with a quantile of Student's t for its interval. */
export const comparisonSteps = (prompts: number): number =>
  2 ** 12 + 32 * prompts + (prompts <= MAX_SIGN_FLIPS ? 2 ** (prompts + 2) : 0);

/** Expected reward, win rate and KL estimate, which rows always have. */
export const ESTIMATES_WITHOUT_SCORES = 3;

/** What is counted of prompts. */
export interface PromptCounts {
  prompts: number;
  samples: number;
  /** The smallest and the largest number of samples of a prompt. */
  least: number;
  most: number;
  vectors: number;
  values: number;
  scores: ReadonlySet<string>;
}

export function countPrompts(prompts: readonly PromptRequest[]): PromptCounts {
  const names = new Set<string>();
  let [samples, least, most, vectors, values] = [0, Number.POSITIVE_INFINITY, 0, 0, 0];
  for (const { rewards, logProbs, scores, answers } of prompts) {
    samples += rewards.length;
    least = Math.min(least, rewards.length);
    most = Math.max(most, rewards.length);
    vectors += 1 + (logProbs ? 1 : 0) + (answers ? 1 : 0);
    values += rewards.length + (logProbs?.length ?? 0) + (answers?.length ?? 0);
    for (const name in scores) {
      names.add(name);
      vectors++;
      values += scores[name].length;
    }
  }
  // a table may have no row
  return { prompts: prompts.length, samples, least: Math.min(least, most), most, vectors, values, scores: names };
}

export function promptLimits({ prompts, samples, vectors, values, scores }: PromptCounts): Count[] {
  return [
    { what: 'prompts', count: prompts, limit: MAX_PROMPTS },
    { what: 'samples', count: samples, limit: MAX_SAMPLES },
    { what: 'rewards, log-probabilities, scores and answers', count: values, limit: MAX_NUMBERS },
    vectorCount(vectors),
    { what: 'scores', count: scores.size, limit: MAX_SCORES },
  ];
}

export function vectorCount(count: number): Count {
  return { what: 'vectors (rewards, log-probabilities, scores and answers of each prompt)', count, limit: MAX_VECTORS };
}

/** What the estimates of prompts take. */
export interface EstimateSize {
  /** How many estimates each n has. */
  kinds: number;
  /** The characters of their names. */
  characters: number;
  votes: Count;
  steps: number;
}

/**
 * @param names - the estimates; by default those that the columns allow.
 * @param most - the most estimates, prompts x ns x kinds, that the route computes: of more, votes are not counted.
 * @throws RangeError if an estimate is not known.
 */
export function estimateSize(
  prompts: readonly PromptRequest[],
  { samples, scores }: PromptCounts,
  ns: readonly number[],
  names: readonly EstimateName[] | undefined,
  most: number
): EstimateSize {
  const estimates = names && estimatesOfNames(names);
  const kinds = estimates?.length ?? ESTIMATES_WITHOUT_SCORES + scores.size;
  const characters = [...(estimates ? estimates.map(({ name }) => name) : scores)].reduce((sum, { length }) => sum + length, 0);
  const isCounted = prompts.length * ns.length * kinds <= most;
  const votes = isCounted && estimates ? votesOf(estimates, prompts, ns) : 0;
  const weights = (estimates ?? []).filter(({ name }) => name.startsWith('topOf')).length;
  return {
    kinds,
    characters,
    votes: { what: 'steps of votes, which grow with the cube of n', count: votes, limit: MAX_VOTE_STEPS },
    steps:
      prompts.length * STEPS_PER_PROMPT + samples * ns.length * (kinds * STEPS_PER_ESTIMATE + weights * STEPS_PER_WEIGHT) + votes,
  };
}

/** Every score that is voted on takes as much as another. */
function votesOf(estimates: readonly Estimate[], prompts: readonly PromptRequest[], ns: readonly number[]): number {
  const timesOf = (family: string) => estimates.filter(({ name }) => name.startsWith(`${family}.`)).length;
  const [equal, weighted] = [timesOf('majority'), timesOf('weightedMajority')];
  let steps = 0;
  for (const { answers } of prompts) {
    if (steps > MAX_VOTE_STEPS) break;
    if (answers === undefined) continue;
    if (equal > 0) steps += equal * majoritySteps(answers, ns, MAX_VOTE_STEPS);
    if (weighted > 0) steps += weighted * weightedMajoritySteps(answers, ns);
  }
  return steps;
}
