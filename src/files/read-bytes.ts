// The records of a file whose bytes are at hand, whatever its format and its compression.

import type { FileBytes, Host } from './file-bytes';
import type { FileFormat } from './format-of';
import type { Range } from './formats/format';
import { READERS } from './formats/index';
import { readZip } from './read-zip';
import { type OnRecord, type ReadOptions, recordSink } from './record-sink';

/**
 * Calls back for every record with its place: the line, or the row, from 1 within the range. Returns how many lines or rows there are.
 *
 * @throws RecordError at the first record that is malformed or that `onRecord` throws a RecordError for, unless `onBad` takes it.
 */
export async function readBytes(
  bytes: FileBytes,
  host: Host,
  format: FileFormat & { range?: Range },
  onRecord: OnRecord,
  options: ReadOptions = {}
): Promise<number> {
  if (format.compression === 'zip') return readZip(await bytes.open(), host, onRecord, options);
  const reader = READERS[format.format];
  const sink = recordSink(onRecord, options);
  const { fast } = options;
  return fast && reader.readColumns
    ? reader.readColumns(bytes, sink, fast, format.range, format)
    : reader.read(bytes, sink, format.range, format);
}
