// The score of the answer that a vote among n of m draws elects.

import { majorityWins } from './majority';
import { WeightedMean } from './weighted-mean';

type Doubles = Float64Array | Float32Array;

/** The code of a draw that gave no answer. */
export const NO_ANSWER = 0xffffffff;

/** The answers of draws, numbered from 0 as they come. */
export interface Tally {
  /** Which answer each draw gave; NO_ANSWER if it gave none. */
  of: Uint32Array;
  /** How many draws gave each answer. */
  counts: number[];
  /** How many gave none. */
  silent: number;
}

/** @param codes - equal ones for equal answers, NO_ANSWER for none. */
export function tallyOf(codes: Uint32Array): Tally {
  const known = new Map<number, number>();
  const counts: number[] = [];
  let silent = 0;
  const of = codes.map((code) => {
    if (code === NO_ANSWER) {
      silent++;
      return NO_ANSWER;
    }
    let answer = known.get(code);
    if (answer === undefined) {
      answer = counts.push(0) - 1;
      known.set(code, answer);
    }
    counts[answer]++;
    return answer;
  });
  return { of, counts, silent };
}

/**
 * The mean score of the answer that most of n draws give, over all choices of n of the m draws; ties are broken at random. The score of an answer is the mean over
 * all draws that gave it, and where no chosen draw gave any, the score is 0.
 */
export function majorityScore({ of, counts, silent }: Tally, values: Doubles, n: number): number {
  if (counts.length === 0) return 0;
  const wins = majorityWins(counts, silent, n);
  const mean = new WeightedMean();
  of.forEach((answer, i) => {
    const weight = answer === NO_ANSWER ? 0 : wins[answer] / counts[answer];
    // an infinite score counts only if it can win
    if (weight > 0) mean.add(weight, 0, 0, values[i]);
  });
  return mean.value();
}
