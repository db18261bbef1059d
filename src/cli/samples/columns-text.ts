// What the columns of records hold, as a table to read or as records.

import type { Row } from '../../files/record-sink';
import { withDigits } from '../../format/value';
import { oneLine } from '../../format/visible';
import type { SampleColumns } from '../../sample-files/sample-columns';
import { numberIn } from '../../sample-files/scoring';

/** A column, or a path into structs and lists: `info.score`, `scores[]`. */
export interface ColumnSummary {
  column: string;
  /** The types of its values, as `number, null`. */
  types: string;
  /** A value, shortened. */
  example: string;
  /** How many different values there are. */
  distinct: number;
  /** In how many of the records, or entries, it is null or missing. */
  nulls: number;
  takenFor: string;
}

const MAX_EXAMPLE = 30;
/** Deeper values are shown as they are. */
const MAX_DEPTH = 6;

interface Found {
  types: Set<string>;
  values: Set<string>;
  example?: string;
  nulls: number;
  seen: number;
}

/** @param columns - what the file would be taken for; undefined where nothing tells. */
export function summariesOf(rows: readonly Row[], columns: SampleColumns | undefined): ColumnSummary[] {
  const found = new Map<string, Found>();
  for (const row of rows) for (const [name, value] of Object.entries(row)) note(found, name, value, 0);
  return [...found].map(([column, { types, values, example = '', nulls, seen }]) => ({
    column,
    types: [...types].join(', '),
    example,
    distinct: values.size,
    nulls: nulls + (rows.some((row) => Object.hasOwn(row, column)) ? rows.length - seen : 0),
    takenFor: columns ? useOf(column, columns) : '',
  }));
}

function note(found: Map<string, Found>, path: string, value: unknown, depth: number): void {
  let column = found.get(path);
  if (!column) found.set(path, (column = { types: new Set(), values: new Set(), nulls: 0, seen: 0 }));
  column.seen++;
  column.types.add(typeOf(value));
  if (value === null || value === undefined) {
    column.nulls++;
    return;
  }
  const text = typeof value === 'string' || typeof value === 'bigint' ? String(value) : (withDigits(value) ?? String(value));
  column.values.add(text);
  column.example ??= shortened(text);
  if (depth >= MAX_DEPTH || typeof value !== 'object' || value instanceof Date || value instanceof Uint8Array) return;
  if (isList(value)) for (const entry of Array.from(value)) note(found, `${path}[]`, entry, depth + 1);
  else for (const [name, member] of Object.entries(value)) note(found, `${path}.${name}`, member, depth + 1);
}

const isList = (value: object): value is ArrayLike<unknown> => Array.isArray(value) || ArrayBuffer.isView(value);

function typeOf(value: unknown): string {
  if (value === null || value === undefined) return 'null';
  if (typeof value === 'bigint') return 'whole number';
  if (typeof value === 'string') return Number.isFinite(numberIn(value)) ? 'number as text' : 'text';
  if (typeof value === 'boolean') return 'true or false';
  if (typeof value !== 'object') return typeof value;
  if (value instanceof Date) return 'date';
  if (value instanceof Uint8Array) return 'bytes';
  return isList(value) ? 'list' : 'struct';
}

function shortened(text: string): string {
  const cut = [...text.slice(0, 2 * MAX_EXAMPLE)];
  return oneLine(cut.length > MAX_EXAMPLE ? `${cut.slice(0, MAX_EXAMPLE - 1).join('')}…` : text);
}

function useOf(column: string, columns: SampleColumns): string {
  const { prompt, reward, rewards = [reward], logProb, scores, answer, by = [], runs = [], sampleId, cluster, wide } = columns;
  const uses: [boolean, string][] = [
    [prompt.includes(column), 'prompt'],
    [rewards.includes(column), wide ? 'list of rewards' : 'reward'],
    [wide && rewards.some((reward) => column === `${reward}[]`), 'reward'],
    [logProb === column, 'log-probability'],
    [scores.includes(column), 'score'],
    [answer === column, 'answer'],
    [[...by, ...runs].includes(column), 'a curve for each'],
    [sampleId === column, 'sample'],
    [cluster === column, 'cluster'],
  ];
  const own = uses.filter(([is]) => is).map(([, use]) => use);
  return own.join(', ') || 'left out';
}
