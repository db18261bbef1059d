// What the scanner is told of a table of CSV, and what it says of a scan.

import type { ColumnBatch } from '../columns';

/** What a scan has read. */
export interface Scanned {
  /** Why it ends: one of the reasons of assembly/scanner/layout.ts. */
  stop: number;
  /** Where it has come to: the beginning of a line or, of CSV, of a record. */
  position: number;
  /** The lines up to there; of CSV also those up to the end of the last row. */
  lines: number;
  rowLines: number;
  batch: ColumnBatch;
}

/** A field of the records of CSV, in the order of the file. */
export interface Field {
  /** The index of the wanted column that it is; absent if nobody wants it. */
  column?: number;
  /** Whether its numbers have a comma before the decimals. */
  decimalComma?: boolean;
}
