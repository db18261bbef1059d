// What every reader of a format is given, whatever the bytes come from.

import { Fault } from './fault';

export type Row = Record<string, unknown>;

export type OnRecord = (record: Row, at: number) => void;

export interface ReadingOptions {
  /** The columns that are used; formats that can leave the others unread. Absent: all. */
  columns?: readonly string[];
  /** The columns whose values are ids, which must not be rounded. */
  exact?: readonly string[];
  /** Only the first record is wanted, and `onRecord` stops the reading. */
  firstOnly?: boolean;
  /** Called for each record that is not read; without it the first fault is thrown. */
  onBad?: (fault: Fault) => void;
}

/** What a format's reader is given. */
export interface Reading {
  onRecord: OnRecord;
  /** Runs what reads one record, and gives its fault the place. */
  guard(at: number, read: () => void): void;
  columns: readonly string[] | undefined;
  /** Only the first record is wanted: formats that can read no more than that. */
  firstOnly: boolean;
  exact: readonly string[];
}

export function readingOf(onRecord: OnRecord, { columns, exact = [], onBad, firstOnly = false }: ReadingOptions): Reading {
  const guard = (at: number, read: () => void) => {
    try {
      read();
    } catch (error) {
      if (!(error instanceof Fault)) throw error;
      const placed = error.at === undefined ? new Fault(error.message, at, error.column) : error;
      if (!onBad) throw placed;
      onBad(placed);
    }
  };
  return { onRecord, guard, columns, exact, firstOnly };
}
