// The records of a part, whatever its format.

import type { Source } from './bytes';
import { readCsv } from './csv';
import { Fault } from './fault';
import { readJsonl } from './jsonl';
import type { Part } from './part';
import type { Reading, Row } from './reading';

export interface ReadOptions extends Source {
  /** The columns that are used; formats that can leave the others unread. Absent: all. */
  columns?: readonly string[];
  /** The columns whose values are ids, which must not be rounded. */
  exact?: readonly string[];
  /** Only the first record is wanted, and `onRecord` stops the reading. */
  firstOnly?: boolean;
  /** Called for each record that is not read; without it the first fault is thrown. */
  onBad?: (fault: Fault) => void;
}

/**
 * Calls back for every record with its place: the line, or the row, from 1 within the part. Returns how many lines or rows there are.
 *
 * @throws Fault at the first record that is malformed or that `onRecord` throws a Fault for, unless `onBad` takes it.
 */
export async function readRecords(
  part: Part,
  onRecord: (record: Row, at: number) => void,
  { columns, exact = [], onBad, firstOnly = false, ...source }: ReadOptions = {}
): Promise<number> {
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
  const reading: Reading = { onRecord, guard, columns, exact, onBad, firstOnly };
  if (part.format === 'jsonl') return readJsonl(part, reading, source);
  if (part.format === 'parquet') return (await import('./parquet')).readParquet(part, reading, source);
  if (part.format === 'arrow') return (await import('./arrow')).readArrow(part, reading, source);
  return readCsv(part, reading, source);
}
