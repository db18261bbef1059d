// What every reader of a format gives its records to, wherever the bytes come from.

import type { ErrorCode } from '../errors';
import type { FastColumns } from './columns';
import { RecordError } from './record-error';

export type Row = Record<string, unknown>;

/** Called with a record and its line or row, from 1 within what is read. */
export type OnRecord = (record: Row, at: number) => void;

export interface ReadOptions {
  /** The columns that are used: formats that can leave the others unread do so. Absent: all. */
  columns?: readonly string[];
  /** The columns whose values are ids, which must not be rounded. */
  exact?: readonly string[];
  /** How many of the first records are wanted, if not all; `onRecord` then stops the reading. */
  atMost?: number;
  /** Called for each record that cannot be read; without it the first such error is thrown. */
  onBad?: (error: RecordError) => void;
  /** Takes plain records as columns: a format that has a fast way calls back with those, in the order of the file. */
  fast?: FastColumns;
}

export interface RecordSink {
  onRecord: OnRecord;
  /** Runs what reads one record, and gives its error the place. */
  withPlace(at: number, read: () => void): void;
  columns: readonly string[] | undefined;
  /** How many of the first records are wanted, so that a format need not read more if it can avoid that. */
  atMost: number;
  exact: readonly string[];
}

/** @param place - gives an error its place, where that is not simply a line or row of the file. */
export function recordSink(
  onRecord: OnRecord,
  { columns, exact = [], onBad, atMost = Infinity }: ReadOptions,
  place: (error: RecordError) => RecordError = (error) => error
): RecordSink {
  const withPlace = (at: number, read: () => void) => {
    try {
      read();
    } catch (error) {
      const found = isTooDeep(error) ? new RecordError('the record is nested too deeply') : error;
      if (!(found instanceof RecordError)) throw error;
      const placed = place(
        found.at === undefined ? new RecordError(found.message, { at, column: found.column }, codeOf(found)) : found
      );
      if (!onBad) throw placed;
      onBad(placed);
    }
  };
  return { onRecord, withPlace, columns, exact, atMost };
}

/** Whether an error says that functions called each other too often: values are compared and shown by functions that follow their nesting. */
function isTooDeep(error: unknown): boolean {
  return error instanceof RangeError && /call stack/.test(error.message);
}

/** The code of an error that belongs to a record, and not to the file as a whole. */
function codeOf({ code }: RecordError): ErrorCode {
  return code === 'BAD_FILE' ? 'BAD_RECORD' : code;
}

/** Ends the reading. */
class Enough extends Error {}

export interface FirstRecords {
  rows: Row[];
  /** The line or row of the first of them; 0 if there are none. */
  at: number;
}

/**
 * The first records that `read` calls back with; the last of them ends the reading.
 *
 * @param isEnough - asked after each record.
 * @param isCutOff - whether what is read may end in the middle of a record, which is then no error.
 */
export async function firstRecordsOf(
  atMost: number,
  read: (onRecord: OnRecord) => Promise<unknown>,
  { isEnough = () => false, isCutOff = false }: { isEnough?: () => boolean; isCutOff?: boolean } = {}
): Promise<FirstRecords> {
  const found: FirstRecords = { rows: [], at: 0 };
  try {
    await read((row, at) => {
      if (found.rows.push(row) === 1) found.at = at;
      if (found.rows.length >= atMost || isEnough()) throw new Enough();
    });
  } catch (error) {
    if (!(error instanceof Enough || (isCutOff && found.rows.length > 0))) throw error;
  }
  return found;
}
