// One part of a file as a table: the task that threads and machines are given.

import type { Coded, ErrorCode } from '../errors';
import type { Source } from '../files/bytes';
import { lengthBefore } from '../files/cut';
import { unitOf } from '../files/format-of';
import { inFile } from '../files/named-error';
import type { Part } from '../files/part';
import { readRecords } from '../files/read-records';
import { describeError, RecordError } from '../files/record-error';
import { plainColumns } from './plain-columns';
import type { SampleColumns } from './sample-columns';
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
  /** The number of lines or rows in the part, the empty and the bad ones included. */
  length: number;
  /** How many records were left out, and the first of them. */
  bad: { count: number; first: BadRecord[] };
  milliseconds: number;
}

/** The most bad records of a file that are listed: nobody reads a longer list, and every part carries its own. */
export const MAX_LISTED = 100;

/** The error of data that is wrong, so that reading the file again would be of no use. */
export class DataError extends Error implements Coded {
  constructor(
    message: string,
    readonly code: ErrorCode
  ) {
    super(message);
  }
}

/** What is wrong with a record that can be left out, and how, unless the message has better advice. */
function withHint(message: string): string {
  return message.includes('--') ? message : `${message}; --skip-bad leaves such records out`;
}

/**
 * Reads the samples of a part.
 *
 * @throws DataError with the file, the line or row, and the column at the first record that cannot be read, unless `skipBad`.
 */
export async function readPart(
  part: Part,
  columns: SampleColumns,
  { skipBad = false, ...source }: { skipBad?: boolean } & Source = {}
): Promise<PartResult> {
  const began = performance.now();
  const table = new SampleTable();
  const bad: PartResult['bad'] = { count: 0, first: [] };
  let refused: RecordError | undefined;
  const onBad = (error: RecordError) => {
    if (!skipBad) {
      refused = error;
      throw error;
    }
    const { at, column, message } = error;
    if (bad.count++ < MAX_LISTED) bad.first.push({ at, column, message });
  };
  const wanted = plainColumns(columns);
  try {
    const length = await readRecords(part, (row) => table.add(row, columns), {
      columns: columns.fields,
      exact: columns.exact,
      ...(wanted ? { fast: { wanted, onBatch: (batch) => table.addBatch(batch, columns) } } : {}),
      ...source,
      onBad,
    });
    return { table: table.toState(), length, bad, milliseconds: performance.now() - began };
  } catch (error) {
    if (!(error instanceof RecordError)) throw inFile(part, error);
    const { column, code } = error;
    const message = error === refused ? withHint(error.message) : error.message;
    const at = error.at === undefined ? undefined : error.at + (await lengthBefore(part));
    throw new DataError(describeError(part.file, unitOf(part.format), { message, at, column }), code);
  }
}
