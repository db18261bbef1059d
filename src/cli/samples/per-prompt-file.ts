// Every prompt's estimates as a file: a line for each prompt and n that it has samples for.

import type { GroupResult } from '../../sample-files/run-files';
import { type Cell, jsonOf, quoted } from '../output/serialize';

/** The library's names of scores, which other output writes with `score.` */
const SCORE = /^scores\./;

/** Piece by piece: there may be millions of lines. */
export function* perPromptText(file: string, groups: readonly GroupResult[]): Generator<string> {
  const csv = /\.csv$/i.test(file);
  let headed = false;
  for (const { group, ids, result, estimates } of groups) {
    const ns = result.rows.map(({ n }) => n);
    for (const [prompt, { samples, estimates: values }] of estimates.entries()) {
      for (const [i, n] of ns.entries()) {
        if (n > samples) break;
        const row: Record<string, Cell> = {
          ...(groups.length > 1 || group !== '' ? { group } : {}),
          prompt: ids[prompt],
          samples,
          n,
        };
        for (const [name, estimate] of Object.entries(values)) row[name.replace(SCORE, 'score.')] = estimate[i];
        if (csv && !headed) yield `${Object.keys(row).map(quoted).join(',')}\n`;
        headed = true;
        yield csv ? `${Object.values(row).map(quoted).join(',')}\n` : `${jsonOf(row)}\n`;
      }
    }
  }
}
