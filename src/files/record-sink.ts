// What every reader of a format gives its records to, wherever the bytes come from.

import type { ErrorCode } from '../errors';
import { RecordError } from './record-error';

export type Row = Record<string, unknown>;

/** Called with a record and its line or row, from 1 within what is read. */
export type OnRecord = (record: Row, at: number) => void;

export interface ReadOptions {
  /** The columns that are used: formats that can leave the others unread do so. Absent: all. */
  columns?: readonly string[];
  /** The columns whose values are ids, which must not be rounded. */
  exact?: readonly string[];
  /** Whether only the first record is wanted; `onRecord` then stops the reading. */
  firstOnly?: boolean;
  /** Called for each record that cannot be read; without it the first such error is thrown. */
  onBad?: (error: RecordError) => void;
}

export interface RecordSink {
  onRecord: OnRecord;
  /** Runs what reads one record, and gives its error the place. */
  withPlace(at: number, read: () => void): void;
  columns: readonly string[] | undefined;
  /** Whether only the first record is wanted, so that a format need not read more if it can avoid that. */
  firstOnly: boolean;
  exact: readonly string[];
}

/** @param place - gives an error its place, where that is not simply a line or row of the file. */
export function recordSink(
  onRecord: OnRecord,
  { columns, exact = [], onBad, firstOnly = false }: ReadOptions,
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
  return { onRecord, withPlace, columns, exact, firstOnly };
}

/** Whether an error says that functions called each other too often: values are compared and shown by functions that follow their nesting. */
function isTooDeep(error: unknown): boolean {
  return error instanceof RangeError && /call stack/.test(error.message);
}

/** The code of an error that belongs to a record, and not to the file as a whole. */
function codeOf({ code }: RecordError): ErrorCode {
  return code === 'BAD_FILE' ? 'BAD_RECORD' : code;
}

class Found extends Error {
  constructor(readonly first: FirstRecord) {
    super();
  }
}

export interface FirstRecord {
  row: Row;
  /** The line or row of the record. */
  at: number;
}

/** The first record that `read` calls back with, which ends the reading; undefined if there is none. */
export async function firstRecordOf(read: (onRecord: OnRecord) => Promise<unknown>): Promise<FirstRecord | undefined> {
  try {
    await read((row, at) => {
      throw new Found({ row, at });
    });
  } catch (error) {
    if (error instanceof Found) return error.first;
    throw error;
  }
  return undefined;
}
