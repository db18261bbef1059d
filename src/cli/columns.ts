// Columns of numbers, one number for every record of a file.

import { describeFault, Fault } from '../files/fault';
import { type Format, unitOf } from '../files/format';
import { wholePart } from '../files/inputs';
import { readRecords } from '../files/records';
import { extendedNumberIn } from '../sample-files/values';

/**
 * The columns asked for; `-` is standard input.
 *
 * @throws Error with the file, the line or row, and the column of what cannot be read.
 */
export async function readColumns(file: string, names: readonly string[], given?: Format): Promise<Map<string, Float64Array>> {
  const { part, standardInput } = await wholePart(file, given);
  const values = new Map<string, number[]>(names.map((name) => [name, []]));
  let records = 0;
  try {
    await readRecords(
      part,
      (row) => {
        records++;
        for (const [name, column] of values) column.push(extendedNumberIn(row, name));
      },
      { columns: names, standardInput }
    );
  } catch (error) {
    if (error instanceof Fault) throw new Error(describeFault(file, unitOf(part.format), error));
    throw error;
  }
  if (records === 0) throw new Error(`${file} holds no records`);
  return new Map([...values].map(([name, column]) => [name, Float64Array.from(column)]));
}
