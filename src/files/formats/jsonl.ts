// JSON lines: an object on every line.

import type { FileBytes } from '../file-bytes';
import { recordOf } from '../json-record';
import { linesBefore, readLines } from '../lines';
import { RecordError } from '../record-error';
import type { RecordSink } from '../record-sink';
import { LineScanner } from '../scanner/line-scanner';
import { scanLines } from '../scanner/scan-lines';
import type { Format, FormatReader, Slice } from './format';

export const jsonl: Format = {
  title: 'JSON lines',
  extensions: ['jsonl', 'ndjson', 'jsonlines'],
  unit: 'line',
  compressed: true,
};

export const jsonlReader: FormatReader = {
  read: (file, sink, range) => readLines(file, recordsTo(sink), range),
  readColumns: (file, sink, fast, range) =>
    LineScanner.canRead(fast.wanted) ? scanLines(file, fast, recordsTo(sink), range) : readLines(file, recordsTo(sink), range),
  cut,
  lengthBefore: linesBefore,
};

/** Gives the record of each line to a sink. */
function recordsTo(sink: RecordSink): (line: string | RecordError, at: number) => void {
  return (line, at) => {
    if (typeof line === 'string' && line.trim() === '') return;
    sink.withPlace(at, () => {
      if (line instanceof RecordError) throw line;
      sink.onRecord(recordOf(line, sink.exact), at);
    });
  };
}

/** Cuts anywhere: a line belongs to the slice that its first byte lies in (see `readLines`). */
async function cut(_: FileBytes, size: number, sliceBytes: number): Promise<Slice[]> {
  const slices: Slice[] = [];
  for (let from = 0; from < size; from += sliceBytes) {
    const to = Math.min(from + sliceBytes, size);
    slices.push({ range: { from, to }, bytes: to - from });
  }
  return slices;
}
