// Ids and extended numbers as they stand in files. What rewards and scores count is in scoring.ts.

import { RecordError } from '../files/record-error';
import type { Row } from '../files/record-sink';
import { showJson, withDigits } from '../format/value';
import { noColumn, valueAt } from './paths';

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

/** @throws RecordError that names the columns there are, if the column is none of them. */
export function valueIn(row: Row, name: string): unknown {
  const value = valueAt(row, name);
  if (value === undefined && !Object.hasOwn(row, name)) throw noColumn(name, Object.keys(row));
  return value;
}

/**
 * A value as an id, every digit kept. Values of any type with the same text are the same id.
 *
 * @throws RecordError if it is missing.
 */
export function idIn(row: Row, name: string): string {
  return idOf(valueIn(row, name), name);
}

/** @throws RecordError if the value names nothing. */
export function idOf(value: unknown, name: string): string {
  if (typeof value === 'string') return value;
  if (value === undefined || value === null || (typeof value === 'number' && !Number.isFinite(value))) {
    throw new RecordError(`${name} is ${showJson(value)}, expected an id`);
  }
  return textOf(value);
}

/** A value as a text, every digit kept: equal values of any type have the same text. */
export function textOf(value: unknown): string {
  return (typeof value === 'object' ? withDigits(value) : undefined) ?? String(value);
}
