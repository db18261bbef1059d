// Every prompt's estimates as a file: a line for each prompt and n that it has samples for.

import { nameOfKey } from '../../estimate-fields';
import type { GroupResult } from '../../sample-files/estimate-groups';
import type { SampleColumns } from '../../sample-files/sample-columns';
import { type Cell, csvLine, jsonOf } from '../output/serialize';
import { promptCells } from './prompt-cells';

/**
 * The text of the file, piece by piece, since there may be millions of lines.
 *
 * @param safeCsv - whether texts of a CSV are marked that a spreadsheet would take for a formula.
 */
export function* perPromptText(
  file: string,
  groups: readonly GroupResult[],
  { prompt: columns }: SampleColumns,
  safeCsv = false
): Generator<string> {
  const taken = new Set(['samples', 'n']);
  for (const { estimates } of groups)
    for (const prompt of estimates) for (const key of Object.keys(prompt.estimates)) taken.add(nameOfKey(key));
  const { names, cellsOf } = promptCells(columns, groups, taken);
  const csv = /\.csv$/i.test(file);
  let headed = false;
  for (const { labels, ids, result, estimates } of groups) {
    const ns = result.rows.map(({ n }) => n);
    for (const [prompt, { samples, estimates: byKey }] of estimates.entries()) {
      const own = Object.entries(byKey).map(([key, values]) => [nameOfKey(key), values] as const);
      const cells = cellsOf(labels, ids[prompt]);
      for (const [i, n] of ns.entries()) {
        if (n > samples) break;
        const row: Record<string, Cell> = { ...Object.fromEntries(names.map((name, c) => [name, cells[c]])), samples, n };
        for (const [name, values] of own) row[name] = values[i];
        if (csv && !headed) yield csvLine(Object.keys(row), safeCsv);
        headed = true;
        yield csv ? csvLine(Object.values(row), safeCsv) : `${jsonOf(row)}\n`;
      }
    }
  }
}
