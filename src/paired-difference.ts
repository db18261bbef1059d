// Whether one list of scores is higher than another, pair by pair.

import { CONFIDENCE } from './defaults';
import { coded } from './errors';
import { checkAllFinite, checkConfidence, checkSameLength, fieldsOf, type Numbers, toDoubles } from './input/numbers';
import { singleCluster } from './input/single-cluster';
import { mcnemar } from './numerics/mcnemar';
import { signFlip } from './numerics/sign-flip';
import { studentQuantile, studentTails } from './numerics/student';
import { sumOf } from './numerics/sum';

/**
 * What a paired comparison found.
 *
 * @example
 * const found = pairedDifference([1, 1, 1, 0], [0, 1, 0, 0]);
 * found.test; // → 'mcnemar'
 */
export interface PairedDifference {
  /** The mean of the differences, first less second, in the unit of the scores. */
  mean: number;
  /** Its standard error; null for a single pair. */
  standardError: number | null;
  /** Its standard error by the sums of the residuals of each cluster, without a factor for few clusters; where clusters are given. */
  clusteredStandardError?: number;
  /** The t interval of the mean; null for a single pair. */
  interval: [number, number] | null;
  /** How likely a mean as far from 0 would be if neither were higher, two-sided; null for a single pair. */
  pValue: number | null;
  /** Where the p-value comes from: McNemar's exact test where all scores are 0 or 1, all patterns of signs for at most 16 pairs, else Student's t. */
  test: 'mcnemar' | 'sign-flip' | 't';
}

/** The most pairs whose patterns of signs are all looked at: 65,536. */
const MAX_SIGN_FLIPS = 16;

/**
 * Compares two lists of scores of the same prompts. The standard error is that of the paired differences (Miller, arXiv:2411.00640).
 *
 * @param a - a score for each prompt.
 * @param b - another for each prompt, in the same order.
 * @param options - `clusters`: for each prompt the name of the group it belongs to, whose prompts depend on each other; interval and p-value then use the
 *   clustered standard error, with one degree of freedom less than there are clusters. `confidence`: 0.95 by default.
 * @throws TypeError if an argument has the wrong type, or the lengths differ; RangeError if there is no pair, a score is not finite, or there are fewer
 *   than two clusters.
 *
 * @example
 * const { mean, interval } = pairedDifference([0.5, 0.75, 1, 0.5], [0.25, 0.75, 0.5, 0.25]);
 * mean; // → 0.25
 * interval; // → [-0.07480707, 0.57480707]
 */
export function pairedDifference(
  a: Numbers,
  b: Numbers,
  options: { clusters?: readonly (string | number)[]; confidence?: number } = {}
): PairedDifference {
  const [first, second] = [toDoubles('a', a), toDoubles('b', b)];
  checkSameLength('a', first, 'b', second);
  const { clusters, confidence = CONFIDENCE } = fieldsOf('options', options, ['clusters', 'confidence']);
  checkConfidence(confidence);
  if (first.length === 0) throw coded(RangeError, 'EMPTY', 'a has no score to compare');
  checkAllFinite('a', first);
  checkAllFinite('b', second);
  const { differences, scale } = scaledDifferences(first, second);
  const isFlag = (x: number) => x === 0 || x === 1;
  const areFlags = first.every(isFlag) && second.every(isFlag);
  const count = differences.length;
  const scaled = sumOf(count, (i) => differences[i]) / count;
  const mean = scaled / scale;
  const squares = sumOf(count, (i) => (differences[i] - scaled) * (differences[i] - scaled));
  const standardError = count < 2 ? null : Math.sqrt(squares / (count - 1) / count) / scale;
  if (clusters !== undefined) {
    const { error: ofClusters, groups } = clusteredError(differences, scaled, clusters);
    const error = ofClusters / scale;
    return { mean, standardError, clusteredStandardError: error, ...byStudent(mean, error, groups - 1, confidence) };
  }
  if (standardError === null)
    return { mean, standardError, interval: null, pValue: null, test: areFlags ? 'mcnemar' : 'sign-flip' };
  const student = byStudent(mean, standardError, count - 1, confidence);
  if (areFlags) {
    const pValue = mcnemar(differences.filter((x) => x > 0).length, differences.filter((x) => x < 0).length);
    return { mean, standardError, ...student, pValue, test: 'mcnemar' };
  }
  if (count > MAX_SIGN_FLIPS) return { mean, standardError, ...student };
  return { mean, standardError, ...student, pValue: signFlip(differences), test: 'sign-flip' };
}

/** From here on squares of many differences might overflow, or squares of small ones vanish. */
const LARGE = 2 ** 490;
const SMALL = 2 ** -400;

/** The differences times a power of two that brings the largest into a range where their squares, and sums of these, neither overflow nor vanish. */
function scaledDifferences(a: ArrayLike<number>, b: ArrayLike<number>): { differences: Float64Array; scale: number } {
  const differences = Float64Array.from(a, (x, i) => x - b[i]);
  const widest = differences.reduce((most, x) => Math.max(most, Math.abs(x)), 0);
  if (widest > LARGE) {
    const scale = 2 ** -900;
    // the difference of two large numbers may itself overflow
    return { differences: Float64Array.from(a, (x, i) => x * scale - b[i] * scale), scale };
  }
  const scale = widest > 0 && widest < SMALL ? 2 ** 700 : 1;
  return { differences: differences.map((x) => x * scale), scale };
}

/** Student's interval of a mean. */
export function studentInterval(mean: number, error: number, degrees: number, confidence: number): [number, number] {
  const half = error === 0 ? 0 : studentQuantile(confidence, degrees) * error;
  return [mean - half, mean + half];
}

function byStudent(mean: number, error: number, degrees: number, confidence: number) {
  const interval = studentInterval(mean, error, degrees, confidence);
  const pValue = error === 0 ? (mean === 0 ? 1 : 0) : studentTails(mean / error, degrees);
  return { interval, pValue, test: 't' as const };
}

/** The standard error of a mean whose values depend on each other within clusters, and how many clusters there are. */
function clusteredError(values: Float64Array, mean: number, clusters: readonly (string | number)[]) {
  checkSameLength('a', values, 'clusters', clusters as ArrayLike<number>);
  const sums = new Map<string | number, number>();
  clusters.forEach((cluster, i) => {
    sums.set(cluster, (sums.get(cluster) ?? 0) + (values[i] - mean));
  });
  if (sums.size < 2) throw singleCluster(clusters[0]);
  const all = [...sums.values()];
  return { error: Math.sqrt(sumOf(all.length, (i) => all[i] * all[i])) / values.length, groups: all.length };
}
