// The task of the parent job: puts the parts' tables together in their order and estimates the curves, by the same steps as on one machine, so
// that the numbers are the same to the bit.

import { coded } from '../errors';
import { differenceFrom } from '../files/file-version';
import type { TaskResult } from '../node/transfer';
import { estimateAll } from '../sample-files/estimate-groups';
import { inThisThread } from '../sample-files/executor';
import { groupTable } from '../sample-files/grouping';
import { PartMerger } from '../sample-files/part-merger';
import type { Estimated } from '../sample-files/run-files';
import { decode, encode } from './codec';
import { MAX_LOST } from './limits';
import { type MergeJob, OTHER_VERSION, readId, type SharedPart, type SharedResult } from './protocol';

export interface MergeTask {
  job: MergeJob;
  /** The start of the keys below, before the id of a read job. */
  prefix: string;
  /** The results of the read jobs that succeeded. */
  values: Record<string, string>;
  /** The messages of the read jobs that failed. */
  failures: Record<string, string>;
}

/** @throws Error (`JOB_FAILED`) if a result is damaged, or a worker is of another version. */
export async function mergeTask({ job, prefix, values, failures }: MergeTask): Promise<TaskResult<string>> {
  const { run, parts, columns, options, perPrompt } = job;
  const keyOf = (part: number) => `${prefix}${readId(run, part)}`;
  const failed = failedFiles(
    parts,
    (i) => values[keyOf(i)] !== undefined,
    (i) => failures[keyOf(i)]
  );
  const merge = new PartMerger(columns);
  for (const [i, shared] of parts.entries()) {
    const part = { ...shared, file: shared.name };
    const reason = failed.get(shared.file);
    if (reason === undefined) merge.add(part, resultOf(shared, values[keyOf(i)], readId(run, i)));
    else if (merge.files[merge.files.length - 1]?.file !== part.file) merge.addFailed(part, reason);
  }
  const grouped = groupTable(merge.table.toState(), columns, merge.folders);
  const { groups, notices } = await estimateAll(grouped, columns, inThisThread(), { ...options, perPrompt });
  const estimated: Estimated = {
    files: merge.files,
    groups: groups.map((group) => ({ ...group, ...(perPrompt ? {} : { ids: [] }) })),
    notices,
  };
  return { value: encode(estimated), transfer: [] };
}

/** Why files do not count: each counts as a whole or not at all, so one part that failed fails its file. */
function failedFiles(
  parts: readonly SharedPart[],
  isThere: (part: number) => boolean,
  failure: (part: number) => string | undefined
): Map<string, string> {
  const versions = new Map(parts.map(({ file, version }) => [file, version]));
  const failed = new Map<string, string>();
  for (const [i, { file, version }] of parts.entries()) {
    const reason = isThere(i) ? differenceFrom(version, versions.get(file) ?? version) : (failure(i) ?? 'its job has no answer');
    if (reason?.startsWith(OTHER_VERSION)) throw coded(Error, 'JOB_FAILED', reason);
    if (reason !== undefined && !failed.has(file)) failed.set(file, inWords(reason));
  }
  return failed;
}

/** A failure as the user reads it, where its words are BullMQ's. */
export function inWords(reason: string): string {
  return /stalled more than allowable/.test(reason) ? `given up after ${MAX_LOST} tries: each ended its worker` : reason;
}

function resultOf({ name, version }: SharedPart, text: string, id: string) {
  const read = decode<SharedResult>(text, `job ${id}, a part of ${name},`);
  const difference = differenceFrom(version, read.version);
  if (difference !== undefined) throw coded(Error, 'JOB_FAILED', `parts of ${name} are of different versions: ${difference}`);
  return read.result;
}
