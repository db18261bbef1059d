// The records of a part, whatever its format.

import type { Source } from './bytes';
import { readCsv } from './csv';
import { readJsonl } from './jsonl';
import type { Part } from './part';
import { type OnRecord, type ReadingOptions, readingOf } from './reading';

/**
 * Calls back for every record with its place: the line, or the row, from 1 within the part. Returns how many lines or rows there are.
 *
 * @throws Fault at the first record that is malformed or that `onRecord` throws a Fault for, unless `onBad` takes it.
 */
export async function readRecords(
  part: Part,
  onRecord: OnRecord,
  { columns, exact, onBad, firstOnly, ...source }: ReadingOptions & Source = {}
): Promise<number> {
  const reading = readingOf(onRecord, { columns, exact, onBad, firstOnly });
  if (part.format === 'jsonl') return readJsonl(part, reading, source);
  if (part.format === 'parquet') return (await import('./parquet')).readParquet(part, reading, source);
  if (part.format === 'arrow') return (await import('./arrow')).readArrow(part, reading, source);
  return readCsv(part, reading, source);
}
