// Ties at the top, in words.

import { grouped } from '../../format/number';
import type { GroupResult } from '../../sample-files/run-files';
import type { SampleColumns } from '../../sample-files/sample-columns';

/** A line on the prompts of all curves whose best is drawn among equals; none where there are none. */
export function tiedLines(groups: readonly GroupResult[], { reward }: SampleColumns): string[] {
  const tied = groups.reduce((sum, group) => sum + group.tied, 0);
  if (tied === 0) return [];
  const prompts = groups.reduce((sum, { result }) => sum + result.prompts, 0);
  return [`${grouped(tied)} of ${grouped(prompts)} prompts have ties at the top of ${reward}: the best is drawn among equals`];
}
