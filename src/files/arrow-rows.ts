// The rows of Arrow IPC, batch by batch.

import { RecordBatchReader, Vector } from 'apache-arrow';
import { messageOf } from '../errors';
import { registerCodecs } from './arrow-codecs';
import type { FileBytes } from './file-bytes';
import { RecordError } from './record-error';
import type { RecordSink, Row } from './record-sink';

/** Gives the rows to the sink; returns how many there are. */
export async function readArrow(file: FileBytes, sink: RecordSink): Promise<number> {
  registerCodecs();
  let at = 0;
  let inSink = false;
  try {
    const reader = await RecordBatchReader.from(file.stream());
    for await (const batch of reader) {
      const names = batch.schema.fields.map(({ name }) => name);
      const wanted = sink.columns ? names.filter((name) => sink.columns?.includes(name)) : names;
      const columns = wanted.map((name) => [name, batch.getChild(name)] as const);
      for (let i = 0; i < batch.numRows; i++) {
        at++;
        const row: Row = Object.fromEntries(columns.map(([name, column]) => [name, plain(column?.get(i))]));
        inSink = true;
        sink.withPlace(at, () => sink.onRecord(row, at));
        inSink = false;
      }
    }
  } catch (error) {
    // only errors of the reader itself say that the format is wrong, not those of the sink, of the stream or of the disk
    if (inSink || error instanceof RecordError || (error as NodeJS.ErrnoException).syscall) throw error;
    throw new RecordError(`not a whole Arrow file: ${messageOf(error)}`);
  }
  return at;
}

/** A list as an array; anything else as it is. */
function plain(value: unknown): unknown {
  return value instanceof Vector ? Array.from(value, plain) : value;
}
