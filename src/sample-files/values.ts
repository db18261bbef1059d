// Numbers and ids as they stand in files.

import { RecordError } from '../files/record-error';
import type { Row } from '../files/record-sink';
import { showJson, withDigits } from '../format/value';

/**
 * A column's value as a finite number; true and false are 1 and 0.
 *
 * @throws RecordError naming the column and the value.
 */
export function numberIn(row: Row, name: string): number {
  return numberOf(valueIn(row, name), name);
}

/** Infinities as other languages print them; `Number` does not read these. */
const INFINITIES: Record<string, number> = {
  inf: Infinity,
  '+inf': Infinity,
  '-inf': -Infinity,
  infinity: Infinity,
  '-infinity': -Infinity,
};

/** A value as a number that may be infinite: a reward of a support, or a logarithm. Neither true nor false is one. */
export function extendedNumberIn(row: Row, name: string): number {
  const value = valueIn(row, name);
  if (typeof value === 'number' && !Number.isNaN(value)) return value;
  if (typeof value === 'bigint') return Number(value);
  if (typeof value === 'string') {
    const infinity = INFINITIES[value.trim().toLowerCase()];
    if (infinity !== undefined) return infinity;
    const number = Number(value);
    if (value.trim() !== '' && !Number.isNaN(number)) return number;
  }
  throw new RecordError(`${name} is ${showJson(value)}, expected a number`);
}

/** @throws RecordError that names the columns there are, if this is none of them. */
export function valueIn(row: Row, name: string): unknown {
  if (Object.hasOwn(row, name)) return row[name];
  throw noColumn(name, row);
}

/** What is wrong with a record that lacks a column. */
export function noColumn(name: string, row: Row): RecordError {
  const columns = Object.keys(row).join(', ');
  return new RecordError(`there is no column ${JSON.stringify(name)}; the columns are ${columns}`, {}, 'UNKNOWN_COLUMNS');
}

/** The numbers of a list; an error names the place in it: `scores[3] is null`. */
export function numbersIn(row: Row, name: string): number[] {
  const list = valueIn(row, name);
  if (!isList(list)) throw new RecordError(`${name} is ${showJson(list)}, expected a list, as in the first record`);
  return Array.from(list, (value, i) => numberOf(value, `${name}[${i}]`));
}

function numberOf(value: unknown, name: string): number {
  if (typeof value === 'number' && Number.isFinite(value)) return value;
  if (typeof value === 'boolean') return value ? 1 : 0;
  if (typeof value === 'bigint') return Number(value);
  if (typeof value === 'string') {
    const text = value.trim().toLowerCase();
    if (text === 'true') return 1;
    if (text === 'false') return 0;
    const number = Number(text);
    if (text !== '' && Number.isFinite(number)) return number;
  }
  throw new RecordError(`${name} is ${showJson(value)}, expected a finite number, true or false`);
}

/** A value as an id, every digit kept. Values of any type with the same text are the same id. */
export function idIn(row: Row, name: string): string {
  const value = valueIn(row, name);
  if (typeof value === 'string') return value;
  if (value === undefined || value === null || (typeof value === 'number' && !Number.isFinite(value))) {
    throw new RecordError(`${name} is ${showJson(value)}, expected an id`);
  }
  return (typeof value === 'object' ? withDigits(value) : undefined) ?? String(value);
}

function isList(value: unknown): value is ArrayLike<unknown> {
  return Array.isArray(value) || (ArrayBuffer.isView(value) && !(value instanceof DataView));
}
