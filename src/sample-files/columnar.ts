// Records that hold a whole table, a list for each of its columns, as `Dataset.to_dict()` gives it.

import { RecordError } from '../files/record-error';
import type { Row } from '../files/record-sink';
import { showJson } from '../format/value';
import { isArrayLike } from './paths';

/**
 * The rows of a table: entry i of each list that is as long as `column`; what is no such list is the same in every row.
 *
 * @param column - a column whose value is a list.
 * @throws RecordError if it is none.
 */
export function rowsOfTable(table: Row, column: string): Row[] {
  const list = table[column];
  if (!isArrayLike(list)) throw new RecordError(`${column} is ${showJson(list)}, expected a list, as in the first records`);
  const cells = Object.entries(table).map(([name, value]) => {
    const isColumn = isArrayLike(value) && value.length === list.length;
    return { name, at: isColumn ? (i: number) => value[i] : () => value };
  });
  return Array.from({ length: list.length }, (_, i) => Object.fromEntries(cells.map(({ name, at }) => [name, at(i)])));
}

/** The only entry of a list of one, as models give their scores; any other value as it is. */
export function single(value: unknown): unknown {
  return isArrayLike(value) && value.length === 1 ? value[0] : value;
}
