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
export function readArrowBody(route: Route, bytes: Uint8Array, query: Query): object {
  const { columns } = route;
  // the service refuses it before
  if (columns === undefined) throw new RequestError('this route takes JSON only');
  // before the table is decoded, which takes longer
  const given = readOptions(route, query);
  const table = readTable(bytes);
  checkColumns(table.names, columns);
  return { ...columns.read(table), ...given };
}

export function writeArrowBody(columns: AnswerColumns): Uint8Array<ArrayBuffer> {
  const bytes = tableToIPC(tableFromArrays(columns as Record<string, Float64Array>), 'stream');
  return bytes.byteLength === bytes.buffer.byteLength ? (bytes as Uint8Array<ArrayBuffer>) : bytes.slice();
}

function checkColumns(names: readonly string[], { required, optional }: RequestColumns): void {
  const unknown = optional && names.find((name) => !required.includes(name) && !optional.includes(name));
  if (unknown !== undefined) throw new RequestError(`${unknown} is not a column of this request`);
  const repeated = names.find((name, i) => names.indexOf(name) < i);
  if (repeated !== undefined) throw new RequestError(`${repeated} is the name of more than one column`);
  const missing = required.find((name) => !names.includes(name));
  if (missing !== undefined) throw new RequestError(`${missing} is missing: the table has no such column`);
}
