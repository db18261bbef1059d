// Which columns of a file a fast reader can take without an object for each record: those of files with a sample in each record, by plain names.

import type { WantedColumn } from '../files/columns';
import { isPath } from './paths';
import { idColumns, numberColumns, type SampleColumns } from './sample-columns';

/**
 * The columns that are read, in the order of `idColumns` and then of `numberColumns`; undefined where records have to be looked at one by one. A record
 * whose values are not what these columns hold is one by one too.
 */
export function plainColumns(columns: SampleColumns): WantedColumn[] | undefined {
  const { wide, unfolded, steps, pass, by = [], runs = [], logProb, cluster, answer } = columns;
  // an answer may be null, which no column of ids can be
  if (wide || unfolded || steps || pass?.labels || cluster !== undefined || answer !== undefined) return undefined;
  const ids = idColumns(columns).map((name, i) => {
    // a run may be absent, unless a path of the same name may lead to it
    const mayLack = i >= by.length && i < by.length + runs.length && !isPath(name);
    return { name, use: mayLack ? ('label' as const) : ('id' as const) };
  });
  const numbers = numberColumns(columns).map((name) => ({
    name,
    use: name === logProb ? ('logProb' as const) : ('number' as const),
  }));
  const wanted = [...ids, ...numbers];
  const names = wanted.map(({ name }) => name);
  // a field that is literally called like a path goes first
  const isPlain = names.every((name) => !isPath(name) || columns.fields?.includes(name));
  return isPlain && new Set(names).size === names.length ? wanted : undefined;
}
