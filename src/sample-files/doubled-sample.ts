// Where a sample that is given twice stands: a table does not keep the places of its samples, so its parts are read once more.

import type { Coded } from '../errors';
import { lengthBefore } from '../files/cut';
import { unitOf } from '../files/format-of';
import { isPipe, type Part } from '../files/part';
import { readRecords } from '../files/read-records';
import { fileName, RecordError } from '../files/record-error';
import type { Row } from '../files/record-sink';
import type { SampleColumns } from './sample-columns';
import { SampleReader } from './sample-reader';

/** Two records are of the same sample. */
export class DoubledSample extends Error implements Coded {
  readonly code = 'DUPLICATE_SAMPLE';

  /**
   * @param which - the prompt and the id of the sample.
   * @param rows - which of all samples the two are, from 0 in the order of the files.
   * @param places - where the two stand, as far as that is known.
   */
  constructor(
    readonly which: string,
    readonly rows: readonly [number, number],
    places: readonly [string?, string?] = []
  ) {
    const [first, second] = places;
    const begin = second === undefined ? '' : `${second}: `;
    const other = first === undefined ? '' : `the other one is ${first}; `;
    super(`${begin}the sample is given twice: ${which}; ${other}--last lets the later one count`);
  }
}

/** A part that was read, and how many samples it has. */
export interface CountedPart {
  part: Part;
  samples: number;
}

/** The same error with the places of both records; of a pipe, which cannot be read again, with its name. */
export async function withPlaces(
  { which, rows }: DoubledSample,
  parts: readonly CountedPart[],
  columns: SampleColumns
): Promise<DoubledSample> {
  const [first, second] = rows;
  const last = partOf(second, parts).part;
  const place = (await placeOf(second, parts, columns)) ?? fileName(last.file);
  return new DoubledSample(which, rows, [await placeOf(first, parts, columns), place]);
}

/** The part with a sample, and how many samples come before it. */
function partOf(row: number, parts: readonly CountedPart[]): { part: Part; before: number } {
  let [i, before] = [0, 0];
  while (row >= before + parts[i].samples) before += parts[i++].samples;
  return { part: parts[i].part, before };
}

async function placeOf(row: number, parts: readonly CountedPart[], columns: SampleColumns): Promise<string | undefined> {
  const { part, before } = partOf(row, parts);
  if (isPipe(part)) return undefined;
  const own = await recordOf(row - before, part, columns);
  if (own === undefined) return undefined;
  const at = own + (await lengthBefore(part));
  const name = fileName(part.file);
  return unitOf(part.format) === 'row' ? `${name}: row ${at}` : `${name}:${at}`;
}

/** The line or row within a part of the record with one of its samples. */
async function recordOf(sample: number, part: Part, columns: SampleColumns): Promise<number | undefined> {
  const reader = new SampleReader(columns);
  let left = sample;
  const onRecord = (row: Row) => {
    for (const { values } of reader.read(row)) left -= values[0].length;
    // it is given its place, and ends the reading
    if (left < 0) throw new RecordError('this is the record');
  };
  const onBad = (error: RecordError) => {
    if (left < 0) throw error;
  };
  try {
    await readRecords(part, onRecord, { columns: columns.fields, exact: columns.exact, onBad });
  } catch (error) {
    if (left < 0 && error instanceof RecordError) return error.at;
    throw error;
  }
  return undefined;
}
