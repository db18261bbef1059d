// The table of an Arrow request: its columns, read as numbers, lists and ids.

import { type Table, tableFromIPC, type Vector } from 'apache-arrow';
import { messageOf } from '../errors';
import { registerCodecs } from '../files/arrow-codecs';
import { RequestError } from './request-error';
import type { RequestTable } from './routes/route';

/** @throws RequestError if the bytes are not an Arrow IPC stream with at least one column. */
export function readTable(bytes: Uint8Array): RequestTable {
  registerCodecs();
  const table = decodeTable(bytes);
  const columnOf = (name: string) => table.getChild(name) as Vector;
  return {
    names: table.schema.fields.map(({ name }) => name),
    numbers: (name) => numbersOf(columnOf(name), name),
    lists: (name) => listsOf(columnOf(name), name),
    ids: (name) => idsOf(columnOf(name), name),
  };
}

function decodeTable(bytes: Uint8Array): Table {
  try {
    const table = tableFromIPC(bytes);
    if (table.schema.fields.length > 0) return table;
  } catch (error) {
    throw new RequestError(`the body is not an Arrow IPC stream: ${messageOf(error)}`);
  }
  throw new RequestError('the body is not an Arrow IPC stream: it has no column');
}

function numbersOf(vector: Vector, name: string): Float64Array | Float32Array {
  if (vector.nullCount > 0) {
    const index = Array.from({ length: vector.length }, (_, i) => i).find((i) => !vector.isValid(i));
    throw new RequestError(`${name}[${index}] is null, expected a number`, index);
  }
  const values = vector.toArray();
  if (values instanceof Float64Array || values instanceof Float32Array) return values;
  if (ArrayBuffer.isView(values)) return Float64Array.from(values as unknown as ArrayLike<number | bigint>, Number);
  if (/^Bool/.test(String(vector.type))) return Float64Array.from(vector, Number);
  throw new RequestError(`${name} is a column of ${vector.type}, expected numbers`);
}

function listsOf(vector: Vector, name: string): (Float64Array | Float32Array)[] {
  return Array.from({ length: vector.length }, (_, row) => {
    const list = vector.get(row);
    if (list === null || typeof list !== 'object' || !('toArray' in list))
      throw new RequestError(`${name}[${row}] is ${list}, expected a list of numbers`, row);
    return numbersOf(list as Vector, `${name}[${row}]`);
  });
}

function idsOf(vector: Vector, name: string): unknown[] {
  return Array.from({ length: vector.length }, (_, row) => {
    const id: unknown = vector.get(row);
    if (id === null) throw new RequestError(`${name}[${row}] is null, expected an id`, row);
    return id;
  });
}
