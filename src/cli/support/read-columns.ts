// Columns of numbers, one number for every record of a file.

import { coded } from '../../errors';
import type { FormatName } from '../../files/formats/index';
import { wholePart } from '../../files/inputs';
import { inFile } from '../../files/named-error';
import { readRecords } from '../../files/read-records';
import { fileName } from '../../files/record-error';
import type { Row } from '../../files/record-sink';
import { fieldsOf } from '../../sample-files/kinds/kind';
import { lookAhead } from '../../sample-files/look-ahead';
import { extendedNumberIn, valueIn } from '../../sample-files/values';
import { tell } from '../output/tell';
import type { KeptRecords } from './kept-records';

/** What is kept of the records beside the numbers. */
interface Kept {
  records: KeptRecords;
  /** The one column that is kept; absent: all. */
  id?: string;
}

/**
 * The columns asked for; `-` is standard input.
 *
 * @param kept - takes the records with all their columns, or with the one that is their id, if these are wanted.
 * @throws Error with the file, the line or row, and the column of what cannot be read.
 */
export async function readColumns(
  file: string,
  names: readonly string[],
  given?: FormatName,
  kept?: Kept
): Promise<Map<string, Float64Array>> {
  const { part, standardInput: stream, notices } = await wholePart(file, given);
  tell(...notices);
  const values = new Map<string, number[]>(names.map((name) => [name, []]));
  const id = kept?.id;
  let records = 0;
  try {
    const { columns, exact, standardInput } = kept && id === undefined ? await allColumns() : ownColumns();
    await readRecords(
      part,
      (row) => {
        records++;
        const numbers = [...values.keys()].map((name) => [name, extendedNumberIn(row, name)] as const);
        for (const [name, number] of numbers) (values.get(name) as number[]).push(number);
        kept?.records.add(id === undefined ? row : idIn(row, id), Object.fromEntries(numbers));
      },
      { columns, exact, standardInput }
    );
  } catch (error) {
    throw inFile(part, error);
  }
  if (records === 0) throw coded(Error, 'NO_RECORDS', `${fileName(file)} holds no records`);
  return new Map([...values].map(([name, column]) => [name, Float64Array.from(column)]));

  /** Those that are not numbers here may be ids, whose digits are kept. */
  async function allColumns() {
    const { rows, stream: again } = await lookAhead(part, stream);
    const exact = fieldsOf(rows).filter((name) => !values.has(name));
    return { columns: undefined, exact, standardInput: again };
  }

  function ownColumns() {
    const more = id === undefined || values.has(id) ? [] : [id];
    return { columns: [...names, ...more], exact: more, standardInput: stream };
  }
}

/** The id as the only column, which has the name of its path. */
const idIn = (row: Row, id: string): Row => ({ [id]: valueIn(row, id) });
