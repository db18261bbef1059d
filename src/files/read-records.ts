// The records of a part, whatever its format.

import { bytesOf, type Source } from './bytes';
import type { OnBatch, WantedColumn } from './columns';
import { READERS } from './formats/index';
import type { Part } from './part';
import { readZip } from './read-zip';
import { RecordError } from './record-error';
import { type OnRecord, type ReadOptions, type Row, recordSink } from './record-sink';

/** The columns that are wanted where plain records need no object each, and what is called with batches of them. */
export interface FastColumns {
  wanted: readonly WantedColumn[];
  onBatch: OnBatch;
}

/**
 * Calls back for every record with its place: the line, or the row, from 1 within the part. Returns how many lines or rows there are. With `fast`, a
 * format that has a fast way calls back with batches of plain records instead, in the order of the file.
 *
 * @throws RecordError at the first record that is malformed or that `onRecord` throws a RecordError for, unless `onBad` takes it; and if the file
 *   changed since it was cut.
 */
export async function readRecords(
  part: Part,
  onRecord: OnRecord,
  { columns, exact, onBad, atMost, fast, ...source }: ReadOptions & Source & { fast?: FastColumns } = {}
): Promise<number> {
  const { folderColumns } = part;
  const onEach = folderColumns ? (row: Row, at: number) => onRecord({ ...folderColumns, ...row }, at) : onRecord;
  const wanted = columns?.filter((name) => !folderColumns || !Object.hasOwn(folderColumns, name));
  const options = { columns: wanted, exact, onBad, atMost };
  const bytes = bytesOf(part, source);
  const reader = READERS[part.format];
  // a column that the folders tell is in no batch
  const isFast = fast?.wanted.every(({ name }) => !folderColumns || !Object.hasOwn(folderColumns, name));
  try {
    const length =
      part.compression === 'zip'
        ? await readZip(await bytes.open(), onEach, options)
        : fast && isFast && reader.readColumns
          ? await reader.readColumns(bytes, recordSink(onEach, options), fast.wanted, fast.onBatch, part.range, part)
          : await reader.read(bytes, recordSink(onEach, options), part.range, part);
    await bytes.checkUnchanged();
    return length;
  } catch (error) {
    // what looks like damage may come from a change
    if (error instanceof RecordError) await bytes.checkUnchanged();
    throw error;
  }
}
