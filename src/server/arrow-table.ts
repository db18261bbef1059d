// The table of an Arrow request: its columns, read as numbers, lists and ids.

import { ArrowDamage, Budget } from '../files/arrow/damage';
import { readIpc } from '../files/arrow/ipc';
import type { ArrayData, Batch } from '../files/arrow/layout';
import { numbersOf } from '../files/arrow/numbers';
import { type Field, typeName } from '../files/arrow/schema';
import type { Getter } from '../files/arrow/types';
import { offsetsOf, validityOf, valuesOf } from '../files/arrow/values';
import { RecordError } from '../files/record-error';
import type { Doubles } from '../input/numbers';
import { idIn } from '../sample-files/values';
import { MAX_COLUMNS, MAX_ROWS, MAX_TABLE_HEAP_BYTES } from './limits';
import { RequestError } from './request-error';
import { checkCounts } from './request-limits';
import type { RequestTable } from './routes/route';

/** What a table may unfold to: its buffers, and the copies of its values. Bodies of the default size have room to grow fourfold. */
const MIN_TABLE_BYTES = 2 ** 28;

/** @throws RequestError if the bytes are not an Arrow IPC stream with at least one column. */
export function readTable(bytes: Uint8Array): RequestTable {
  const budget = new Budget(Math.max(MIN_TABLE_BYTES, 4 * bytes.length), MAX_TABLE_HEAP_BYTES);
  const { names, columnOf } = refused(() => batchesOf(bytes, budget));
  return {
    names,
    numbers: (name) => refused(() => numbersIn(columnOf(name), name, budget)),
    lists: (name) => refused(() => listsOf(columnOf(name), name, budget)),
    eachId: (name, visit) =>
      refused(() =>
        visitTexts(columnOf(name), name, budget, (text, row) => {
          if (text === null) throw new RequestError(`${name}[${row}] is null, expected an id`, row);
          visit(text, row);
        })
      ),
    eachText: (name, visit) => refused(() => visitTexts(columnOf(name), name, budget, visit)),
  };
}

/** The pieces of each column, one from each batch. */
function batchesOf(bytes: Uint8Array, budget: Budget) {
  const steps = readIpc(() => budget);
  let [at, fields]: [number, Field[]] = [0, []];
  const batches: Batch[] = [];
  for (let step = steps.next(); !step.done; ) {
    const { value } = step;
    if (typeof value === 'number') {
      step = steps.next(bytes.subarray(at, at + value));
      at = Math.min(at + value, bytes.length);
    } else {
      if (Array.isArray(value)) {
        fields = value;
        checkCounts([{ what: 'columns', count: fields.length, limit: MAX_COLUMNS }]);
      } else batches.push(value);
      step = steps.next();
    }
  }
  const names = fields.map(({ name }) => name);
  if (names.length === 0) throw new ArrowDamage('it has no column');
  const twice = names.find((name, i) => names.indexOf(name) !== i);
  if (twice !== undefined) throw new RequestError(`two columns are called ${JSON.stringify(twice)}`);
  return { names, columnOf: (name: string) => batches.map(({ columns }) => columns[names.indexOf(name)]) };
}

function numbersIn(pieces: readonly ArrayData[], name: string, budget: Budget): Doubles {
  let before = 0;
  const parts = pieces.map((data) => {
    const numbers = numbersOf(data, budget);
    const isNull = nullsOf(data, budget);
    for (let i = 0; isNull && i < data.length; i++) {
      if (isNull(i)) throw new RequestError(`${name}[${before + i}] is null, expected a number`, before + i);
    }
    before += data.length;
    return numbers;
  });
  if (parts.length === 1) return parts[0];
  budget.spend(8 * before);
  const joined = new Float64Array(before);
  let at = 0;
  for (const part of parts) {
    joined.set(part, at);
    at += part.length;
  }
  return joined;
}

/** Whether the value at an index is null; undefined if none is. */
function nullsOf(data: ArrayData, budget: Budget): ((i: number) => boolean) | undefined {
  if (data.field.dictionary) {
    const get = valuesOf(data, false, budget);
    return (i) => get(i) === null;
  }
  const isValid = validityOf(data);
  return isValid && ((i) => !isValid(i));
}

function listsOf(pieces: readonly ArrayData[], name: string, budget: Budget): Doubles[] {
  const count = pieces.reduce((sum, { length }) => sum + length, 0);
  checkCounts([{ what: 'rows', count, limit: MAX_ROWS }]);
  const lists: Doubles[] = [];
  for (const data of pieces) {
    const { type, children, dictionary } = data.field;
    if (type.use !== 'list' || children[0].type.use !== 'number' || dictionary)
      throw new RequestError(`${name} is a column of ${typeName(data.field)}, expected lists of numbers`);
    const [values] = data.children;
    const offsets = offsetsOf(data, values.length);
    const numbers = numbersOf(values, budget);
    const [isNull, isValueNull] = [nullsOf(data, budget), nullsOf(values, budget)];
    for (let i = 0; i < data.length; i++) {
      const row = lists.length;
      if (isNull?.(i)) throw new RequestError(`${name}[${row}] is null, expected a list of numbers`, row);
      const [from, to] = [offsets[i], offsets[i + 1]];
      for (let at = from; isValueNull && at < to; at++) {
        if (isValueNull(at)) throw new RequestError(`${name}[${row}][${at - from}] is null, expected a number`, row);
      }
      lists.push(numbers.subarray(from, to));
    }
  }
  return lists;
}

/** Visits values one after another as texts, as ids in files are too; all of them together could take more than the heap has. */
function visitTexts(
  pieces: readonly ArrayData[],
  name: string,
  budget: Budget,
  visit: (text: string | null, row: number) => void
): void {
  let before = 0;
  for (const data of pieces) {
    const get = valuesOf(data, true, budget);
    for (let i = 0; i < data.length; i++) {
      const row = before + i;
      visit(
        budget.passing(() => textAt(get, i, name, row)),
        row
      );
    }
    before += data.length;
  }
}

function textAt(get: Getter, i: number, name: string, row: number): string | null {
  try {
    const value = get(i);
    return typeof value === 'string' || value === null ? value : idIn({ [name]: value }, name);
  } catch (error) {
    throw error instanceof RecordError ? new RequestError(`${name}[${row}]: ${error.message}`, row) : error;
  }
}

/** Runs what reads the table; its errors become those of the request. */
function refused<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof ArrowDamage) throw new RequestError(`the body is not an Arrow IPC stream: ${error.message}`);
    if (error instanceof RecordError) throw new RequestError(error.message);
    throw error;
  }
}
