// The table of the estimates that samples give, and how their names are read. Everything that estimates walks over it: a new estimate is an entry here,
// and a method of Samples if it is of use for one prompt. What the kernel computes has a code in assembly/layout.ts besides.

import { BEST_VALUE, EXPECTED_BEST, EXPECTED_WORST, KL_OF_BEST, WIN_RATE_OF_BEST, WORST_VALUE } from '../assembly/layout';
import { SEED, VOTE_DRAWS } from './defaults';
import { ESTIMATES } from './engine/js/sample-rows';
import { coded } from './errors';
import { keyOfName } from './estimate-fields';
import { type Doubles, outOfRange, reading } from './input/numbers';
import { noScore } from './input/scores';
import { show } from './input/show';
import type { Draws } from './numerics/draws';
import { hypergeometricTail } from './numerics/hypergeometric';
import { majorityScore, type Tally } from './numerics/majority-score';
import { knownTopWeights } from './numerics/top-weights';
import { weightedMajority } from './numerics/weighted-majority';
import { allPass, leastPasses } from './pass-hat-k';

/**
 * The name of an estimate. Most are methods of `Samples`: `score.NAME` is `expectedScore` of the score NAME, `worstOf.NAME` is `worstOf` of it, and so on.
 * `passHat` is the chance that all of n pass and `gPass(TAU)` that at least `TAU n` of them do, of the reward or of a score, which must then be 0 or 1;
 * `topOf(J)` is the mean over the best J of n; `oracle.NAME` is the mean of the highest value of a score among n samples: for a pass flag, pass@n.
 *
 * @example
 * const rewards = Float64Array.of(1, 2, 3, 6);
 * const estimates = ['worstOf', 'topOf(2)'];
 * Object.keys(evaluateSamples({ rewards, rows: 2, ns: [2], estimates })); // → [ 'worstOf', 'topOf(2)' ]
 */
export type EstimateName =
  | 'expectedReward'
  | 'winRate'
  | 'klEstimate'
  | 'worstOf'
  | 'passHat'
  | `gPass(${number})`
  | `topOf(${number})`
  | `score.${string}`
  | `worstOf.${string}`
  | `passHat.${string}`
  | `gPass(${number}).${string}`
  | `topOf(${number}).${string}`
  | `majority.${string}`
  | `weightedMajority.${string}`
  | `oracle.${string}`;

/** The samples of one prompt, as an estimate is computed from them. */
export interface Row {
  draws: Draws;
  rewards: Doubles;
  /** The column that the estimate is of. */
  values: Doubles;
  /** The answers, where there are any. */
  tally: Tally | undefined;
}

/** An estimate, or a family of estimates that differ in a number, in the column that they are of, or in both. */
interface Estimator {
  /** What it is of: rewards, log-probabilities, a score that its name says, or rewards unless its name says a score. */
  of: 'rewards' | 'logProbs' | 'score' | 'either';
  needsAnswers?: true;
  /** What must hold of each value, or of each reward, for the estimate to mean something. */
  values?: { of: 'values' | 'rewards'; allows(x: number): boolean; expected: string };
  /** The number in parentheses. */
  parameter?: { symbol: string; allows(x: number): boolean; expected: string };
  /** The least n, if not 1, and the largest for `size` samples, if not `size`. */
  minN?(parameter: number): number;
  maxN?(size: number): number;
  /** The least and the largest value, if not every number is one, nor an infinity. */
  range?: readonly [number, number];
  /** The kernel's code of the estimate, for the column that it is of. */
  code?(of: 'rewards' | 'logProbs' | 'score'): number;
  /** Whether the kernel is given the negated column, and its result is to be negated. */
  negated?: true;
  /** The estimate at n, a whole number from `minN` to `maxN`, where the kernel does not compute it. */
  at?(row: Row, n: number, parameter: number): number;
}

const FLAGS = { of: 'values', allows: (x: number) => x === 0 || x === 1, expected: '0 or 1' } as const;
const VOTES = { of: 'rewards', allows: (x: number) => x >= 0, expected: 'a weight >= 0: shift the rewards' } as const;
const PROBABILITY = [0, 1] as const;
/** The largest double: `Number.MAX_VALUE`, to bundlers, might do something when it is read, and the table would stay in every bundle. */
const MAX_DOUBLE = 1.7976931348623157e308;

