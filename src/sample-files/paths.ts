// Paths into structs and lists: `metric.em`, `id[0]`, `id[-1]` for the last entry, `completions[].score` for every entry.

import { RecordError } from '../files/record-error';
import type { Row } from '../files/record-sink';

/** Every entry of a list. */
const EVERY = Symbol('every');

interface Step {
  /** The name of a field, the index of an entry, or every entry. */
  key: string | number | typeof EVERY;
  /** What follows a dot up to the end of the path: a field may be called that, dots and all. */
  rest: string;
}

const known = new Map<string, readonly Step[] | undefined>();

/** The steps of a path; undefined for a plain name, and for what is no path. */
function stepsOf(path: string): readonly Step[] | undefined {
  if (!known.has(path)) known.set(path, parse(path));
  return known.get(path);
}

function parse(path: string): readonly Step[] | undefined {
  if (!/[.[]/.test(path)) return undefined;
  const steps: Step[] = [];
  const pattern = /(?:^|\.)([^.[\]]+)|\[(-?\d+)?\]/y;
  while (pattern.lastIndex < path.length) {
    const from = pattern.lastIndex;
    const match = pattern.exec(path);
    if (!match) return undefined;
    const [, name, index] = match;
    steps.push({
      key: name ?? (index === undefined ? EVERY : Number(index)),
      rest: path.slice(path[from] === '.' ? from + 1 : from),
    });
  }
  return steps;
}

/** Whether a name may be a path, if no field is called so. */
export function isPath(name: string): boolean {
  return stepsOf(name) !== undefined;
}

/** The field of the record that a path begins in: the whole path where a field is called so. */
export function rootOf(path: string, isField: (name: string) => boolean): string {
  const first = stepsOf(path)?.[0].key;
  return isField(path) || typeof first !== 'string' ? path : first;
}

/** Whether a path says "every entry", so that its value is a list. */
export function isList(path: string): boolean {
  return stepsOf(path)?.some(({ key }) => key === EVERY) ?? false;
}

/**
 * The value at a path; undefined if there is none. A field of the record that is literally called so goes first. The value of a path with `[]` is a
 * list, in which entries that have no such field are undefined.
 */
export function valueAt(row: Row, path: string): unknown {
  if (Object.hasOwn(row, path)) return row[path];
  const steps = stepsOf(path);
  return steps && follow(row, steps, 0);
}

function follow(value: unknown, steps: readonly Step[], from: number): unknown {
  let here = value;
  for (let i = from; i < steps.length; i++) {
    const { key, rest } = steps[i];
    if (typeof here !== 'object' || here === null) return undefined;
    if (key === EVERY) {
      if (!isArrayLike(here)) return undefined;
      return Array.from(here, (entry) => follow(entry, steps, i + 1));
    }
    if (typeof key === 'number') {
      if (!isArrayLike(here)) return undefined;
      here = here[key < 0 ? here.length + key : key];
      continue;
    }
    if (isArrayLike(here)) return undefined;
    if (i > 0 && rest !== key && Object.hasOwn(here, rest)) return (here as Row)[rest];
    if (!Object.hasOwn(here, key)) return undefined;
    here = (here as Row)[key];
  }
  return here;
}

/** The path of entry `i` of the list that is the value of a path. */
export function entryOf(path: string, i: number): string {
  return path.includes('[]') ? path.replace('[]', `[${i}]`) : `${path}[${i}]`;
}

/** Whether a value is a list: an array, or a typed array as columnar formats give them. */
export function isArrayLike(value: unknown): value is ArrayLike<unknown> {
  return Array.isArray(value) || (ArrayBuffer.isView(value) && !(value instanceof DataView));
}

/** What is wrong with records that lack a column. */
export function noColumn(name: string, columns: Iterable<string>): RecordError {
  const all = [...columns].join(', ');
  return new RecordError(`there is no column ${JSON.stringify(name)}; the columns are ${all}`, {}, 'UNKNOWN_COLUMNS');
}
