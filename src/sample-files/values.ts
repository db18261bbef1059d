// Numbers and ids as they stand in files.

import { Fault } from '../files/fault';
import type { Row } from '../files/reading';

/**
 * A column's value as a finite number; true and false are 1 and 0.
 *
 * @throws Fault naming the column and the value.
 */
export function numberIn(row: Row, name: string): number {
  return numberOf(valueIn(row, name), name);
}

/** What `Number` does not read, as other languages print it. */
const INFINITIES: Record<string, number> = {
  inf: Infinity,
  '+inf': Infinity,
  '-inf': -Infinity,
  infinity: Infinity,
  '-infinity': -Infinity,
};

/** The same of a support, where a reward or a logarithm may be infinite. */
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
  throw new Fault(`${name} is ${typeof value === 'number' ? value : JSON.stringify(value)}, expected a number`);
}

/** @throws Fault that names the columns there are, if this is none of them. */
export function valueIn(row: Row, name: string): unknown {
  if (Object.hasOwn(row, name)) return row[name];
  throw new Fault(`there is no column ${JSON.stringify(name)}; the columns are ${Object.keys(row).join(', ')}`);
}

/** The same for a list: `scores[3] is null`. */
export function numbersIn(row: Row, name: string): number[] {
  const list = valueIn(row, name);
  if (!isList(list)) throw new Fault(`${name} is ${show(list)}, expected a list, as in the first record`);
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
  throw new Fault(`${name} is ${show(value)}, expected a finite number, true or false`);
}

/** A value as an id, every digit kept; two values with one text are one id. */
export function idIn(row: Row, name: string): string {
  const value = valueIn(row, name);
  if (typeof value === 'string') return value;
  if (value === undefined || value === null || (typeof value === 'number' && !Number.isFinite(value))) {
    throw new Fault(`${name} is ${show(value)}, expected an id`);
  }
  if (typeof value === 'object') return JSON.stringify(value, (_, part) => (typeof part === 'bigint' ? String(part) : part));
  return String(value);
}

function isList(value: unknown): value is ArrayLike<unknown> {
  return Array.isArray(value) || (ArrayBuffer.isView(value) && !(value instanceof DataView));
}

function show(value: unknown): string {
  if (typeof value === 'bigint' || typeof value === 'number') return String(value);
  if (value === undefined) return 'missing';
  const text = JSON.stringify(value, (_, part) => (typeof part === 'bigint' ? String(part) : part)) ?? String(value);
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}
