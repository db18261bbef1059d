import type { Fault } from './fault';

export type Row = Record<string, unknown>;

/** What a format's reader is given. */
export interface Reading {
  onRecord(record: Row, at: number): void;
  /** Runs what reads one record, and gives its fault the place. */
  guard(at: number, read: () => void): void;
  columns: readonly string[] | undefined;
  /** Only the first record is wanted: formats that can read no more than that. */
  firstOnly: boolean;
  exact: readonly string[];
  onBad: ((fault: Fault) => void) | undefined;
}
