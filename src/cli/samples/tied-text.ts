// Ties at the top, in words.

import { grouped } from '../../format/number';
import type { GroupResult } from '../../sample-files/run-files';
import type { SampleColumns } from '../../sample-files/sample-columns';

/** A line for each group in which the best is drawn among equals. */
export function tiedLines(groups: readonly GroupResult[], { group: column, reward }: SampleColumns): string[] {
  return groups.flatMap(({ group, tied, result: { prompts } }) => {
    if (tied === 0) return [];
    const where = column === undefined ? '' : `${column} ${group}: `;
    return [
      `${where}${grouped(tied)} of ${grouped(prompts)} prompts have ties at the top of ${reward}; the best is drawn among equals`,
    ];
  });
}
