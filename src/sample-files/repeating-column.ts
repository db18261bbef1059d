// Finds a column that may name the prompt where the one that was taken does not repeat.

import type { Row } from '../files/record-sink';
import { fieldsOf, valuesOf } from './kinds/kind';
import { repeats } from './kinds/prompt-names';
import { isArrayLike, valueAt } from './paths';

/** Columns that name a prompt more likely than others. */
const PROMPTS = /^(prompt|question|input|instruction|problem|query|task|doc|goal)(_?(id|text|name))?$/i;

/** A column whose values repeat, or a part of the prompt's own values that does; undefined if the prompts repeat themselves. */
export function repeatingColumn(rows: readonly Row[], prompt: readonly string[]): string | undefined {
  const ids = rows.map((row) => prompt.map((name) => valueAt(row, name)));
  if (rows.length < 2 || repeats(ids)) return undefined;
  const pair = prompt.find((name) => rows.every((row) => isArrayLike(valueAt(row, name))));
  if (pair !== undefined && repeats(valuesOf(rows, `${pair}[0]`))) return `${pair}[0]`;
  const isText = (name: string) => valuesOf(rows, name).every((value) => typeof value === 'string' || Number.isInteger(value));
  const candidates = fieldsOf(rows).filter((name) => PROMPTS.test(name) && !prompt.includes(name) && isText(name));
  return candidates.find((name) => repeats(valuesOf(rows, name)));
}
