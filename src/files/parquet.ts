// Parquet, by row groups.

import type { Source } from './bytes';
import { groupBytes, metadataOf, readRows } from './parquet-rows';
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
    return await readRows(file, reading, part.range, onBytes);
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
