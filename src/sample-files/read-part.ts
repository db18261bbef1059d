// One part of a file as a table: the task that threads and machines are given.

import type { Source } from '../files/bytes';
import { linesBefore } from '../files/cut';
import { describeFault, Fault } from '../files/fault';
import { unitOf } from '../files/format';
import type { Part } from '../files/part';
import { readRecords } from '../files/records';
import { columnsOf, idsOf, type Shape } from './shape';
import { SampleTable, type TableState } from './table';

/** A record that was left out. */
export interface BadRecord {
  /** The line or row, from 1 within the part. */
  at: number | undefined;
  column: number | undefined;
  message: string;
}

export interface PartResult {
  table: TableState;
  /** Lines or rows of the part, the empty and the bad ones included. */
  length: number;
  /** How many records were left out, and the first of them. */
  bad: { count: number; first: BadRecord[] };
  milliseconds: number;
}

/** Of more bad records than these no one reads the list. */
export const BAD_LISTED = 100;

/** A file's data is wrong: to read it again is no use. */
export class DataError extends Error {}

/**
 * Reads the samples of a part.
 *
 * @throws DataError with the file, the line or row, and the column at the first record that cannot be read, unless `skipBad`.
 */
export async function readPart(
  part: Part,
  shape: Shape,
  { skipBad = false, ...source }: { skipBad?: boolean } & Source = {}
): Promise<PartResult> {
  const began = performance.now();
  const table = new SampleTable();
  const bad: PartResult['bad'] = { count: 0, first: [] };
  const onBad = ({ at, column, message }: Fault) => {
    if (bad.count++ < BAD_LISTED) bad.first.push({ at, column, message });
  };
  try {
    const length = await readRecords(part, (row) => table.add(row, shape), {
      columns: columnsOf(shape),
      exact: idsOf(shape),
      ...source,
      ...(skipBad ? { onBad } : {}),
    });
    return { table: table.toState(), length, bad, milliseconds: performance.now() - began };
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    const at = error.at === undefined ? undefined : error.at + (await lengthBefore(part));
    throw new DataError(describeFault(part.file, unitOf(part.format), { message: error.message, at, column: error.column }));
  }
}

/** How many lines or rows of the file come before the part. */
async function lengthBefore({ file, format, range }: Part): Promise<number> {
  if (!range) return 0;
  if (format === 'jsonl') return linesBefore(file, range.from);
  return (await import('../files/parquet')).rowsBefore(file, range.from);
}
