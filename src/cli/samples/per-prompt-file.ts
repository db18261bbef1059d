// Every prompt's estimates as a file: a line for each prompt and n that it has samples for.

import { nameOfKey } from '../../estimates';
import type { GroupResult } from '../../sample-files/run-files';
import { type Cell, csvLine, jsonOf } from '../output/serialize';

/**
 * The text of the file, piece by piece, since there may be millions of lines.
 *
 * @param safeCsv - whether texts of a CSV are marked that a spreadsheet would take for a formula.
 */
export function* perPromptText(file: string, groups: readonly GroupResult[], safeCsv = false): Generator<string> {
  const csv = /\.csv$/i.test(file);
  let headed = false;
  for (const { labels, ids, result, estimates } of groups) {
    const ns = result.rows.map(({ n }) => n);
    for (const [prompt, { samples, estimates: byKey }] of estimates.entries()) {
      const columns = Object.entries(byKey).map(([key, values]) => [nameOfKey(key), values] as const);
      for (const [i, n] of ns.entries()) {
        if (n > samples) break;
        const row: Record<string, Cell> = {
          ...labels,
          prompt: ids[prompt],
          samples,
          n,
        };
        for (const [name, values] of columns) row[name] = values[i];
        if (csv && !headed) yield csvLine(Object.keys(row), safeCsv);
        headed = true;
        yield csv ? csvLine(Object.values(row), safeCsv) : `${jsonOf(row)}\n`;
      }
    }
  }
}
