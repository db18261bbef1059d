// Parquet, by row groups.

import { type AsyncBuffer, parquetMetadataAsync, parquetReadObjects, type RowGroup } from 'hyparquet';
import { compressors } from 'hyparquet-compressors';
import type { Source } from './bytes';
import { Fault } from './fault';
import type { Part } from './part';
import { allOf, fileBuffer } from './random-access';
import type { Reading } from './reading';

/** The compressed bytes of each row group. */
export async function groupsOf(file: string): Promise<number[]> {
  const buffer = await fileBuffer(file);
  try {
    const { row_groups } = await metadataOf(buffer);
    return row_groups.map(groupBytes);
  } finally {
    await buffer.close();
  }
}

export async function readParquet(part: Part, reading: Reading, { standardInput, onBytes }: Source): Promise<number> {
  const file = part.file === '-' ? await allOf(standardInput) : await fileBuffer(part.file);
  try {
    const metadata = await metadataOf(file);
    const { from, to } = part.range ?? { from: 0, to: metadata.row_groups.length };
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
  } finally {
    await file.close();
  }
}

/** How many rows come before a row group. */
export async function rowsBefore(file: string, group: number): Promise<number> {
  const buffer = await fileBuffer(file);
  try {
    const { row_groups } = await metadataOf(buffer);
    return row_groups.slice(0, group).reduce((sum, { num_rows }) => sum + Number(num_rows), 0);
  } finally {
    await buffer.close();
  }
}

function groupBytes({ total_compressed_size, total_byte_size }: RowGroup): number {
  return Number(total_compressed_size ?? total_byte_size);
}

async function metadataOf(file: AsyncBuffer) {
  try {
    return await parquetMetadataAsync(file);
  } catch (error) {
    throw new Fault(`not a whole Parquet file: ${(error as Error).message}`);
  }
}
