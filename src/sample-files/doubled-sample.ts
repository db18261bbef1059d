// Where a sample that is given twice stands: a table does not keep the places of its samples, so its parts are read once more.

import type { Coded } from '../errors';
import { lengthBefore } from '../files/cut';
import { unitOf } from '../files/format-of';
import { isPipe, type Part } from '../files/part';
import { readRecords } from '../files/read-records';
import { fileName } from '../files/record-error';
import type { SampleColumns } from './sample-columns';
import { SampleReader } from './sample-reader';

/** Two records are of the same sample. */
export class DoubledSample extends Error implements Coded {
  readonly code = 'DUPLICATE_SAMPLE';

  /**
   * @param which - the prompt and the id of the sample.
   * @param rows - which of all samples the two are, from 0 in the order of the files.
   * @param places - where the two stand, if that is known.
   */
  constructor(
    readonly which: string,
    readonly rows: readonly [number, number],
    places?: readonly [string, string]
  ) {
    const [first, second] = places ?? [];
    const begin = second === undefined ? '' : `${second}: `;
    const other = first === undefined ? '' : `the other one is ${first}; `;
    super(`${begin}two records are of the same sample: ${which}; ${other}--last lets the later one count`);
  }
}

/** A part that was read, and how many samples it has. */
export interface CountedPart {
  part: Part;
  samples: number;
}

/** The same error with the places of both records; of a pipe, which cannot be read again, its name. */
export async function withPlaces(
  { which, rows }: DoubledSample,
  parts: readonly CountedPart[],
  columns: SampleColumns
): Promise<DoubledSample> {
  const [first, second] = rows;
  return new DoubledSample(which, rows, [await placeOf(first, parts, columns), await placeOf(second, parts, columns)]);
}

async function placeOf(row: number, parts: readonly CountedPart[], columns: SampleColumns): Promise<string> {
  let [i, before] = [0, 0];
  while (row >= before + parts[i].samples) before += parts[i++].samples;
  const { part } = parts[i];
  const name = fileName(part.file);
  if (isPipe(part)) return name;
  const at = (await lengthBefore(part)) + (await recordOf(row - before, part, columns));
  return unitOf(part.format) === 'row' ? `${name}: row ${at}` : `${name}:${at}`;
}

/** Ends the reading. */
class Found extends Error {}

/** The line or row within a part of the record with one of its samples. */
async function recordOf(sample: number, part: Part, columns: SampleColumns): Promise<number> {
  const reader = new SampleReader(columns);
  let [left, found] = [sample, 0];
  const onRecord = (row: Parameters<SampleReader['read']>[0], at: number) => {
    for (const { values } of reader.read(row)) left -= values[0].length;
    if (left >= 0) return;
    found = at;
    throw new Found();
  };
  const options = { columns: columns.fields, exact: columns.exact, onBad: () => {} };
  await readRecords(part, onRecord, options).catch((error) => {
    if (!(error instanceof Found)) throw error;
  });
  return found;
}
