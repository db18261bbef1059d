// The task of the parent job: puts the parts' tables together in their order and estimates the curves, by the same steps as on one machine, so
// that the numbers are the same to the bit.

import type { TaskResult } from '../node/transfer';
import { inThisThread } from '../sample-files/executor';
import { PartMerger } from '../sample-files/part-merger';
import type { PartResult } from '../sample-files/read-part';
import { type Estimated, estimateGroups } from '../sample-files/run-files';
import { decode, encode } from './codec';
import { type MergeJob, readKey } from './protocol';

export interface MergeTask {
  job: MergeJob;
  /** The results of the read jobs that succeeded, by `readKey`. */
  values: Record<string, string>;
  /** The messages of the read jobs that failed, by `readKey`. */
  failures: Record<string, string>;
}

export async function mergeTask({ job, values, failures }: MergeTask): Promise<TaskResult<string>> {
  const { run, parts, options, perPrompt } = job;
  // a file counts as a whole or not at all: one part that failed fails its file
  const failed = new Map<string, string>();
  parts.forEach(({ file }, i) => {
    const key = readKey(run, i);
    if (values[key] === undefined && !failed.has(file)) failed.set(file, failures[key] ?? 'its job has no answer');
  });
  const merge = new PartMerger();
  parts.forEach((part, i) => {
    const reason = failed.get(part.file);
    if (reason === undefined) merge.add(part, decode<PartResult>(values[readKey(run, i)]));
    else if (merge.files[merge.files.length - 1]?.file !== part.file) merge.addFailed(part, reason);
  });
  const groups = await estimateGroups(merge.table.groups(), inThisThread(), options);
  const estimated: Estimated = {
    files: merge.files,
    groups: groups.map((group) => ({ ...group, ...(perPrompt ? {} : { ids: [], estimates: [] }) })),
  };
  return { value: encode(estimated), transfer: [] };
}
