// Columns of numbers, one number for every record of a file.

import { coded } from '../../errors';
import type { FormatName } from '../../files/formats/index';
import { wholePart } from '../../files/inputs';
import { inFile } from '../../files/named-error';
import { readRecords } from '../../files/read-records';
import { extendedNumberIn } from '../../sample-files/values';

/**
 * The columns asked for; `-` is standard input.
 *
 * @throws Error with the file, the line or row, and the column of what cannot be read.
 */
export async function readColumns(
  file: string,
  names: readonly string[],
  given?: FormatName
): Promise<Map<string, Float64Array>> {
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
    throw inFile(part, error);
  }
  if (records === 0) throw coded(Error, 'NO_RECORDS', `${file} holds no records`);
  return new Map([...values].map(([name, column]) => [name, Float64Array.from(column)]));
}
