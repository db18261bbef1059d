// Two runs over the same prompts: at every n, which is better, and how sure that is.

import { compareRuns } from './compared-estimates';
import { type ComparedInput, type ComparedRun, inputOf } from './compared-input';
import { type Matched, matched } from './compared-runs';
import type { Comparison } from './comparison';
import { CONFIDENCE } from './defaults';
import { coded } from './errors';
import { type EstimateName, estimatesOfNames } from './estimates';
import { checkConfidence, fieldsOf, type Numbers } from './input/numbers';
import { show } from './input/show';
import { powersOfTwo } from './numerics/grids';
import { wholeNs } from './sample-batch-input';

/**
 * Which numbers of samples `compare` looks at, and how sure it is to be.
 *
 * @example
 * const run = [['t1', Samples.from({ rewards: [1, 0] })], ['t2', Samples.from({ rewards: [1, 1] })]];
 * compare(run, run, { ns: [2], confidence: 0.9 }).rows[0].expectedReward.tied; // → 2
 */
export interface CompareOptions {
  /** The numbers of samples, whole numbers >= 1; by default those of the aggregates, or the powers of two up to the smallest number of samples of a prompt
   *  that both runs have. */
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

/**
 * Compares two runs prompt by prompt, by the unbiased estimates of each prompt. The error is that of the paired differences, which is smaller than that of
 * either mean where the runs find the same prompts hard (Miller, arXiv:2411.00640).
 *
 * @param first - the samples of each prompt by the prompt's id, as in a Map, or an `Aggregate` to which they were added with their ids.
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
export function compare(first: ComparedRun, second: ComparedRun, options: CompareOptions = {}): Comparison {
  const given = fieldsOf('options', options, ['ns', 'estimates', 'confidence', 'clusters']);
  const { ns, confidence = CONFIDENCE, clusters } = given;
  const grid = ns === undefined ? undefined : wholeNs(ns);
  const estimates = given.estimates && estimatesOfNames(given.estimates).map(({ name }) => name);
  checkConfidence(confidence);
  if (clusters !== undefined && typeof (clusters as Partial<typeof clusters> | null)?.get !== 'function')
    throw coded(TypeError, 'WRONG_TYPE', `clusters must be a Map from the id of each prompt, got ${show(clusters)}`);
  const runs = [inputOf('first', first), inputOf('second', second)];
  const [inFirst, inSecond] = runs.map(({ ids }, r) => ({
    name: r === 0 ? 'first' : 'second',
    ids,
    ...(clusters ? { clusters: ids.map((id) => clusters.get(id)) } : {}),
  }));
  const common = matched(inFirst, inSecond);
  const used = grid ?? defaultNs(runs, common);
  const [ofFirst, ofSecond] = runs.map((run) => run.estimatesAt(used, estimates));
  return compareRuns(ofFirst, ofSecond, common, { ns: used, confidence });
}

/** The numbers of samples that an aggregate has estimates for or, of samples, the powers of two that all common prompts have. */
function defaultNs(runs: readonly ComparedInput[], common: Matched): readonly number[] {
  const [grid, ...others] = runs.flatMap(({ ns }) => (ns ? [ns] : []));
  const other = others.find((ns) => String(ns) !== String(grid));
  if (other !== undefined)
    throw coded(
      TypeError,
      'DIFFERENT_NS',
      `first has estimates for ns [${grid}] and second for [${other}]: give ns that both have`
    );
  if (grid !== undefined) return grid;
  const fewest = [common.first, common.second].map((places, r) =>
    places.reduce((least, place) => Math.min(least, runs[r].sizes[place]), Infinity)
  );
  return powersOfTwo(Math.min(...fewest));
}