/** How many flags are 1. */
function passes(flags: Doubles): number {
  let sum = 0;
  for (const flag of flags) sum += flag;
  return sum;
}

/** The estimators by what their names begin with. */
const ESTIMATORS: Record<string, Estimator> = {
  expectedReward: { of: 'rewards', code: () => EXPECTED_BEST },
  // one of the samples is the opponent
  winRate: { of: 'rewards', maxN: (size) => size - 1, range: PROBABILITY, code: () => WIN_RATE_OF_BEST },
  klEstimate: { of: 'logProbs', range: [0, MAX_DOUBLE], code: () => KL_OF_BEST },
  worstOf: { of: 'either', code: (of) => (of === 'score' ? WORST_VALUE : EXPECTED_WORST) },
  score: { of: 'score', code: () => BEST_VALUE },
  majority: {
    of: 'score',
    needsAnswers: true,
    at: ({ tally, values }, n) => majorityScore(tally as Tally, values, n),
  },
  weightedMajority: {
    of: 'score',
    needsAnswers: true,
    values: VOTES,
    at: ({ rewards, tally, values }, n) =>
      weightedMajority(rewards, tally as Tally, values, n, { draws: VOTE_DRAWS, seed: SEED }).mean,
  },
  // the highest is the lowest of the negated values
  oracle: { of: 'score', code: () => WORST_VALUE, negated: true },
  passHat: {
    of: 'either',
    values: FLAGS,
    range: PROBABILITY,
    at: ({ values }, n) => allPass(values.length, passes(values), n),
  },
  gPass: {
    of: 'either',
    values: FLAGS,
    range: PROBABILITY,
    parameter: { symbol: 'TAU', allows: (tau) => tau >= 0 && tau <= 1, expected: 'a number from 0 to 1' },
    at: ({ values }, n, tau) => hypergeometricTail(values.length, passes(values), n, leastPasses(n, tau)),
  },
  topOf: {
    of: 'either',
    parameter: { symbol: 'J', allows: (j) => Number.isSafeInteger(j) && j >= 1, expected: 'a whole number >= 1' },
    minN: (j) => j,
    at: ({ draws, rewards, values }, n, j) =>
      draws.mean(knownTopWeights(rewards.length, n, j), n - j + 1, values === rewards ? undefined : values),
  },
};

/** An estimate, as its name says. */
export interface Estimate {
  name: EstimateName;
  /** What partial results call it. */
  key: string;
  /** The number in parentheses; NaN if there is none. */
  parameter: number;
  /** The name of the score that it is of, where it is of one. */
  score: string | undefined;
  /** The column that it is of. */
  of: 'rewards' | 'logProbs' | 'score';
  estimator: Estimator;
}

/** `FAMILY`, `FAMILY(PARAMETER)`, either with `.SCORE` after it; the name of a score may be any text. */
const NAME = /^([A-Za-z]+)(?:\(([^()]*)\))?(?:\.(.*))?$/s;

/** All names there are, with a placeholder for each number and each score. */
function knownNames(): string {
  const names = Object.entries(ESTIMATORS).flatMap(([family, { of, parameter }]) => {
    const name = parameter === undefined ? family : `${family}(${parameter.symbol})`;
    return [...(of === 'score' ? [] : [name]), ...(of === 'score' || of === 'either' ? [`${name}.NAME`] : [])];
  });
  return names.join(', ');
}

/** The estimate of a name; undefined if no estimate is called so. */
function parsed(name: string): Estimate | undefined {
  const [, family, number, score] = NAME.exec(name) ?? [];
  if (!Object.hasOwn(ESTIMATORS, family)) return undefined;
  const estimator = ESTIMATORS[family];
  const { of, parameter } = estimator;
  if ((parameter === undefined) !== (number === undefined)) return undefined;
  if (score === undefined ? of === 'score' : of === 'rewards' || of === 'logProbs') return undefined;
  return {
    name: name as EstimateName,
    key: keyOfName(name),
    parameter: number === undefined || number.trim() === '' ? Number.NaN : Number(number),
    score,
    of: of === 'either' || of === 'score' ? (score === undefined ? 'rewards' : 'score') : of,
    estimator,
  };
}

