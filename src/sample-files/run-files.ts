// A run over sample files: files -> parts -> columns -> one table -> groups -> estimates of every prompt -> means. Who carries out its tasks
// is the caller's choice. The parts come together in their own order, so the numbers are the same to the bit.

import type { Readable } from 'node:stream';
import { pMapIterable } from 'p-map';
import type { FormatName } from '../files/formats/index';
import { partsOf } from '../files/inputs';
import { LocalFile } from '../files/local-file';
import { inFile, named } from '../files/named-error';
import { isPipe, joined, type Part } from '../files/part';
import { fileName, RecordError } from '../files/record-error';
import type { Row } from '../files/record-sink';
import { DoubledSample, withPlaces } from './doubled-sample';
import { type EstimateOptions, estimateAll, type GroupResult } from './estimate-groups';
import type { Executor } from './executor';
import { type Folders, type Grouped, groupInOrder, groupTable, type Ordered } from './grouping';
import { fieldsOf } from './kinds/kind';
import { type LookAhead, lookAhead } from './look-ahead';
import { type FileRead, PartMerger } from './part-merger';
import { noColumn } from './paths';
import { type ColumnOptions, inferColumns, type SampleColumns } from './sample-columns';
import { summaryOf } from './summaries';
import type { TableState } from './table';

/** The files of a run, cut into parts, and what they were taken for. */
export interface SampleFiles {
  parts: Part[];
  columns: SampleColumns;
  /** What the parts read that are pipes, from their beginning, by the names of the parts: `-` is standard input. */
  pipes: Map<string, Readable>;
  /** The first records of the first file that has any. */
  first: Row[];
  /** What the user should know of the files before they are read, in whole sentences without a full stop. */
  notices: string[];
}

/**
 * Cuts files, globs, pipes and `-` into parts, and looks at their first records.
 *
 * @throws Error if a file is not there, is given twice or has an unknown format, or if the columns of the first are not known, or others lack them.
 */
export async function openFiles(
  names: readonly string[],
  options: ColumnOptions,
  { format, partBytes, skipBad }: { format?: FormatName; partBytes?: number; skipBad?: boolean } = {}
): Promise<SampleFiles> {
  const { parts, pipes, notices } = await partsOf(names, format, partBytes);
  const firstParts = parts.filter((part, i) => part.file !== parts[i - 1]?.file);
  let begun: { part: Part; columns: SampleColumns; rows: Row[]; notices: string[] } | undefined;
  const summaries = new Map<string, string>();
  for (const part of firstParts) {
    // a pipe that is not needed for the columns is left alone until it is read
    if (begun && isPipe(part)) continue;
    const found = await lookAhead(part, pipes.get(part.file), skipBad);
    if (found.stream) pipes.set(part.file, found.stream);
    if (found.rows.length === 0) continue;
    // in the folder of a run stand its means and settings as well
    const summary = part.from === undefined || hasColumns(options) ? undefined : summaryOf(found.rows);
    if (summary !== undefined) {
      summaries.set(part.file, summary);
      continue;
    }
    begun = begun ?? { part, ...inferredOf(part, found, options) };
    if (begun.part !== part) checkHasColumns(part, found, begun);
  }
  const [summary = 'the file holds no records'] = summaries.values();
  if (!begun) throw named(parts[0], new RecordError(summary, {}, 'NO_RECORDS'));
  const left = [...summaries].map(([file, what]) => `${fileName(file)} is left out: ${what.replace(/:.*/, '')}`);
  const read = parts.filter(({ file }) => !summaries.has(file));
  return { parts: read, columns: begun.columns, pipes, first: begun.rows, notices: [...notices, ...left, ...begun.notices] };
}

const hasColumns = ({ prompt, reward, rewards }: ColumnOptions) => prompt !== undefined && (reward ?? rewards) !== undefined;

function inferredOf(part: Part, { rows, at }: LookAhead, options: ColumnOptions) {
  try {
    const { columns, notices, leftOut } = inferColumns(rows, options);
    const left = leftOut.length > 0 ? [`these columns of numbers are left out: ${leftOut.join(', ')}`] : [];
    return { columns, rows, notices: [...notices, ...left] };
  } catch (error) {
    if (!(error instanceof RecordError)) throw error;
    throw named(part, new RecordError(error.message, { at }, error.code));
  }
}

/** @throws Error that names the file and its columns, if it has none of those that the first file was read by. */
function checkHasColumns(part: Part, { rows, at }: LookAhead, begun: { part: Part; columns: SampleColumns }): void {
  const { fields = [], kind } = begun.columns;
  const own = fieldsOf(rows);
  const missing = fields.find((name) => !own.includes(name));
  if (missing === undefined) return;
  const first = `${fileName(begun.part.file)} was taken for ${kind}, and every file is read by the columns of the first`;
  throw named(part, new RecordError(`${noColumn(missing, own).message}; ${first}`, { at }, 'UNKNOWN_COLUMNS'));
}

