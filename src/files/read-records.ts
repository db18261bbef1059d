// The records of a part, whatever its format.

import { bytesOf, type Source } from './bytes';
import { NODE_HOST } from './codecs/host';
import type { Part } from './part';
import { readBytes } from './read-bytes';
import { RecordError } from './record-error';
import type { OnRecord, ReadOptions, Row } from './record-sink';

/**
 * Calls back for every record with its place: the line, or the row, from 1 within the part. Returns how many lines or rows there are.
 *
 * @throws RecordError at the first record that is malformed or that `onRecord` throws a RecordError for, unless `onBad` takes it; and if the file
 *   changed since it was cut.
 */
export async function readRecords(
  part: Part,
  onRecord: OnRecord,
  { columns, exact, onBad, atMost, fast, ...source }: ReadOptions & Source = {}
): Promise<number> {
  const { folderColumns } = part;
  const onEach = folderColumns ? (row: Row, at: number) => onRecord({ ...folderColumns, ...row }, at) : onRecord;
  const isInFile = (name: string) => !folderColumns || !Object.hasOwn(folderColumns, name);
  const isFast = fast?.wanted.every(({ name }) => isInFile(name));
  const options = { columns: columns?.filter(isInFile), exact, onBad, atMost, fast: isFast ? fast : undefined };
  const bytes = bytesOf(part, source);
  try {
    const length = await readBytes(bytes, NODE_HOST, part, onEach, options);
    await bytes.checkUnchanged();
    return length;
  } catch (error) {
    // what looks like damage may come from a change
    if (error instanceof RecordError) await bytes.checkUnchanged();
    throw error;
  }
}
