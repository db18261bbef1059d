// How the kinds that take records apart look into them: structs, lists of structs, and documents that are keyed by task.

import { RecordError } from '../files/record-error';
import type { Row } from '../files/record-sink';
import { showJson } from '../format/value';
import { isArrayLike } from './paths';

/** Whether a value is a struct, and neither a list nor a plain value. */
export function isStruct(value: unknown): value is Row {
  return typeof value === 'object' && value !== null && !isArrayLike(value);
}

/** The entries of a list; none if the value is no list. */
export function entriesOf(value: unknown): unknown[] {
  return isArrayLike(value) ? Array.from(value) : [];
}

/** The structs in a list; none if the value is no list. */
export function structsIn(value: unknown): Row[] {
  return entriesOf(value).filter(isStruct);
}

/** Whether a record is an entry of a document that is keyed. */
export function isEntry(row: Row): row is { key: string; value: unknown } {
  return Object.keys(row).length === 2 && typeof row.key === 'string' && 'value' in row;
}

/**
 * What a record says of tasks: of one task if it is `{ key, value }`, as documents that are keyed by task are read, else of all that are in the
 * struct of this name or, without a name, in the record itself.
 */
export function tasksIn(row: Row, under?: string): [task: string, value: unknown][] {
  const isOfDocument = isEntry(row);
  if (isOfDocument && row.key !== under) return [[row.key, row.value]];
  const document = isOfDocument ? row.value : under === undefined ? row : row[under];
  return isStruct(document) ? Object.entries(document) : [];
}

/**
 * What a label counts.
 *
 * @param name - the column, for messages.
 * @throws RecordError that names the label and those that are known.
 */
export function countLabel(value: unknown, name: string, labels: Readonly<Record<string, number>>): number {
  if (typeof value === 'string' && Object.hasOwn(labels, value)) return labels[value];
  throw new RecordError(`${name} is ${showJson(value)}, which is none of the labels ${Object.keys(labels).join(', ')}`);
}
