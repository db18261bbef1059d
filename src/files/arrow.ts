// Arrow IPC, as a file (Feather 2 included) or as a stream, batch by batch.

import { RecordBatchReader, Vector } from 'apache-arrow';
import { registerCodecs } from './arrow-codecs';
import { bytesOf, type Source } from './bytes';
import { Fault } from './fault';
import type { Part } from './part';
import type { Reading, Row } from './reading';

export async function readArrow(part: Part, reading: Reading, source: Source): Promise<number> {
  registerCodecs();
  let at = 0;
  let mine = false;
  try {
    const reader = await RecordBatchReader.from(bytesOf(part, 0, source));
    for await (const batch of reader) {
      const names = batch.schema.fields.map(({ name }) => name);
      const wanted = reading.columns ? names.filter((name) => reading.columns?.includes(name)) : names;
      const columns = wanted.map((name) => [name, batch.getChild(name)] as const);
      for (let i = 0; i < batch.numRows; i++) {
        at++;
        const row: Row = Object.fromEntries(columns.map(([name, column]) => [name, plain(column?.get(i))]));
        mine = true;
        reading.guard(at, () => reading.onRecord(row, at));
        mine = false;
      }
    }
  } catch (error) {
    // only what the reader throws speaks of the file
    if (mine || error instanceof Fault || (error as NodeJS.ErrnoException).syscall) throw error;
    throw new Fault(`not a whole Arrow file: ${(error as Error).message}`);
  }
  return at;
}

/** A list as an array; anything else as it is. */
function plain(value: unknown): unknown {
  return value instanceof Vector ? Array.from(value, plain) : value;
}
