// The input of a batch of samples, checked.

import { BEST_VALUE, EXPECTED_BEST, EXPECTED_WORST, KL_OF_BEST, WIN_RATE_OF_BEST, WORST_VALUE } from '../assembly/layout';
import { checkColumn, placeOf, startsOf } from './batch-input';
import type { WantedEstimate } from './engine/interface';
import { coded } from './errors';
import { keysOf, nameOfKey } from './estimates';
import { checkSameLength, checkWhole, type Doubles, fieldsOf, type Numbers, reading, toDoubles } from './input/numbers';
import { show } from './input/show';
import { checkLogProbs, noScore, scoresOf } from './samples';

/**
 * The name of an estimate of `evaluateSamples`. Each is the method of `Samples` that has its name; `score.NAME` is `expectedScore` of the score
 * NAME, and `worstOf.NAME` is `worstOf` of it.
 *
 * @example
 * const rewards = Float64Array.of(1, 2, 3, 6);
 * const estimates = ['worstOf', 'winRate'];
 * Object.keys(evaluateSamples({ rewards, rows: 2, ns: [1], estimates })); // → [ 'worstOf', 'winRate' ]
 */
export type EstimateName = 'expectedReward' | 'winRate' | 'klEstimate' | 'worstOf' | `score.${string}` | `worstOf.${string}`;

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
  /** The numbers of samples, whole numbers >= 1. */
  ns: Numbers;
  /** The names of the estimates wanted; by default `expectedReward` and `winRate`, and where there are such columns `klEstimate` and `score.NAME`. */
  estimates?: readonly EstimateName[];
}

const FIELDS = ['rewards', 'rows', 'logProbs', 'scores', 'ns', 'estimates'] as const;

export interface CheckedSampleBatch {
  /** The rewards, then the columns that the estimates are of, packed. */
  columns: Doubles[];
  /** Where each row starts, and where the last one ends. */
  starts: Uint32Array;
  ns: number[];
  /** The names of the estimates, each once, and what each is. */
  names: EstimateName[];
  wanted: WantedEstimate[];
  /** The names of the scores, in the order in which they were given. */
  scoreNames: string[];
}

/** The estimates that are no family, and the column that they need besides rewards. */
const SINGLE: Record<string, { estimate: number; column?: 'logProbs' }> = {
  expectedReward: { estimate: EXPECTED_BEST },
  winRate: { estimate: WIN_RATE_OF_BEST },
  klEstimate: { estimate: KL_OF_BEST, column: 'logProbs' },
  worstOf: { estimate: EXPECTED_WORST },
};

/** The families of estimates, which have a member for each score: what stands before the name of the score. */
const FAMILIES: Record<string, number> = { 'score.': BEST_VALUE, 'worstOf.': WORST_VALUE };

/** @throws as `evaluateSamples`, before anything is computed. */
export function checkSampleBatch(batch: SampleBatch): CheckedSampleBatch {
  const given = fieldsOf('batch', batch, FIELDS);
  const rewards = toDoubles('rewards', given.rewards);
  const logProbs = given.logProbs === undefined ? undefined : toDoubles('logProbs', given.logProbs);
  const scores = new Map(scoresOf(given.scores).map(([name, values]) => [name, toDoubles(`scores.${name}`, values)] as const));
  const ns = wholeNs(given.ns);
  const starts = startsOf(given.rows, rewards, 'sample');
  const names = namesOf(given.estimates, logProbs, scores);
  checkColumn('rewards', rewards, starts);
  const columnOf = (name: string, values: Doubles) => {
    checkSameLength('rewards', rewards, name, values);
    checkColumn(name, values, starts);
  };
  if (logProbs !== undefined) {
    columnOf('logProbs', logProbs);
    checkLogProbs(logProbs, (i) => placeOf('logProbs', i, starts));
  }
  for (const [name, values] of scores) columnOf(`scores.${name}`, values);

  const columns = [rewards];
  const indexOf = (values: Doubles) => (columns.includes(values) ? columns.indexOf(values) : columns.push(values) - 1);
  const wanted = names.map((name): WantedEstimate => {
    if (Object.hasOwn(SINGLE, name)) {
      const { estimate, column } = SINGLE[name];
      return { estimate, column: column === undefined ? 0 : indexOf(logProbs as Doubles) };
    }
    const [family, score] = memberOf(name) as [string, string];
    return { estimate: FAMILIES[family], column: indexOf(scores.get(score) as Doubles) };
  });
  return { columns, starts, ns, names, wanted, scoreNames: [...scores.keys()] };
}

/** Checks numbers of samples. */
export function wholeNs(ns: unknown): number[] {
  const grid = Array.from(toDoubles('ns', ns));
  grid.forEach((n, i) => {
    checkWhole(`ns[${i}]`, n, 1, Number.MAX_SAFE_INTEGER, '', i);
  });
  return grid;
}

/** The estimates that are asked for, each once, or those that the columns allow. */
function namesOf(estimates: unknown, logProbs: Doubles | undefined, scores: ReadonlyMap<string, Doubles>): EstimateName[] {
  if (estimates === undefined) {
    const keys = keysOf({ hasLogProbs: logProbs !== undefined, scoreNames: [...scores.keys()] });
    return keys.map((key) => nameOfKey(key) as EstimateName);
  }
  return reading('estimates', () => {
    if (!Array.isArray(estimates))
      throw coded(TypeError, 'WRONG_TYPE', `estimates must be an array of names of estimates, got ${show(estimates)}`);
    const names = Array.from({ length: estimates.length }, (_, i) => {
      const name: unknown = estimates[i];
      if (typeof name === 'string' && Object.hasOwn(SINGLE, name)) {
        if (SINGLE[name].column !== undefined && logProbs === undefined)
          throw coded(TypeError, 'NO_LOG_PROBS', `estimates[${i}] is ${show(name)}, which needs logProbs`, i);
        return name as EstimateName;
      }
      const member = memberOf(name);
      if (member === undefined) {
        const known = [...Object.keys(SINGLE), ...Object.keys(FAMILIES).map((family) => `${family}NAME`)];
        throw coded(RangeError, 'UNKNOWN_NAME', `estimates[${i}] is ${show(name)}, expected one of ${known.join(', ')}`, i);
      }
      if (!scores.has(member[1])) throw noScore(member[1], scores.keys(), `estimates[${i}] is ${show(name)}, but `, i);
      return name as EstimateName;
    });
    return [...new Set(names)];
  });
}

/** The family that an estimate belongs to, and the name of its score. */
function memberOf(name: unknown): [family: string, score: string] | undefined {
  if (typeof name !== 'string') return undefined;
  const family = Object.keys(FAMILIES).find((prefix) => name.startsWith(prefix));
  return family === undefined ? undefined : [family, name.slice(family.length)];
}
