// The rows of a Parquet file, wherever its bytes are.

import { type AsyncBuffer, type FileMetaData, parquetMetadataAsync, parquetReadObjects, type RowGroup } from 'hyparquet';
import { compressors } from 'hyparquet-compressors';
import { Fault } from './fault';
import type { Reading } from './reading';

/** Reads row groups `from` to `to`, which is left out; all by default. Returns how many rows there are. */
export async function readRows(
  file: AsyncBuffer,
  reading: Reading,
  range?: { from: number; to: number },
  onBytes?: (read: number) => void
): Promise<number> {
  const metadata = await metadataOf(file);
  const { from, to } = range ?? { from: 0, to: metadata.row_groups.length };
  const sizes = metadata.row_groups.map(({ num_rows }) => Number(num_rows));
  const known = new Set(metadata.schema.slice(1).map(({ name }) => name));
  const columns = reading.columns?.filter((name) => known.has(name));
  const start = sizes.slice(0, from).reduce((a, b) => a + b, 0);
  let rowStart = start;
  let read = 0;
  for (let group = from; group < to; group++) {
    const rowEnd = rowStart + sizes[group];
    const wanted = reading.firstOnly ? Math.min(rowStart + 1, rowEnd) : rowEnd;
    const rows = await parquetReadObjects({ file, metadata, columns, rowStart, rowEnd: wanted, compressors });
    for (const [i, row] of rows.entries()) {
      // rows are numbered within the part, as lines are
      const at = rowStart - start + i + 1;
      reading.guard(at, () => reading.onRecord(row, at));
    }
    rowStart = rowEnd;
    read += groupBytes(metadata.row_groups[group]);
    onBytes?.(read);
  }
  return rowStart - start;
}

export function groupBytes({ total_compressed_size, total_byte_size }: RowGroup): number {
  return Number(total_compressed_size ?? total_byte_size);
}

export async function metadataOf(file: AsyncBuffer): Promise<FileMetaData> {
  try {
    return await parquetMetadataAsync(file);
  } catch (error) {
    throw new Fault(`not a whole Parquet file: ${(error as Error).message}`);
  }
}
