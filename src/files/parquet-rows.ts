// The rows of a Parquet file, wherever its bytes are.

import { type AsyncBuffer, type FileMetaData, parquetMetadataAsync, parquetReadObjects, type RowGroup } from 'hyparquet';
import { compressors } from 'hyparquet-compressors';
import { messageOf } from '../errors';
import type { Range } from './formats/format';
import { RecordError } from './record-error';
import type { RecordSink } from './record-sink';

/** Reads a range of row groups, by default all. Returns how many rows there are. */
export async function readRows(
  file: AsyncBuffer,
  sink: RecordSink,
  range?: Range,
  onBytes?: (read: number) => void
): Promise<number> {
  const metadata = await metadataOf(file);
  const { from, to } = range ?? { from: 0, to: metadata.row_groups.length };
  const sizes = metadata.row_groups.map(({ num_rows }) => Number(num_rows));
  const known = new Set(metadata.schema.slice(1).map(({ name }) => name));
  const columns = sink.columns?.filter((name) => known.has(name));
  const start = sizes.slice(0, from).reduce((a, b) => a + b, 0);
  let rowStart = start;
  let read = 0;
  for (let group = from; group < to; group++) {
    const rowEnd = rowStart + sizes[group];
    const wanted = sink.firstOnly ? Math.min(rowStart + 1, rowEnd) : rowEnd;
    const rows = await parquetReadObjects({ file, metadata, columns, rowStart, rowEnd: wanted, compressors });
    for (const [i, row] of rows.entries()) {
      // rows are numbered within the part, as lines are
      const at = rowStart - start + i + 1;
      sink.withPlace(at, () => sink.onRecord(row, at));
    }
    rowStart = rowEnd;
    read += groupBytes(metadata.row_groups[group]);
    onBytes?.(read);
  }
  return rowStart - start;
}

/** The compressed bytes of a row group. */
export function groupBytes({ total_compressed_size, total_byte_size }: RowGroup): number {
  return Number(total_compressed_size ?? total_byte_size);
}

/** @throws RecordError if the file is cut short, or is not Parquet. */
export async function metadataOf(file: AsyncBuffer): Promise<FileMetaData> {
  try {
    return await parquetMetadataAsync(file);
  } catch (error) {
    throw new RecordError(`not a whole Parquet file: ${messageOf(error)}`);
  }
}
