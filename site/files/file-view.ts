// A file of the reader's as a view: a support, the means over prompts, or one prompt, whose samples are then the whole reference.

import { RUN_STYLES } from '../../src/charts/series-style';
import type { Coded } from '../../src/errors';
import type { ColumnBatch } from '../../src/files/columns';
import { RecordError } from '../../src/files/record-error';
import type { Row } from '../../src/files/record-sink';
import { grouped } from '../../src/format/number';
import type { SupportInput } from '../../src/index';
import { groupNames } from '../../src/sample-files/group-names';
import { type Group, groupTable } from '../../src/sample-files/grouping';
import { plainColumns } from '../../src/sample-files/plain-columns';
import { SampleTable } from '../../src/sample-files/table';
import { extendedNumberIn } from '../../src/sample-files/values';
import type { FileColumns, ReferenceSpec } from '../references';
import { meansView } from '../worker/means-view';
import { supportView } from '../worker/support-view';
import type { Choice, View } from '../worker/view-types';
import { sampleColumnsOf } from './describe';
import { PageFile } from './read-file';

type FileSpec = Extract<ReferenceSpec, { file: File }>;
type Columns<K extends FileColumns['kind']> = Extract<FileColumns, { kind: K }>;

/** Nobody reads a longer list of prompts, and a browser is slow to show it. */
const MAX_LISTED_PROMPTS = 500;

/** The samples that were read last, so that the file is not read again when the reader picks another of its prompts. */
let lastRead: { key: string; groups: Group[] } | undefined;

export async function fileView({
  file,
  id,
  columns,
  choice,
}: FileSpec): Promise<{ view: View; choices: Choice[]; choice?: string }> {
  if (columns.kind === 'support') return { view: await wholeSupport(file, columns), choices: [] };
  const key = JSON.stringify([id, columns]);
  if (lastRead?.key !== key) lastRead = { key, groups: await groupsIn(file, columns) };
  const { groups } = lastRead;
  const names = groupNames(groups);
  const choices = choicesOf(groups, names);
  const chosen = choices.find(({ name }) => name === choice) ?? choices[0];
  return { view: chosenView(file.name, groups, names, chosen), choices, choice: chosen.name };
}

async function wholeSupport(file: File, { reference, as, reward }: Columns<'support'>): Promise<View> {
  const values = { reference: [] as number[], rewards: [] as number[] };
  const places: number[] = [];
  const onRecord = (row: Row, at: number) => {
    const pair = [extendedNumberIn(row, reference), extendedNumberIn(row, reward)];
    values.reference.push(pair[0]);
    values.rewards.push(pair[1]);
    places.push(at);
  };
  await (await PageFile.open(file)).read(onRecord, { columns: [reference, reward] });
  const input = { [as]: Float64Array.from(values.reference), rewards: Float64Array.from(values.rewards) };
  try {
    return supportView({ title: file.name, input: input as unknown as SupportInput });
  } catch (error) {
    if (!(error instanceof RangeError || error instanceof TypeError)) throw error;
    // the library names the index of a bad value; a reader looks for its line
    const { index } = error as Error & Partial<Coded>;
    throw new Error(`${file.name}:${index === undefined ? '' : `${places[index]}:`} ${error.message}`);
  }
}

async function groupsIn(file: File, columns: Columns<'samples'>): Promise<Group[]> {
  const table = new SampleTable();
  const opened = await PageFile.open(file);
  try {
    const found = sampleColumnsOf(await opened.firstRecords(), columns);
    const wanted = plainColumns(found);
    const fast = wanted && { wanted, onBatch: (batch: ColumnBatch) => table.addBatch(batch, found) };
    await opened.read((row) => table.add(row, found), { columns: found.fields, exact: found.exact, fast });
    if (table.samples === 0) throw new RecordError('the file holds no samples', {}, 'NO_RECORDS');
    const whole = new SampleTable();
    whole.append(table.toState());
    return groupTable(whole.toState(), found).groups;
  } catch (error) {
    throw opened.named(error);
  }
}

function choicesOf(groups: readonly Group[], names: readonly string[]): Choice[] {
  const prefix = (g: number) => (names[g] === '' ? '' : `${names[g]}: `);
  const means = groups.map(({ ids }, g) => ({
    name: `all-${g}`,
    label: `${prefix(g)}mean over ${grouped(ids.length)} prompts`,
  }));
  const prompts = groups.flatMap(({ ids }, g) =>
    ids.slice(0, MAX_LISTED_PROMPTS).map((id, i) => ({ name: `${g}-${i}`, label: `${prefix(g)}prompt ${id.slice(0, 60)}` }))
  );
  return [...means, ...prompts.slice(0, MAX_LISTED_PROMPTS)];
}

function chosenView(file: string, groups: readonly Group[], names: readonly string[], { name, label }: Choice): View {
  const [, all, g, i] = /^(?:all-(\d+)|(\d+)-(\d+))$/.exec(name) as RegExpExecArray;
  const title = `${file}, ${label}`;
  if (all !== undefined) {
    const runs = groups.map((group, place) => ({ name: names[place], place, group }));
    const others = groups.length <= RUN_STYLES.length ? runs.filter(({ place }) => place !== Number(all)) : [];
    const facts: [string, string][] =
      groups.length > 1
        ? [['runs', others.length > 0 ? `${groups.length}` : `${grouped(groups.length)}, shown one at a time`]]
        : [];
    return meansView(title, groups[Number(all)], others, facts);
  }
  const { offsets, rewards } = groups[Number(g)];
  const own = rewards.slice(offsets[Number(i)], offsets[Number(i) + 1]);
  return supportView({ title, input: { weights: new Float64Array(own.length).fill(1), rewards: own } });
}
