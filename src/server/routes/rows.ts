// Rows of numbers, as `batch` and `weights` take them.

import { RequestError } from '../request-error';
import { type NumberList, toDoubles } from './route';

/** @throws RequestError if rows of another vector have other lengths than those of the rewards. */
export function checkSameLengths(name: string, rewards: readonly NumberList[], others: readonly NumberList[]): void {
  if (others.length !== rewards.length)
    throw new RequestError(`${name} has ${others.length} rows and rewards has ${rewards.length}; they must be equal`);
  others.forEach(({ length }, row) => {
    if (length !== rewards[row].length)
      throw new RequestError(
        `${name}[${row}] has length ${length} and rewards[${row}] has ${rewards[row].length}; they must be equal`,
        row
      );
  });
}

/** The number of all values. */
export function total(rows: readonly NumberList[]): number {
  return rows.reduce((sum, { length }) => sum + length, 0);
}

/** The rows, end to end. */
export function pack(rows: readonly NumberList[]): Float64Array {
  const packed = new Float64Array(total(rows));
  let at = 0;
  for (const row of rows) {
    packed.set(toDoubles(row), at);
    at += row.length;
  }
  return packed;
}
