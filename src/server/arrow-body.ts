// Arrow IPC streams in and out: vectors are the columns of a table; the query of the URL has the rest of a request.

import { tableFromArrays, tableToIPC } from 'apache-arrow';
import { readTable } from './arrow-table';
import { readOptions } from './query-options';
import { RequestError } from './request-error';
import type { AnswerColumns, Query, RequestColumns, Route } from './routes/route';

/**
 * Reads an Arrow request into the object that a JSON request would hold.
 *
 * @throws RequestError that names the column or the option.
 */
export function readArrowBody({ columns, options, required }: Route, bytes: Uint8Array, query: Query): object {
  const table = readTable(bytes);
  const given = readOptions(query);
  checkColumns(table.names, columns);
  for (const name of required) {
    if (name in options && given[name] === undefined)
      throw new RequestError(`${name} is missing: give it in the query, ?${name}=…`);
  }
  return { ...columns.read(table), ...given };
}

export function writeArrowBody(columns: AnswerColumns): Uint8Array<ArrayBuffer> {
  const bytes = tableToIPC(tableFromArrays(columns as Record<string, Float64Array>), 'stream');
  return bytes.byteLength === bytes.buffer.byteLength ? (bytes as Uint8Array<ArrayBuffer>) : bytes.slice();
}

function checkColumns(names: readonly string[], { required, optional }: RequestColumns): void {
  const unknown = optional && names.find((name) => !required.includes(name) && !optional.includes(name));
  if (unknown !== undefined) throw new RequestError(`${unknown} is not a column of this request`);
  const missing = required.find((name) => !names.includes(name));
  if (missing !== undefined) throw new RequestError(`${missing} is missing: the table has no such column`);
}
