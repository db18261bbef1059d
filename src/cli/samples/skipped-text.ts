// What was left out of a run, in words.

import { fileName } from '../../files/record-error';
import { count } from '../../format/number';
import type { FileRead } from '../../sample-files/part-merger';

/** A few lines for each file of which something was left out. */
export function skippedLines(files: readonly FileRead[]): string[] {
  const lines: string[] = [];
  for (const { file, skipped, faults, failed } of files) {
    if (failed !== undefined) lines.push(`${fileName(file)} does not count: ${failed}`);
    if (skipped === 0) continue;
    lines.push(`${fileName(file)}: ${count(skipped, 'record')} skipped`, ...faults.map((fault) => `  ${fault}`));
    if (skipped > faults.length) lines.push(`  and ${skipped - faults.length} more`);
  }
  return lines;
}
