// The best-of-n policy of a support as a file: a line for each outcome.

import { csvLine, jsonOf } from '../output/serialize';

/**
 * The text of the file, piece by piece, since there may be millions of lines: the columns that were read, then the probability at each n, with
 * every digit.
 *
 * @param safeCsv - whether names of a CSV are marked that a spreadsheet would take for a formula.
 */
export function* policyText(
  file: string,
  columns: ReadonlyMap<string, Float64Array>,
  policies: readonly [string, Float64Array][],
  safeCsv = false
): Generator<string> {
  const all = [...columns, ...policies];
  const names = all.map(([name]) => name);
  const csv = /\.csv$/i.test(file);
  if (csv) yield csvLine(names, safeCsv);
  const size = all[0][1].length;
  for (let i = 0; i < size; i++) {
    const values = all.map(([, column]) => column[i]);
    yield csv ? csvLine(values) : `${jsonOf(Object.fromEntries(values.map((x, k) => [names[k], x])))}\n`;
  }
}
