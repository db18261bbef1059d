// A table that a JSON document holds by columns, as records.

import { RecordError } from './record-error';
import type { Row } from './record-sink';

/** @throws RecordError unless all columns have as many values. */
export function rowsOfColumns(table: Row): Row[] {
  if (Array.isArray(table.columns) && Array.isArray(table.data)) return rowsOfData(table.columns, table.data);
  const columns = Object.entries(table).map(([name, values]) => [name, valuesOf(name, values)] as const);
  const [[first, { length }]] = columns;
  const other = columns.find(([, values]) => values.length !== length);
  if (other)
    throw new RecordError(
      `the columns ${first} and ${other[0]} have ${length} and ${other[1].length} values, expected as many of each`
    );
  return Array.from({ length }, (_, i) => Object.fromEntries(columns.map(([name, values]) => [name, values[i]])));
}

function rowsOfData(names: readonly unknown[], data: readonly unknown[]): Row[] {
  return data.map((values, i) => {
    if (!Array.isArray(values) || values.length !== names.length)
      throw new RecordError(`data[${i}] is no list with a value for each of the ${names.length} columns`);
    return Object.fromEntries(names.map((name, k) => [String(name), values[k]]));
  });
}

/** The values of a column, which is a list or an object of them by the number of the row. */
function valuesOf(name: string, values: unknown): unknown[] {
  if (Array.isArray(values)) return values;
  if (typeof values === 'object' && values !== null) return Object.values(values);
  throw new RecordError(`the column ${name} holds no list of values`);
}
