// Finds a column that may name the prompt where none is known that does, or where the one that was taken does not repeat.

import type { Row } from '../files/record-sink';
import { fieldsOf, valuesOf } from './kinds/kind';
import { repeats } from './kinds/prompt-names';
import { isArrayLike, valueAt } from './paths';
import { runColumns } from './run-columns';

/** Columns that name a prompt more likely than others. */
const PROMPTS = /^(prompt|question|input|instruction|problem|query|task|doc|goal)(_?(id|text|name))?$/i;

/** A column whose values repeat, or a part of the prompt's own values that does; undefined if the prompts repeat themselves. */
export function repeatingColumn(rows: readonly Row[], prompt: readonly string[]): string | undefined {
  const ids = rows.map((row) => prompt.map((name) => valueAt(row, name)));
  if (rows.length < 2 || repeats(ids)) return undefined;
  const pair = prompt.find((name) => rows.every((row) => isArrayLike(valueAt(row, name))));
  if (pair !== undefined && repeats(valuesOf(rows, `${pair}[0]`))) return `${pair}[0]`;
  return calledPrompts(rows).find((name) => !prompt.includes(name));
}

/** A column that may be a prompt by its name and repeats within a run: a row for each model and task is a mean, and no sample. */
export function repeatingPrompt(rows: readonly Row[]): string | undefined {
  return calledPrompts(rows).find((name) => {
    const apart = [name, ...runColumns(rows, [name])];
    return repeats(rows.map((row) => apart.map((column) => valueAt(row, column))));
  });
}

/** The columns that are called so and hold texts or whole numbers that repeat. */
function calledPrompts(rows: readonly Row[]): string[] {
  return fieldsOf(rows).filter((name) => {
    const values = PROMPTS.test(name) ? valuesOf(rows, name) : [];
    return values.every((value) => typeof value === 'string' || Number.isInteger(value)) && repeats(values);
  });
}
