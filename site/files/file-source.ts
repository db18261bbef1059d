// The numbers of a file of the reader's: those of a support, or the samples of prompts. They can be given from one worker to another, so that the file is
// read once.

import type { Row } from '../../src/files/record-sink';
import type { SupportInput } from '../../src/index';
import type { Group } from '../../src/sample-files/grouping';
import { extendedNumberIn } from '../../src/sample-files/values';
import type { FileColumns, ReferenceSpec } from '../references';
import { groupsOfFiles } from './groups-of-files';
import { type HowRead, isPlainNumber } from './how-read';
import type { ReadColumns } from './more';
import { outcomesIn } from './number-layouts';
import { numbersOfFile } from './numbers-of-file';
import { PageFile, type Reading } from './read-file';

export type FileSpec = Extract<ReferenceSpec, { file: File }>;
type Columns<K extends FileColumns['kind']> = Extract<FileColumns, { kind: K }>;

/** What was read, and what of it is shown. */
export type FileSource = { name: string; choice?: string; read?: HowRead } & (
  | {
      input: SupportInput;
      /** The line or row of each outcome. */
      places: Uint32Array;
    }
  | { groups: Group[]; columns: ReadColumns }
);

/** What was read last, so that the file is not read again when the reader picks another of its prompts, or comes back from another reference. */
let lastRead: { key: string; source: FileSource } | undefined;

/**
 * @param signal - gives up the reading.
 * @param onRead - is told which part of the file has been read, from 0 to 1.
 * @throws Error with the file's name and the place of what is wrong in it.
 */
export async function readSource(
  { file, others = [], id, columns, choice }: FileSpec,
  signal?: AbortSignal,
  onRead?: (part: number) => void
): Promise<FileSource> {
  const key = JSON.stringify([id, columns]);
  if (lastRead?.key !== key) {
    const reading: Reading = { signal, onRead };
    const name = others.length === 0 ? file.name : `${others.length + 1} files`;
    lastRead = { key, source: { name, ...(await numbersOf([file, ...others], columns, reading)) } };
  }
  return { ...lastRead.source, choice };
}

async function numbersOf(files: readonly File[], columns: FileColumns, reading: Reading) {
  if (columns.kind === 'support') return inputIn(files[0], columns, reading);
  if (columns.kind === 'samples') return groupsOfFiles(files, columns, reading);
  if (columns.layout === 'prompts') return groupsOfFiles(files, undefined, reading);
  const found = await numbersOfFile(files[0]);
  if (!found) throw new Error(`${files[0].name}: it holds no numbers any more; choose it again`);
  const { rewards, weights, places } = outcomesIn(found, columns.layout);
  return { input: { weights, rewards }, places };
}

async function inputIn(file: File, { reference, as, reward }: Columns<'support'>, reading: Reading) {
  const values = { reference: [] as number[], rewards: [] as number[] };
  const places: number[] = [];
  const names = reference === undefined ? [reward] : [reference, reward];
  const opened = await PageFile.open(file, reading);
  let isPlain = opened.isPlainText;
  const onRecord = (row: Row, at: number) => {
    isPlain &&= names.every((name) => isPlainNumber(row[name]));
    const pair = [reference === undefined ? 1 : extendedNumberIn(row, reference), extendedNumberIn(row, reward)];
    values.reference.push(pair[0]);
    values.rewards.push(pair[1]);
    places.push(at);
  };
  await opened.read(onRecord, { columns: names });
  const input = {
    [as]: Float64Array.from(values.reference),
    rewards: Float64Array.from(values.rewards),
  } as unknown as SupportInput;
  return { input, places: Uint32Array.from(places), read: { isKnown: false, isPlain } };
}
