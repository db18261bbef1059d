// Which columns of a file are read for the names that are asked for, each of which may be a path into a column: `doc.id`, `scores[0].value`.

import { type Place, RecordError } from './record-error';

/** @throws RecordError if two columns have one name, so that one of them would be lost. */
export function checkDistinct(names: readonly string[], place: Place = {}): void {
  const known = new Set<string>();
  for (const name of names) {
    if (known.has(name)) throw new RecordError(`two columns are called ${JSON.stringify(name)}`, place);
    known.add(name);
  }
}

/** The column that a name means: the one that is called so or, for a path, the one that it begins in; undefined if there is none. */
export function columnOf(name: string, has: (column: string) => boolean): string | undefined {
  if (has(name)) return name;
  for (let i = name.length - 1; i > 0; i--) {
    if ((name[i] === '.' || name[i] === '[') && has(name.slice(0, i))) return name.slice(0, i);
  }
  return undefined;
}

export interface Wanted {
  /** The columns that are read. */
  read: Set<string>;
  /** Those whose values are ids. */
  ids: Set<string>;
  /** The others, where a column that is asked for is not there: the message about that names them too. */
  named: string[];
}

/**
 * @param names - of all columns of the file.
 * @param columns - the names that are asked for; absent: all.
 * @param exact - those of them that are ids.
 */
export function wantedColumns(
  names: readonly string[],
  columns: readonly string[] | undefined,
  exact: readonly string[]
): Wanted {
  const known = new Set(names);
  const has = (name: string) => known.has(name);
  const found = columns?.map((name) => columnOf(name, has));
  const read = found ? new Set(found.filter((name) => name !== undefined)) : known;
  const ids = new Set(exact.map((name) => columnOf(name, has)).filter((name) => name !== undefined));
  return { read, ids, named: found?.includes(undefined) ? names.filter((name) => !read.has(name)) : [] };
}