/** @throws RangeError that lists the names there are, or says what the number in parentheses must be; `place` is what messages call the name. */
export function estimateOf(name: unknown, place: string, index?: number): Estimate {
  const estimate = typeof name === 'string' ? parsed(name) : undefined;
  if (estimate === undefined)
    throw coded(RangeError, 'UNKNOWN_NAME', `${place} is ${show(name)}, expected one of ${knownNames()}`, index);
  const { parameter } = estimate.estimator;
  if (parameter !== undefined && !parameter.allows(estimate.parameter))
    throw coded(RangeError, 'OUT_OF_RANGE', `${place} is ${show(name)}, expected ${parameter.expected} in parentheses`, index);
  return estimate;
}

/** The estimates of a list of names, each once; with columns, they must be enough for each. */
export function estimatesOfNames(names: unknown, columns?: Columns): Estimate[] {
  return reading('estimates', () => {
    if (!Array.isArray(names))
      throw coded(TypeError, 'WRONG_TYPE', `estimates must be an array of names of estimates, got ${show(names)}`);
    const known = new Map<EstimateName, Estimate>();
    for (let i = 0; i < names.length; i++) {
      const estimate = estimateOf(names[i], `estimates[${i}]`, i);
      if (columns !== undefined) checkColumns(estimate, columns, `estimates[${i}] is ${show(names[i])}`, i);
      known.set(estimate.name, estimate);
    }
    return [...known.values()];
  });
}

/** What samples have besides rewards. */
export interface Columns {
  hasLogProbs: boolean;
  hasAnswers: boolean;
  scoreNames: readonly string[];
}

/** @throws TypeError or RangeError if the samples lack a column that the estimate needs; `said` says where it was asked for. */
export function checkColumns({ of, score, estimator }: Estimate, columns: Columns, said: string, index?: number): void {
  if (of === 'logProbs' && !columns.hasLogProbs) throw coded(TypeError, 'NO_LOG_PROBS', `${said}, which needs logProbs`, index);
  if (estimator.needsAnswers && !columns.hasAnswers) throw coded(TypeError, 'NO_ANSWERS', `${said}, which needs answers`, index);
  if (score !== undefined && !columns.scoreNames.includes(score))
    throw noScore(score, columns.scoreNames, `${said}, but `, index);
}

/** The values that must be of a kind: those of the column `values`, or the rewards.
 *  @throws RangeError that names the first that is not; `placeOf` is what messages call a value. */
export function checkEstimated(
  { name, score, estimator }: Estimate,
  rewards: Doubles,
  values: Doubles,
  placeOf: (column: string, i: number) => string
): void {
  const rule = estimator.values;
  if (rule === undefined) return;
  const column = rule.of === 'rewards' ? rewards : values;
  const bad = column.findIndex((x) => !rule.allows(x));
  if (bad < 0) return;
  const columnName = rule.of === 'rewards' || score === undefined ? 'rewards' : `scores.${score}`;
  throw outOfRange(placeOf(columnName, bad), column[bad], `${rule.expected}, which ${name} needs`, bad);
}

/** The estimates that samples with these columns have if none are asked for. */
export function defaultEstimates({ hasLogProbs, scoreNames }: Columns): Estimate[] {
  const names = [
    'expectedReward',
    'winRate',
    ...(hasLogProbs ? ['klEstimate'] : []),
    ...scoreNames.map((name) => `score.${name}`),
  ];
  return names.map((name) => parsed(name) as Estimate);
}

/** Whether samples of this size have the estimate at n. */
export function hasAt({ estimator: { minN, maxN }, parameter }: Estimate, size: number, n: number): boolean {
  return n >= (minN?.(parameter) ?? 1) && n <= (maxN?.(size) ?? size);
}

/** The least and the largest value of an estimate. */
export const rangeOf = ({ estimator: { range = [-Infinity, Infinity] } }: Estimate): readonly [number, number] => range;

/** The estimate at every n in JavaScript, with the kernel's bits; NaN where there is none. */
export function estimateRow(estimate: Estimate, row: Row, ns: readonly number[]): number[] {
  const { of, parameter, estimator } = estimate;
  const { at, code, negated } = estimator;
  const values = negated ? row.values.map((x) => -x) : row.values;
  const evaluate = (n: number) =>
    code === undefined ? (at?.(row, n, parameter) as number) : ESTIMATES[code(of)](row.draws, values, n);
  const signed = (x: number) => (negated ? 0 - x : x);
  return ns.map((n) => (hasAt(estimate, row.rewards.length, n) ? signed(evaluate(n)) : Number.NaN));
}
