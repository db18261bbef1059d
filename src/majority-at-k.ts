// maj@k of one problem, from how many samples gave each answer.

import { coded } from './errors';
import { checkWhole, type Numbers, toDoubles } from './input/numbers';
import { majorityWins } from './numerics/majority';

/**
 * The chance that each answer has the most votes among k of the samples, exactly over every choice of k, ties broken at random: maj@k, or
 * self-consistency (Wang et al., arXiv:2203.11171).
 *
 * @param counts - how many of the samples gave each answer, whole numbers.
 * @param k - a whole number from 1 to the number of samples.
 * @returns a probability for each answer, which sum to 1.
 * @throws TypeError if an argument has the wrong type; RangeError if a number is not whole, or k is out of range.
 *
 * @example
 * majorityAtK([3, 2], 3); // → [0.7, 0.3]
 */
export function majorityAtK(counts: Numbers, k: number): Float64Array {
  const given = toDoubles('counts', counts);
  let samples = 0;
  for (let i = 0; i < given.length; i++) {
    checkWhole(`counts[${i}]`, given[i], 0, Number.MAX_SAFE_INTEGER, '', i);
    samples += given[i];
  }
  if (samples === 0) throw coded(RangeError, 'EMPTY', 'counts sum to 0, so there is no sample');
  checkWhole('k', k, 1, samples, 'the number of samples');
  return majorityWins(given, 0, k);
}
