// The records of files as the command reads them: opened, cut into parts, and read part by part.

import { partsOf } from '../../src/files/inputs';
import type { Part } from '../../src/files/part';
import { readRecords } from '../../src/files/read-records';
import type { RecordError } from '../../src/files/record-error';
import type { ReadOptions, Row } from '../../src/files/record-sink';

export interface ReadInputs {
  parts: Part[];
  notices: string[];
  rows: Row[];
  /** The place of each record within its part. */
  places: number[];
  faults: RecordError[];
}

/** @param options - with `skip`, bad records are collected instead of thrown. */
export async function readInputs(
  names: readonly string[],
  { skip = false, ...options }: ReadOptions & { skip?: boolean } = {}
): Promise<ReadInputs> {
  const { parts, pipes, notices } = await partsOf(names);
  const read: ReadInputs = { parts, notices, rows: [], places: [], faults: [] };
  for (const part of parts) {
    await readRecords(
      part,
      (row, at) => {
        read.rows.push(row);
        read.places.push(at);
      },
      { ...options, standardInput: pipes.get(part.file), ...(skip ? { onBad: (error) => read.faults.push(error) } : {}) }
    );
  }
  return read;
}
