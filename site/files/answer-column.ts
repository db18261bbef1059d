// Which column of samples holds the answers that vote, and what a gold score is called.

import type { Row } from '../../src/files/record-sink';
import { valueAt } from '../../src/sample-files/paths';
import { textOf } from '../../src/sample-files/values';

/** What an answer is called that was taken out of a response. */
const ANSWER_NAME =
  /^((extracted|final|parsed|predicted|normali[sz]ed|model|voted)_?(answer|prediction)s?|predictions?|preds?|answer)$/i;

/** What a score is called that counts in truth. */
export const GOLD_NAME = /(^|[_.])gold(_|$)/i;

/** The column; undefined if none is called so, or none differs between the samples of a prompt, as the right answer does not. */
export function answerColumn(rows: readonly Row[], prompt: readonly string[]): string | undefined {
  const names = [...new Set(rows.flatMap((row) => Object.keys(row)))].filter((name) => ANSWER_NAME.test(name));
  return names.find((name) => {
    const first = new Map<string, string>();
    return rows.some((row) => {
      const value = valueAt(row, name);
      if (typeof value === 'object' || value === undefined) return false;
      const key = JSON.stringify(prompt.map((part) => textOf(valueAt(row, part))));
      const text = textOf(value);
      const before = first.get(key);
      if (before === undefined) first.set(key, text);
      return before !== undefined && before !== text;
    });
  });
}
