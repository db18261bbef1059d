// Arrow IPC streams in and out: a table with a column for each vector, and the rest of the request in the query.

import { type Table, tableFromArrays, tableFromIPC, tableToIPC, type Vector } from 'apache-arrow';
import { registerCodecs } from '../files/arrow-codecs';
import { RequestError } from './request-error';
import type { Answer } from './routes';
import type { RouteName } from './schemas';

const REFERENCES = ['probs', 'weights', 'logProbs', 'logits'];
const LISTS = ['ns', 'fields', 'metrics'];
const NUMBERS = ['n', 'confidence', 'seed', 'resamples'];

/**
 * The request as JSON would hold it. A support has columns `rewards` and one of the references; a batch has them as lists, a row each; samples
 * have `prompt`, `reward`, `logProb` if they have one, and scores.
 *
 * @throws RequestError that names the column.
 */
export function readArrowBody(route: RouteName, bytes: Uint8Array, query: Record<string, string>): object {
  registerCodecs();
  const table = tableOf(bytes);
  const options = optionsOf(query);
  if (route === 'samples') return { prompts: promptsOf(table), ...options };
  const names = table.schema.fields.map(({ name }) => name);
  const unknown = names.find((name) => name !== 'rewards' && !REFERENCES.includes(name));
  if (unknown !== undefined) throw new RequestError(`${unknown} is not a column of this request`);
  if (!names.includes('rewards')) throw new RequestError('rewards is missing: the table has no such column');
  const needed = { batch: 'ns', curve: 'ns', metrics: 'n', policy: 'n' }[route];
  if (options[needed] === undefined) throw new RequestError(`${needed} is missing: give it in the query, ?${needed}=…`);
  const read = route === 'batch' ? lists : column;
  return { ...Object.fromEntries(names.map((name) => [name, read(table, name)])), ...options };
}

export function writeArrowBody(answer: Answer): Uint8Array<ArrayBuffer> {
  const bytes = tableToIPC(tableFromArrays(answer.columns() as Record<string, Float64Array>), 'stream');
  return bytes.byteLength === bytes.buffer.byteLength ? (bytes as Uint8Array<ArrayBuffer>) : bytes.slice();
}

function tableOf(bytes: Uint8Array): Table {
  try {
    const table = tableFromIPC(bytes);
    if (table.schema.fields.length > 0) return table;
  } catch (error) {
    throw new RequestError(`the body is not an Arrow IPC stream: ${(error as Error).message}`);
  }
  throw new RequestError('the body is not an Arrow IPC stream: it has no column');
}

function optionsOf(query: Record<string, string>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(query).map(([name, text]) => {
      if (LISTS.includes(name)) return [name, name === 'ns' ? text.split(',').map((x) => numberOf(name, x)) : text.split(',')];
      if (NUMBERS.includes(name)) return [name, numberOf(name, text)];
      if (name === 'ties') return [name, text];
      throw new RequestError(`${name} is not a parameter of this request`);
    })
  );
}

function numberOf(name: string, text: string): number {
  const value = text.trim() === '' ? Number.NaN : Number(text);
  if (Number.isNaN(value)) throw new RequestError(`${name} is ${JSON.stringify(text)}, expected a number`);
  return value;
}

/** A column of numbers; 64-bit floats are not copied. */
function column(table: Table, name: string): Float64Array | Float32Array {
  return numbersOf(table.getChild(name) as Vector, name);
}

function numbersOf(vector: Vector, name: string): Float64Array | Float32Array {
  if (vector.nullCount > 0) {
    const index = Array.from({ length: vector.length }, (_, i) => i).find((i) => !vector.isValid(i));
    throw new RequestError(`${name}[${index}] is null, expected a number`);
  }
  const values = vector.toArray();
  if (values instanceof Float64Array || values instanceof Float32Array) return values;
  if (ArrayBuffer.isView(values)) return Float64Array.from(values as unknown as ArrayLike<number | bigint>, Number);
  if (/^Bool/.test(String(vector.type))) return Float64Array.from(vector, Number);
  throw new RequestError(`${name} is a column of ${vector.type}, expected numbers`);
}

function lists(table: Table, name: string): (Float64Array | Float32Array)[] {
  const vector = table.getChild(name) as Vector;
  return Array.from({ length: vector.length }, (_, row) => {
    const list = vector.get(row);
    if (list === null || typeof list !== 'object' || !('toArray' in list))
      throw new RequestError(`${name}[${row}] is ${list}, expected a list of numbers`);
    return numbersOf(list as Vector, `${name}[${row}]`);
  });
}

/** Rows of samples as prompts, in the order of their first rows. */
function promptsOf(table: Table): object[] {
  const names = table.schema.fields.map(({ name }) => name);
  for (const name of ['prompt', 'reward']) {
    if (!names.includes(name)) throw new RequestError(`${name} is missing: the table has no such column`);
  }
  const ids = table.getChild('prompt') as Vector;
  const rows = new Map<unknown, number[]>();
  for (let i = 0; i < ids.length; i++) {
    const id = ids.get(i);
    if (id === null) throw new RequestError(`prompt[${i}] is null, expected an id`);
    const list = rows.get(id);
    if (list) list.push(i);
    else rows.set(id, [i]);
  }
  const columns = new Map(names.filter((name) => name !== 'prompt').map((name) => [name, column(table, name)]));
  const take = (name: string, at: number[]) => Float64Array.from(at, (i) => columns.get(name)?.[i] as number);
  const scores = names.filter((name) => !['prompt', 'reward', 'logProb'].includes(name));
  return [...rows.values()].map((at) => ({
    rewards: take('reward', at),
    ...(columns.has('logProb') ? { logProbs: take('logProb', at) } : {}),
    scores: Object.fromEntries(scores.map((name) => [name, take(name, at)])),
  }));
}
