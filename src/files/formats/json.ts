// JSON documents: a list of records, or an object with such a list or with records by key. A file stays whole.

import type { FileBytes } from '../file-bytes';
import { rowsOfColumns } from '../json-columns';
import { recordOf } from '../json-record';
import { JsonRecords, type JsonText } from '../json-records';
import type { JsonPath, Layout } from '../layout';
import { decoded, tooLong } from '../lines';
import { RecordError } from '../record-error';
import type { RecordSink, Row } from '../record-sink';
import { TextPlace } from '../text-place';
import { notUtf8 } from '../utf8';
import type { Format, FormatReader } from './format';

export const json: Format = {
  title: 'JSON',
  extensions: ['json'],
  unit: 'line',
  compressed: true,
};

export const jsonReader: FormatReader = {
  read: (file, sink, _, layout?: Layout) => readDocuments(file, sink, layout?.json),
};

async function readDocuments(file: FileBytes, sink: RecordSink, json?: JsonPath): Promise<number> {
  let known: { bytes: Uint8Array | undefined; row: Row } = { bytes: undefined, row: {} };
  const records = new JsonRecords(json, (text) =>
    sink.withPlace(text.line, () => {
      const row = rowOf(text, sink.exact);
      if (json?.byColumns) {
        for (const one of rowsOfColumns(row)) sink.withPlace(text.line, () => sink.onRecord(one, text.line));
        return;
      }
      const bytes = records.evaluation;
      if (bytes !== known.bytes) known = { bytes, row: evaluationIn(bytes) };
      sink.onRecord(bytes ? { ...known.row, ...row } : row, text.line);
    })
  );
  let length = 0;
  for await (const bytes of file.stream()) {
    length += bytes.length;
    records.add(bytes);
  }
  const error = records.end();
  if (error)
    sink.withPlace(records.line, () => {
      throw error;
    });
  return length === 0 ? 0 : records.line;
}

/** The evaluation as a field of its own; none if it is no JSON, which is no fault of the records. */
function evaluationIn(bytes: Uint8Array | undefined): Row {
  try {
    return bytes ? { eval: JSON.parse(decoded(bytes) ?? '') } : {};
  } catch {
    return {};
  }
}

function rowOf({ bytes, line, column, key }: JsonText, exact: readonly string[]) {
  if (bytes === null) throw tooLong('the record', line);
  const value = decoded(bytes);
  if (value === null) throw notUtf8('the record', bytes, line, column);
  if (key === undefined) return placed(value, 0);
  const name = decoded(key);
  if (name === null) throw notUtf8('the key', key, line, column);
  const before = `{"key":${name},"value":`;
  return placed(`${before}${value}}`, before.length);

  /** @param before - how many characters do not stand in the file. */
  function placed(text: string, before: number) {
    try {
      return recordOf(text, exact);
    } catch (error) {
      if (!(error instanceof RecordError) || error.column === undefined) throw error;
      const place = new TextPlace();
      place.line = line;
      place.column = column;
      const found = place.within(value as string, Math.max(0, error.column - 1 - before));
      throw new RecordError(error.message, { at: found.line, column: found.column }, 'BAD_RECORD');
    }
  }
}
