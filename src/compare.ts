// Two runs over the same prompts: at every n, which is better, and how sure that is.

import { compareRuns } from './compared-estimates';
import { matched } from './compared-runs';
import type { Comparison } from './comparison';
import { CONFIDENCE } from './defaults';
import { type Coded, coded, messageOf } from './errors';
import { type EstimateName, estimatesOfNames } from './estimates';
import { checkConfidence, fieldsOf, type Numbers, reading } from './input/numbers';
import { show } from './input/show';
import { powersOfTwo } from './numerics/grids';
import { estimatesOfPrompts } from './prompts';
import type { RunEstimates } from './run-estimates';
import { wholeNs } from './sample-batch-input';
import { Samples } from './samples';

/**
 * Which numbers of samples `compare` looks at, and how sure it is to be.
 *
 * @example
 * const run = [['t1', Samples.from({ rewards: [1, 0] })], ['t2', Samples.from({ rewards: [1, 1] })]];
 * compare(run, run, { ns: [2], confidence: 0.9 }).rows[0].expectedReward.tied; // → 2
 */
export interface CompareOptions {
  /** The numbers of samples, whole numbers >= 1; by default the powers of two up to the smallest number of samples of a prompt that both runs have. */
  ns?: Numbers;
  /**
   * The names of the estimates that are compared, as for `aggregate`, for all of which every prompt of either run must have the columns; by default
   * `expectedReward`, `winRate`, and for each prompt that has such columns `klEstimate` and `score.NAME`.
   */
  estimates?: readonly EstimateName[];
  /** Confidence level of intervals and bands, strictly between 0 and 1. @default 0.95 */
  confidence?: number;
  /** By the id of each prompt, the group that it belongs to, whose prompts depend on each other, as questions on one text do. */
  clusters?: ReadonlyMap<string, string | number>;
}

/** The prompts of a run by their ids. */
type Run = Iterable<readonly [id: string, samples: Samples]>;

/**
 * Compares two runs prompt by prompt, by the unbiased estimates of each prompt. The error is that of the paired differences, which is smaller than that of
 * either mean where the runs find the same prompts hard (Miller, arXiv:2411.00640).
 *
 * @param first - the samples of each prompt by the prompt's id, as in a Map.
 * @param second - those of another run.
 * @throws TypeError if an argument has the wrong type, or a prompt lacks a column of an estimate that was asked for; RangeError if the runs have no prompt in
 *   common, a run has an id twice, a prompt has no cluster or all have the same, an estimate is not known or not defined for a prompt's values, or an
 *   option is out of range.
 *
 * @example
 * const north = new Map(Object.entries({ t1: [1, 1, 0], t2: [1, 0, 0], t3: [1, 1, 1] }).map(([id, rewards]) => [id, Samples.from({ rewards })]));
 * const south = new Map(Object.entries({ t1: [1, 0, 0], t2: [0, 0, 0], t3: [1, 1, 0] }).map(([id, rewards]) => [id, Samples.from({ rewards })]));
 * const { difference, interval, better } = compare(north, south, { ns: [2] }).rows[0].expectedReward;
 * difference; // → 0.33333333
 * interval; // → [-0.49471257, 1.16137924]
 * better; // → 2
 */
export function compare(first: Run, second: Run, options: CompareOptions = {}): Comparison {
  const given = fieldsOf('options', options, ['ns', 'estimates', 'confidence', 'clusters']);
  const { ns, confidence = CONFIDENCE, clusters } = given;
  const grid = ns === undefined ? undefined : wholeNs(ns);
  const estimates = given.estimates && estimatesOfNames(given.estimates).map(({ name }) => name);
  checkConfidence(confidence);
  if (clusters !== undefined && typeof (clusters as Partial<typeof clusters> | null)?.get !== 'function')
    throw coded(TypeError, 'WRONG_TYPE', `clusters must be a Map from the id of each prompt, got ${show(clusters)}`);
  const runs = [promptsOf('first', first), promptsOf('second', second)];
  const [inFirst, inSecond] = runs.map((prompts, r) => {
    const ids = prompts.map(([id]) => id);
    return { name: r === 0 ? 'first' : 'second', ids, ...(clusters ? { clusters: ids.map((id) => clusters.get(id)) } : {}) };
  });
  const common = matched(inFirst, inSecond);
  const used = grid ?? powersOfTwo(Math.min(fewestSamples(runs[0], common.first), fewestSamples(runs[1], common.second)));
  const [ofFirst, ofSecond] = [estimatesOf('first', runs[0], used, estimates), estimatesOf('second', runs[1], used, estimates)];
  return compareRuns(ofFirst, ofSecond, common, { ns: used, confidence });
}

type Prompts = (readonly [id: string, samples: Samples])[];

function promptsOf(name: string, run: Run): Prompts {
  const isObject = typeof run === 'object' && run !== null;
  if (!isObject || !reading(name, () => Symbol.iterator in run))
    throw coded(TypeError, 'WRONG_TYPE', `${name} must be iterable, with an id and Samples in each entry, got ${show(run)}`);
  return Array.from(run, (entry, i) => {
    const [id, samples] = Array.isArray(entry) ? entry : [];
    if (typeof id === 'string' && Samples.has(samples)) return [id, samples] as const;
    throw coded(TypeError, 'WRONG_TYPE', `${name}[${i}] is ${show(entry)}, expected an id and Samples`, i);
  });
}

/** @throws TypeError or RangeError that names the run and the prompt, where an estimate cannot be had of it. */
function estimatesOf(
  name: string,
  prompts: Prompts,
  ns: readonly number[],
  estimates: readonly EstimateName[] | undefined
): RunEstimates {
  const all = prompts.map(([, samples]) => samples);
  try {
    return estimatesOfPrompts(all, ns, estimates);
  } catch (error) {
    const { code, index } = error as Partial<Coded>;
    if (code === undefined) throw error;
    throw coded(error instanceof TypeError ? TypeError : RangeError, code, `${name}: ${messageOf(error)}`, index);
  }
}

/** The smallest number of samples of the prompts at some places. */
function fewestSamples(prompts: Prompts, places: Uint32Array): number {
  return places.reduce((least, place) => Math.min(least, prompts[place][1].size), Infinity);
}
