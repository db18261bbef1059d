// The numbers of a file of the reader's: those of a support, or the samples of prompts. They can be given from one worker to another, so that the file is
// read once.

import type { ColumnBatch } from '../../src/files/columns';
import { RecordError } from '../../src/files/record-error';
import type { Row } from '../../src/files/record-sink';
import type { SupportInput } from '../../src/index';
import { type Group, groupTable } from '../../src/sample-files/grouping';
import { plainColumns } from '../../src/sample-files/plain-columns';
import { SampleTable } from '../../src/sample-files/table';
import { extendedNumberIn } from '../../src/sample-files/values';
import type { FileColumns, ReferenceSpec } from '../references';
import { sampleColumnsOf } from './describe';
import { PageFile, type Reading } from './read-file';

export type FileSpec = Extract<ReferenceSpec, { file: File }>;
type Columns<K extends FileColumns['kind']> = Extract<FileColumns, { kind: K }>;

/** What was read, and what of it is shown. */
export type FileSource = { name: string; choice?: string } & (
  | {
      input: SupportInput;
      /** The line or row of each outcome. */
      places: Uint32Array;
    }
  | { groups: Group[] }
);

/** What was read last, so that the file is not read again when the reader picks another of its prompts, or comes back from another reference. */
let lastRead: { key: string; source: FileSource } | undefined;

/**
 * @param signal - gives up the reading.
 * @param onRead - is told which part of the file has been read, from 0 to 1.
 * @throws Error with the file's name and the place of what is wrong in it.
 */
export async function readSource(
  { file, id, columns, choice }: FileSpec,
  signal?: AbortSignal,
  onRead?: (part: number) => void
): Promise<FileSource> {
  const key = JSON.stringify([id, columns]);
  if (lastRead?.key !== key) {
    const reading: Reading = { signal, onRead };
    const read = columns.kind === 'support' ? inputIn(file, columns, reading) : groupsIn(file, columns, reading);
    lastRead = { key, source: { name: file.name, ...(await read) } };
  }
  return { ...lastRead.source, choice };
}

async function inputIn(file: File, { reference, as, reward }: Columns<'support'>, reading: Reading) {
  const values = { reference: [] as number[], rewards: [] as number[] };
  const places: number[] = [];
  const onRecord = (row: Row, at: number) => {
    const pair = [extendedNumberIn(row, reference), extendedNumberIn(row, reward)];
    values.reference.push(pair[0]);
    values.rewards.push(pair[1]);
    places.push(at);
  };
  await (await PageFile.open(file, reading)).read(onRecord, { columns: [reference, reward] });
  const input = {
    [as]: Float64Array.from(values.reference),
    rewards: Float64Array.from(values.rewards),
  } as unknown as SupportInput;
  return { input, places: Uint32Array.from(places) };
}

async function groupsIn(file: File, columns: Columns<'samples'>, reading: Reading) {
  const table = new SampleTable();
  const opened = await PageFile.open(file, reading);
  try {
    const found = sampleColumnsOf(await opened.firstRecords(), columns);
    const wanted = plainColumns(found);
    const fast = wanted && { wanted, onBatch: (batch: ColumnBatch) => table.addBatch(batch, found) };
    await opened.read((row) => table.add(row, found), { columns: found.fields, exact: found.exact, fast });
    if (table.samples === 0) throw new RecordError('the file holds no samples', {}, 'NO_RECORDS');
    const whole = new SampleTable();
    whole.append(table.toState());
    return { groups: groupTable(whole.toState(), found).groups };
  } catch (error) {
    throw opened.named(error);
  }
}
