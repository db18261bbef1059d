// The estimates of many prompts as columns, one for each kind of estimate and n.

import { type ColumnState, PromptTable } from './prompt-columns';

/** The estimates of the prompts of a run. */
export interface RunEstimates {
  /** The keys of the estimates. */
  keys: readonly string[];
  /** The estimate of every prompt at the n of an index, NaN where there is none. */
  column(key: string, index: number): ArrayLike<number>;
}

/** The estimates that another part of the package made columns of. */
export function estimatesOfColumns({ ns, parts }: ColumnState): RunEstimates {
  const table = new PromptTable(ns);
  for (const { samples, estimates } of parts) table.append(samples, Object.entries(estimates));
  return { keys: table.keys(), column: (key, index) => table.column(key, index) };
}
