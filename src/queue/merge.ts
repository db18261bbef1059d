// The parent's work: the parts' tables put together in order, and the curves. The same steps as on one machine, so the same bits.

import type { Answer } from '../answer';
import { inThisThread } from '../sample-files/executor';
import { PartMerger } from '../sample-files/part-merger';
import type { PartResult } from '../sample-files/read-part';
import { type Estimated, estimateGroups } from '../sample-files/run-files';
import { type MergeJob, readKey } from './jobs';
import { decode, encode } from './wire';

export interface MergeTask {
  job: MergeJob;
  /** The children's answers by key, and why the others have none. */
  values: Record<string, string>;
  failures: Record<string, string>;
}

export async function mergeTask({ job, values, failures }: MergeTask): Promise<Answer<string>> {
  const { run, parts, options, perPrompt } = job;
  // a file counts as a whole or not at all
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
