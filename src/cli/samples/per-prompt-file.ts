// Every prompt's estimates as a file: a line for each prompt and n that it has samples for.

import { nameOfKey } from '../../estimate-fields';
import type { GroupResult } from '../../sample-files/estimate-groups';
import type { SampleColumns } from '../../sample-files/sample-columns';
import { type Cell, csvLine, jsonOf } from '../output/serialize';

/**
 * The text of the file, piece by piece, since there may be millions of lines. A column of the group, and each of several columns of the prompt, has its
 * own name, with `group.` or `prompt.` before it where the file has another of that name.
 *
 * @param safeCsv - whether texts of a CSV are marked that a spreadsheet would take for a formula.
 */
export function* perPromptText(
  file: string,
  groups: readonly GroupResult[],
  { prompt: names }: SampleColumns,
  safeCsv = false
): Generator<string> {
  const taken = new Set(['samples', 'n', ...(names.length === 1 ? ['prompt'] : [])]);
  for (const { estimates } of groups)
    for (const prompt of estimates) for (const key of Object.keys(prompt.estimates)) taken.add(nameOfKey(key));
  const free = (name: string, kind: string) => (taken.has(name) ? `${kind}.${name}` : name);
  const labelCells = (labels: Record<string, string>) =>
    Object.fromEntries(Object.entries(labels).map(([name, value]) => [free(name, 'group'), value]));
  const csv = /\.csv$/i.test(file);
  let headed = false;
  for (const { labels, ids, result, estimates } of groups) {
    const ns = result.rows.map(({ n }) => n);
    for (const [prompt, { samples, estimates: byKey }] of estimates.entries()) {
      const columns = Object.entries(byKey).map(([key, values]) => [nameOfKey(key), values] as const);
      for (const [i, n] of ns.entries()) {
        if (n > samples) break;
        const row: Record<string, Cell> = {
          ...labelCells(labels),
          ...promptCells(ids[prompt]),
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

  /** A prompt that several columns name together has a cell for each of them. */
  function promptCells(id: string): Record<string, Cell> {
    if (names.length === 1) return { prompt: id };
    const parts = JSON.parse(id) as string[];
    return Object.fromEntries(names.map((name, i) => [free(name, 'prompt'), parts[i]]));
  }
}