/**
 * The result of a run over sample files.
 *
 * @example
 * const worker = await createWorker({ redis, threads: 1 });
 * const { files, groups } = await submitSamples([file], { redis });
 * [files.length, groups.length]; // → [1, 1]
 * await worker.close();
 */
export interface Estimated {
  /** What was read of each file, in the order in which the files were given. */
  files: FileRead[];
  /** The curves of each run and group of prompts, for each reward that chooses. */
  groups: GroupResult[];
  /** What the user should know of the numbers, in whole sentences without a full stop. */
  notices: string[];
}

export interface RunOptions extends EstimateOptions {
  skipBad: boolean;
  /** Called with how many more bytes have been read; together they are the bytes of all parts. */
  onBytes?: (more: number) => void;
  /** Called when all has been read, and when all has been computed. */
  onPhase?: (phase: RunPhase) => void;
}

export interface RunPhase {
  done: 'reading' | 'computing';
  samples: number;
  /** The time that reading took, summed over threads. */
  readingMilliseconds: number;
}

/**
 * Reads the files and estimates the curves.
 *
 * @throws DataError at the first record that cannot be read, unless `skipBad`; Error if a file changed meanwhile.
 */
export async function runFiles(
  { parts, columns }: SampleFiles,
  executor: Executor,
  { skipBad, onBytes, onPhase, ...options }: RunOptions
): Promise<Estimated> {
  const reading = { skipBad, onBytes, onPhase };
  const { grouped, samples, files, readingMilliseconds } = await readGroups(parts, columns, executor, groupTable, reading);
  const estimated = await estimateAll(grouped, columns, executor, options);
  onPhase?.({ done: 'computing', samples, readingMilliseconds });
  return { files, ...estimated };
}

type ReadingOptions = Pick<RunOptions, 'skipBad' | 'onBytes' | 'onPhase'>;

/**
 * Reads the files for a result that has a place for every sample.
 *
 * @throws as `runFiles`.
 */
export async function readSamples(
  { parts, columns }: SampleFiles,
  executor: Executor,
  options: ReadingOptions
): Promise<{ grouped: Ordered; files: FileRead[] }> {
  const { grouped, files } = await readGroups(parts, columns, executor, groupInOrder, options);
  return { grouped, files };
}

/** Reads all parts, and forgets the table once it is sorted: the two together would be the most that a run holds. */
async function readGroups<G extends Grouped>(
  parts: readonly Part[],
  columns: SampleColumns,
  executor: Executor,
  group: (state: TableState, columns: SampleColumns, folders: Folders) => G,
  { onPhase, ...options }: ReadingOptions
) {
  const { table, files, folders, readingMilliseconds, parts: read } = await readParts(parts, columns, executor, options);
  const { samples } = table;
  onPhase?.({ done: 'reading', samples, readingMilliseconds });
  try {
    return { grouped: group(table.toState(), columns, folders), samples, files, readingMilliseconds };
  } catch (error) {
    throw error instanceof DoubledSample ? await withPlaces(error, read, columns) : error;
  }
}

/** Reads all parts, at most a few at once, and puts them together in order. */
async function readParts(
  parts: readonly Part[],
  columns: SampleColumns,
  executor: Executor,
  { skipBad, onBytes }: Pick<RunOptions, 'skipBad' | 'onBytes'>
): Promise<PartMerger> {
  const merger = new PartMerger(columns);
  const read = async (part: Part) => {
    let known = 0;
    const tell = (read: number) => {
      onBytes?.(read - known);
      known = read;
    };
    const result = await executor.readPart(part, columns, skipBad, tell);
    tell(part.bytes);
    return { part, result };
  };
  const results = pMapIterable(joined(parts, executor.threads), read, {
    concurrency: executor.tasks,
    // others go on while a thread that has to start has not yet read the first
    backpressure: executor.tasks * 4,
  });
  for await (const { part, result } of results) merger.add(part, result);
  await checkUnchanged(parts);
  return merger;
}

/** @throws Error that names the first file that is no more what it was when it was cut: a part that is read may have changed while others were. */
async function checkUnchanged(parts: readonly Part[]): Promise<void> {
  const files = new Map(parts.filter((part) => !isPipe(part)).map((part) => [part.file, part]));
  for (const part of files.values()) {
    await new LocalFile(part.file, part.version).checkUnchanged().catch((error) => Promise.reject(inFile(part, error)));
  }
}
