// The samples of one file or of several, which are then a run each.

import type { ColumnBatch } from '../../src/files/columns';
import { RecordError } from '../../src/files/record-error';
import type { Row } from '../../src/files/record-sink';
import { type Group, groupTable } from '../../src/sample-files/grouping';
import { valueAt } from '../../src/sample-files/paths';
import { plainColumns } from '../../src/sample-files/plain-columns';
import type { SampleColumns } from '../../src/sample-files/sample-columns';
import { SampleTable } from '../../src/sample-files/table';
import type { FileColumns } from '../references';
import { knownColumns, sampleColumnsOf } from './describe';
import { arePlainSamples, type HowRead } from './how-read';
import type { ReadColumns } from './more';
import type { NumberLine } from './number-layouts';
import { numbersOfFile } from './numbers-of-file';
import { PageFile, type Reading } from './read-file';

type Samples = Extract<FileColumns, { kind: 'samples' }>;

/**
 * @param columns - what the reader has chosen for the first file; another one that lacks these is read as what it seems to be. None for numbers.
 * @throws Error with the file's name and the place of what is wrong in it.
 */
export async function groupsOfFiles(
  files: readonly File[],
  columns: Samples | undefined,
  reading: Reading
): Promise<{ groups: Group[]; columns: ReadColumns; read: HowRead }> {
  const groups: Group[] = [];
  let first: { columns: ReadColumns; read: HowRead } | undefined;
  const names = distinct(files.map(({ name }) => name));
  for (const [i, file] of files.entries()) {
    const onRead = reading.onRead && ((part: number) => reading.onRead?.((i + part) / files.length));
    const numbers = columns === undefined || i > 0 ? await numbersOfFile(file) : undefined;
    const own = numbers
      ? { groups: [groupOfLines(numbers.lines)], columns: OF_LINES, read: NOT_IN_CODE }
      : await groupsIn(file, columns, { ...reading, onRead });
    first ??= { columns: own.columns, read: own.read };
    groups.push(...(files.length === 1 ? own.groups : own.groups.map((group) => ofFile(group, names[i]))));
  }
  return { groups, ...(first as NonNullable<typeof first>) };
}

/** No code is shown for numbers without names. */
const NOT_IN_CODE: HowRead = { isKnown: false, isPlain: false };

/** What numbers without names are called. */
const OF_LINES: ReadColumns = { kind: 'numbers', prompt: ['line'], reward: 'reward', scores: [], wide: false };

function ofFile(group: Group, file: string): Group {
  const labels = { file, ...group.labels };
  return { ...group, labels, group: Object.values(labels).join(', ') };
}

/** The names, with a number behind those that stand there before. */
function distinct(names: readonly string[]): string[] {
  const known = new Set<string>();
  return names.map((name) => {
    let own = name;
    for (let i = 2; known.has(own); i++) own = `${name} (${i})`;
    known.add(own);
    return own;
  });
}

/** A prompt on each line. */
function groupOfLines(lines: readonly NumberLine[]): Group {
  const offsets = new Uint32Array(lines.length + 1);
  lines.forEach(({ numbers }, i) => {
    offsets[i + 1] = offsets[i] + numbers.length;
  });
  const rewards = Float64Array.from(lines.flatMap(({ numbers }) => numbers));
  return { labels: {}, group: '', ids: lines.map(({ at }) => String(at)), offsets, rewards, scores: {} };
}

async function groupsIn(file: File, columns: Samples | undefined, reading: Reading) {
  const table = new SampleTable();
  const opened = await PageFile.open(file, reading);
  try {
    const rows = await opened.firstRecords();
    const { columns: found, isKnown } = columnsFor(rows, columns);
    const wanted = plainColumns(found);
    const fast = wanted && { wanted, onBatch: (batch: ColumnBatch) => table.addBatch(batch, found) };
    await opened.read((row) => table.add(row, found), { columns: found.fields, exact: found.exact, fast });
    if (table.samples === 0) throw new RecordError('the file holds no samples', {}, 'NO_RECORDS');
    const whole = new SampleTable();
    whole.append(table.toState());
    const { groups } = groupTable(whole.toState(), found);
    const isPlain = groups.length === 1 && opened.isPlainText && arePlainSamples(found, rows);
    return { groups, columns: readColumns(found), read: { isKnown, isPlain } };
  } catch (error) {
    throw opened.named(error);
  }
}

/** What the worker that computes needs of the columns. */
const readColumns = ({ kind, prompt, reward, scores, answer, estimates, unaskedVotes, wide }: SampleColumns): ReadColumns => ({
  kind,
  prompt,
  reward,
  scores,
  answer,
  estimates,
  unaskedVotes,
  wide,
});

function columnsFor(rows: readonly Row[], columns: Samples | undefined): { columns: SampleColumns; isKnown: boolean } {
  if (columns === undefined) {
    const known = knownColumns(rows);
    if (known === undefined) throw new RecordError('it holds no samples that are recognised');
    return { columns: known, isKnown: true };
  }
  // what another file may do without is no reason to read another reward in it
  const there = (name: string | undefined) =>
    name !== undefined && rows.some((row) => valueAt(row, name) !== undefined) ? name : undefined;
  const { logProb, answer, gold } = columns;
  try {
    return sampleColumnsOf(rows, { ...columns, logProb: there(logProb), answer: there(answer), gold: there(gold) });
  } catch (error) {
    const known = error instanceof RecordError ? knownColumns(rows) : undefined;
    if (known === undefined) throw error;
    return { columns: known, isKnown: true };
  }
}
