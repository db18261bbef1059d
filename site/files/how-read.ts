// What "the code for this" must know of how a file was read, so that it prints the numbers of the page or nothing.

import type { Row } from '../../src/files/record-sink';
import { isPath, valueAt } from '../../src/sample-files/paths';
import { plainColumns } from '../../src/sample-files/plain-columns';
import type { SampleColumns } from '../../src/sample-files/sample-columns';

export interface HowRead {
  /** Whether the command finds the same columns by itself. Where they are named, it does not read labels, lists and steps as that kind of file has them. */
  isKnown: boolean;
  /** Whether a few lines of code read the same: a text as its name tells, with one number in each cell that counts. */
  isPlain: boolean;
}

/** Whether JavaScript's Number and Python's float read the value as the page does. */
export function isPlainNumber(value: unknown): boolean {
  if (typeof value === 'number') return Number.isFinite(value);
  return typeof value === 'string' && value.trim() !== '' && Number.isFinite(Number(value));
}

/** @param rows - the first records. */
export function arePlainSamples(columns: SampleColumns, rows: readonly Row[]): boolean {
  const { prompt, reward, logProb, pass } = columns;
  const numbers = [reward, ...(logProb === undefined ? [] : [logProb])];
  // who votes has no part in the mean
  const wanted = plainColumns({ ...columns, answer: undefined, estimates: undefined });
  if (wanted === undefined || pass !== undefined || [...prompt, ...numbers].some(isPath)) return false;
  return rows.every(
    (row) =>
      prompt.every((name) => ['string', 'number', 'boolean'].includes(typeof valueAt(row, name))) &&
      numbers.every((name) => isPlainNumber(row[name]) || typeof row[name] === 'boolean')
  );
}
