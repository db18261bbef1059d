// The input of a batch of samples, checked.

import { checkColumn, placeOf, startsOf } from './batch-input';
import { coded } from './errors';
import { checkEstimated, defaultEstimates, type Estimate, type EstimateName, estimatesOfNames } from './estimates';
import { isUint32Array } from './input/memory';
import { checkSameLength, checkWhole, type Doubles, fieldsOf, type Numbers, reading, toDoubles } from './input/numbers';
import { scoresOf } from './input/scores';
import { show } from './input/show';
import { checkLogProbs } from './samples';

/**
 * The input of `evaluateSamples`: rows packed end to end, each of them the samples of one prompt.
 *
 * @example
 * // a prompt of two samples, then one of three
 * const batch = {
 *   rewards: Float32Array.of(0, 1, 2, 1, 0),
 *   scores: { passed: Float32Array.of(0, 1, 0, 0, 1) },
 *   rows: Uint32Array.of(2, 3),
 *   ns: [2],
 * };
 * evaluateSamples(batch)['score.passed']; // → [1, 0]
 */
export interface SampleBatch {
  /** The rewards of all rows, one row after another: any number or ±Infinity. */
  rewards: Float64Array | Float32Array;
  /** The number of samples in each row, or the one number that all rows have. */
  rows: Uint32Array | number;
  /** The natural logarithms of the samples' probabilities under the reference, at most 0, packed as the rewards are; `klEstimate` needs them. */
  logProbs?: Float64Array | Float32Array;
  /** Other scores of the samples, by name, packed as the rewards are. */
  scores?: Record<string, Float64Array | Float32Array>;
  /** What each sample answered, packed as the rewards are: equal codes of one row vote together, and 0xffffffff is no vote. */
  answers?: Uint32Array;
  /** The numbers of samples, whole numbers >= 1. */
  ns: Numbers;
  /** The names of the estimates wanted; by default `expectedReward` and `winRate`, and where there are such columns `klEstimate` and `score.NAME`. */
  estimates?: readonly EstimateName[];
}

const FIELDS = ['rewards', 'rows', 'logProbs', 'scores', 'answers', 'ns', 'estimates'] as const;

export interface CheckedSampleBatch {
  /** The rewards, packed. */
  rewards: Doubles;
  answers: Uint32Array | undefined;
  /** Where each row starts, and where the last one ends. */
  starts: Uint32Array;
  ns: number[];
  /** The estimates, each once, and the column that each is of, packed. */
  estimates: Estimate[];
  values: Doubles[];
}

/** @throws as `evaluateSamples`, before anything is computed. */
export function checkSampleBatch(batch: SampleBatch): CheckedSampleBatch {
  const given = fieldsOf('batch', batch, FIELDS);
  const rewards = toDoubles('rewards', given.rewards);
  const logProbs = given.logProbs === undefined ? undefined : toDoubles('logProbs', given.logProbs);
  const scores = new Map(scoresOf(given.scores).map(([name, values]) => [name, toDoubles(`scores.${name}`, values)] as const));
  const answers = given.answers === undefined ? undefined : toAnswers(given.answers, rewards);
  const ns = wholeNs(given.ns);
  const starts = startsOf(given.rows, rewards, 'sample');
  const columns = { hasLogProbs: logProbs !== undefined, hasAnswers: answers !== undefined, scoreNames: [...scores.keys()] };
  const estimates = given.estimates === undefined ? defaultEstimates(columns) : estimatesOfNames(given.estimates, columns);
  checkColumn('rewards', rewards, starts);
  const checkOther = (name: string, values: Doubles) => {
    checkSameLength('rewards', rewards, name, values);
    checkColumn(name, values, starts);
  };
  if (logProbs !== undefined) {
    checkOther('logProbs', logProbs);
    checkLogProbs(logProbs, (i) => placeOf('logProbs', i, starts));
  }
  for (const [name, values] of scores) checkOther(`scores.${name}`, values);

  const values = estimates.map(({ of, score = '' }) => {
    if (of === 'score') return scores.get(score) as Doubles;
    return of === 'logProbs' ? (logProbs as Doubles) : rewards;
  });
  estimates.forEach((estimate, e) => {
    checkEstimated(estimate, rewards, values[e], (column, i) => placeOf(column, i, starts));
  });
  return { rewards, answers, starts, ns, estimates, values };
}

/** Codes of answers, copied: other threads may write to what the caller gave. */
function toAnswers(answers: unknown, rewards: Doubles): Uint32Array {
  if (!isUint32Array(answers))
    throw coded(TypeError, 'WRONG_TYPE', `answers must be a Uint32Array of codes, got ${show(answers)}`);
  checkSameLength('rewards', rewards, 'answers', answers);
  return reading('answers', () => new Uint32Array(answers));
}

/** Checks numbers of samples. */
export function wholeNs(ns: unknown): number[] {
  const grid = Array.from(toDoubles('ns', ns));
  grid.forEach((n, i) => {
    checkWhole(`ns[${i}]`, n, 1, Number.MAX_SAFE_INTEGER, '', i);
  });
  return grid;
}
