// A run over sample files: files -> parts -> columns -> one table -> groups -> estimates of every prompt -> means. Who carries out its tasks
// is the caller's choice. The parts come together in their own order, so the numbers are the same to the bit.

import type { Readable } from 'node:stream';
import { pMapIterable } from 'p-map';
import type { FormatName } from '../files/formats/index';
import { partsOf } from '../files/inputs';
import { LocalFile } from '../files/local-file';
import { inFile, named } from '../files/named-error';
import { isPipe, type Part } from '../files/part';
import { RecordError } from '../files/record-error';
import { Aggregate, type AggregateResult, type AggregateState } from '../index';
import { defaultGrid, portionsOf } from './estimate';
import type { Executor } from './executor';
import { firstRecord } from './first-record';
import { type FileRead, PartMerger } from './part-merger';
import { type ColumnOptions, inferColumns, type SampleColumns } from './sample-columns';
import type { Group } from './table';
import { tiedPrompts } from './ties';

/** The files of a run, cut into parts, and what they were taken for. */
export interface SampleFiles {
  parts: Part[];
  columns: SampleColumns;
  /** What the parts read that are pipes, from their beginning, by the names of the parts: `-` is standard input. */
  pipes: Map<string, Readable>;
}

/**
 * Cuts files, globs, pipes and `-` into parts, and looks at the first record.
 *
 * @throws Error if a file is not there, is given twice or has an unknown format, or if the columns of the first are not known.
 */
export async function openFiles(
  names: readonly string[],
  options: ColumnOptions,
  { format, partBytes, skipBad }: { format?: FormatName; partBytes?: number; skipBad?: boolean } = {}
): Promise<SampleFiles> {
  const { parts, pipes } = await partsOf(names, format, partBytes);
  const { first, stream } = await firstRecord(parts[0], pipes.get(parts[0].file), skipBad);
  if (stream) pipes.set(parts[0].file, stream);
  try {
    return { parts, columns: inferColumns(first.row, options), pipes };
  } catch (error) {
    if (!(error instanceof RecordError)) throw error;
    throw named(parts[0], new RecordError(error.message, { at: first.at }, error.code));
  }
}

export interface EstimateOptions {
  /** Whole numbers of samples. @default the powers of two up to the most samples that a prompt has */
  ns?: number[];
  /** Confidence level of the intervals, strictly between 0 and 1. */
  confidence: number;
  /** Seed of the bootstrap. */
  seed: number;
  /** Resamples of the bootstrap. */
  resamples: number;
}

/**
 * The curves of one group of prompts.
 *
 * @example
 * const worker = await createWorker({ redis, threads: 1 });
 * const { groups } = await submitSamples([file], { redis, perPrompt: true });
 * groups[0].ids; // → [ 't1', 't2' ]
 * groups[0].estimates[0].estimates.expectedReward; // → [0.5, 1]
 * await worker.close();
 */
export interface GroupResult {
  /** The value of the group's column; '' if there is no such column. */
  group: string;
  /** The id of each prompt; `submitSamples` leaves them out without `perPrompt`. */
  ids: string[];
  /** The number of samples of all prompts together. */
  samples: number;
  /** The number of prompts whose highest reward several samples share; 0 where the choice among them changes nothing. */
  tied: number;
  /** The means over prompts. */
  result: AggregateResult;
  /** The estimates of every prompt, in the order of `ids`; `submitSamples` leaves them out without `perPrompt`. */
  estimates: AggregateState['prompts'];
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
  /** The curves of each group of prompts, one for each value of the group's column. */
  groups: GroupResult[];
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
  const { table, files, readingMilliseconds } = await readParts(parts, columns, executor, { skipBad, onBytes });
  const { samples } = table;
  onPhase?.({ done: 'reading', samples, readingMilliseconds });
  const groups = await estimateGroups(table.groups(), executor, options);
  onPhase?.({ done: 'computing', samples, readingMilliseconds });
  return { files, groups };
}

/** Reads all parts, at most a few at once, and puts them together in order. */
async function readParts(
  parts: readonly Part[],
  columns: SampleColumns,
  executor: Executor,
  { skipBad, onBytes }: Pick<RunOptions, 'skipBad' | 'onBytes'>
): Promise<PartMerger> {
  const merger = new PartMerger();
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
  const results = pMapIterable(parts, read, { concurrency: executor.tasks, backpressure: executor.tasks * 2 });
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

/** The curves of every group, over the same n. */
export async function estimateGroups(
  groups: readonly Group[],
  executor: Executor,
  { ns = defaultGrid(groups), confidence, seed, resamples }: EstimateOptions
): Promise<GroupResult[]> {
  const results: GroupResult[] = [];
  for (const group of groups) {
    const aggregate = new Aggregate({ ns });
    const states = pMapIterable(portionsOf(group, ns), (portion) => executor.estimate(portion), {
      concurrency: executor.tasks,
      backpressure: executor.tasks * 2,
    });
    const estimates: AggregateState['prompts'] = [];
    for await (const state of states) {
      aggregate.merge(Aggregate.fromJSON(state));
      for (const prompt of state.prompts) estimates.push(prompt);
    }
    const result = aggregate.result({ confidence, seed, resamples });
    results.push({
      group: group.group,
      ids: group.ids,
      samples: group.rewards.length,
      tied: tiedPrompts(group),
      result,
      estimates,
    });
  }
  return results;
}
