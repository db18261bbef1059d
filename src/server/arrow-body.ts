// Arrow IPC streams in and out: vectors are the columns of a table; the query of the URL has the rest of a request.

import { type Table, tableFromArrays, tableFromIPC, tableToIPC, type Vector } from 'apache-arrow';
import { messageOf } from '../errors';
import { registerCodecs } from '../files/arrow-codecs';
import { RequestError } from './request-error';
import { ROUTES } from './routes/index';
import type { AnswerColumns, Query, RequestColumns, RequestTable, Route, Schema } from './routes/route';

/** The options of all routes; a route ignores those of the others. */
const OPTIONS: Record<string, Schema> = Object.assign({}, ...Object.values(ROUTES).map(({ options }) => options));

/**
 * Reads an Arrow request into the object that a JSON request would hold.
 *
 * @throws RequestError that names the column or the option.
 */
export function readArrowBody({ columns, options, required }: Route, bytes: Uint8Array, query: Query): object {
  registerCodecs();
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

function readTable(bytes: Uint8Array): RequestTable {
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

function checkColumns(names: readonly string[], { required, optional }: RequestColumns): void {
  const unknown = optional && names.find((name) => !required.includes(name) && !optional.includes(name));
  if (unknown !== undefined) throw new RequestError(`${unknown} is not a column of this request`);
  const missing = required.find((name) => !names.includes(name));
  if (missing !== undefined) throw new RequestError(`${missing} is missing: the table has no such column`);
}

function readOptions(query: Query): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(query).map(([name, text]) => {
      if (!Object.hasOwn(OPTIONS, name)) throw new RequestError(`${name} is not a parameter of this request`);
      if (typeof text !== 'string') throw new RequestError(`${name} is given more than once`);
      return [name, readOption(OPTIONS[name], name, text)];
    })
  );
}

/** Reads the text of an option as its schema says: a list, with commas between its entries, a text or a number. */
function readOption({ type, items }: Schema, name: string, text: string): unknown {
  if (type === 'array' && items) return text.split(',').map((entry) => readOption(items, name, entry));
  return type === 'string' ? text : readNumber(name, text);
}

function readNumber(name: string, text: string): number {
  const value = text.trim() === '' ? Number.NaN : Number(text);
  if (Number.isNaN(value)) throw new RequestError(`${name} is ${JSON.stringify(text)}, expected a number`);
  return value;
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
