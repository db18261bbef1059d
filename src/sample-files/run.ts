// A run over sample files: files -> parts -> one table -> groups -> estimates of every prompt -> means. Who reads the parts is the caller's
// choice: this thread, a pool or other machines. The parts come together in their own order, so the numbers are the same to the bit.

import type { Readable } from 'node:stream';
import { pMapIterable } from 'p-map';
import { describeFault } from '../files/fault';
import { unitOf } from '../files/format';
import type { Part } from '../files/part';
import { Aggregate, type AggregateResult, type AggregateState } from '../index';
import { defaultGrid, estimate, type Portion, portionsOf } from './estimate';
import { BAD_LISTED, type PartResult, readPart } from './read-part';
import type { Shape } from './shape';
import { type Group, SampleTable } from './table';

/** Who does the work. */
export interface Hands {
  threads: number;
  /** How many tasks are worth having under way at once: of a pool more than it has threads, so that none waits for this one. */
  tasks: number;
  /** Calls back with the bytes that it has read, where it can. */
  readPart(part: Part, shape: Shape, skipBad: boolean, onBytes?: (read: number) => void): Promise<PartResult>;
  estimate(portion: Portion): Promise<AggregateState>;
}

/** This thread, which alone can read standard input. */
export function ownHands(standardInput?: Readable): Hands {
  return {
    threads: 1,
    tasks: 1,
    readPart: (part, shape, skipBad, onBytes) => readPart(part, shape, { skipBad, standardInput, onBytes }),
    estimate: async (portion) => estimate(portion),
  };
}

/**
 * What was read of one file.
 *
 * @example
 * const worker = await createWorker({ redis, threads: 1 });
 * const { files } = await submitSamples([file], { redis, skipBad: true });
 * [files[0].length, files[0].samples, files[0].skipped]; // → [4, 4, 0]
 * await worker.close();
 */
export interface FileRead {
  /** Its path. */
  file: string;
  /** Lines or rows. */
  length: number;
  /** What `length` counts. */
  unit: 'line' | 'row';
  /** Samples that count. */
  samples: number;
  /** Records that were left out. */
  skipped: number;
  /** The first of the records that were skipped, in words. */
  faults: string[];
  /** Why nothing of the file counts, where a cluster could not read it. */
  failed?: string;
}

export interface EstimateOptions {
  /** By default the powers of two up to the most samples that a prompt has. */
  ns?: number[];
  confidence: number;
  seed: number;
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
  /** The value of the group's column; '' where there is none. */
  group: string;
  /** What the prompts are called. */
  ids: string[];
  /** The samples of all prompts. */
  samples: number;
  /** The means over prompts. */
  result: AggregateResult;
  /** Of every prompt, with `perPrompt`. */
  estimates: AggregateState['prompts'];
}

/**
 * All that a run gives.
 *
 * @example
 * const worker = await createWorker({ redis, threads: 1 });
 * const { files, groups } = await submitSamples([file], { redis });
 * [files.length, groups.length]; // → [1, 1]
 * await worker.close();
 */
export interface Estimated {
  /** One for each file, in the order given. */
  files: FileRead[];
  /** One for each value of the group's column. */
  groups: GroupResult[];
}

/** Reads all parts, at most a few at once, and puts them together in order. */
export async function readAll(
  parts: readonly Part[],
  shape: Shape,
  hands: Hands,
  { skipBad, onBytes }: { skipBad: boolean; onBytes?: (more: number) => void }
): Promise<{ table: SampleTable; files: FileRead[]; readingMilliseconds: number }> {
  const merge = new Merge();
  const read = async (part: Part) => {
    let known = 0;
    const tell = (read: number) => {
      onBytes?.(read - known);
      known = read;
    };
    const result = await hands.readPart(part, shape, skipBad, tell);
    tell(part.bytes);
    return { part, result };
  };
  const results = pMapIterable(parts, read, { concurrency: hands.tasks, backpressure: hands.tasks * 2 });
  for await (const { part, result } of results) {
    merge.add(part, result);
  }
  return merge;
}

/** Parts put together in the order they are added. */
export class Merge {
  readonly table = new SampleTable();
  readonly files: FileRead[] = [];
  readingMilliseconds = 0;

  add(part: Part, { table, length, bad, milliseconds }: PartResult): void {
    const unit = unitOf(part.format);
    let file = this.files[this.files.length - 1];
    if (file?.file !== part.file || !part.range || part.range.from === 0) {
      file = { file: part.file, length: 0, unit, samples: 0, skipped: 0, faults: [] };
      this.files.push(file);
    }
    for (const { at, column, message } of bad.first.slice(0, BAD_LISTED - file.faults.length)) {
      file.faults.push(describeFault(part.file, unit, { at: at === undefined ? undefined : at + file.length, column, message }));
    }
    file.length += length;
    file.skipped += bad.count;
    file.samples += table.rows.length;
    this.table.append(table);
    this.readingMilliseconds += milliseconds;
  }

  /** A file of which nothing counts. */
  addFailed({ file, format }: Part, failed: string): void {
    this.files.push({ file, length: 0, unit: unitOf(format), samples: 0, skipped: 0, faults: [], failed });
  }
}

/** The curve of every group. */
export async function estimateAll(groups: readonly Group[], hands: Hands, options: EstimateOptions): Promise<GroupResult[]> {
  const ns = options.ns ?? defaultGrid(groups);
  const results: GroupResult[] = [];
  for (const group of groups) {
    const aggregate = new Aggregate({ ns });
    const states = pMapIterable(portionsOf(group, ns), (portion) => hands.estimate(portion), {
      concurrency: hands.tasks,
      backpressure: hands.tasks * 2,
    });
    const estimates: AggregateState['prompts'] = [];
    for await (const state of states) {
      aggregate.merge(Aggregate.fromJSON(state));
      for (const prompt of state.prompts) estimates.push(prompt);
    }
    const { confidence, seed, resamples } = options;
    const result = aggregate.result({ confidence, seed, resamples });
    results.push({ group: group.group, ids: group.ids, samples: group.rewards.length, result, estimates });
  }
  return results;
}
