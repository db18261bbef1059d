// The policies of a support as a file: a line for each outcome.

import { coded } from '../../errors';
import type { KeptFormat, KeptRecords } from './kept-records';

/** The probabilities of all outcomes under a policy, and the name of their column. */
export type Policy = readonly [name: string, probabilities: Float64Array];

/** What the probabilities under the reference are called, beside an id. */
export const PROBABILITY = 'probability';

export const policyFormat = (file: string): KeptFormat => (/\.csv$/i.test(file) ? 'csv' : 'jsonl');

/**
 * The text of the file, piece by piece, since there may be millions of lines: the columns of the input, then the probability under each policy, with every
 * digit.
 */
export function policyText(records: KeptRecords, policies: readonly Policy[]): Generator<string> {
  return records.lines(
    policies.map(([name]) => name),
    (record) => policies.map(([, probabilities]) => probabilities[record])
  );
}

/** @throws Error (`BAD_FILE`) if the input has a column of a name that the file would have twice. */
export function checkPolicyNames(file: string, { names }: KeptRecords, policies: readonly Policy[]): void {
  const twice = policies.find(([name]) => names.includes(name));
  if (twice)
    throw coded(
      Error,
      'BAD_FILE',
      `${file}: it has a column ${JSON.stringify(twice[0])}, and --policy would write another of that name: rename the one in the file`
    );
}
