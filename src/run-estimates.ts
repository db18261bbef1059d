// The estimates of many prompts as columns, one for each kind of estimate and n.

import { estimatesOf } from './estimates';
import { type ColumnState, PromptTable } from './prompt-columns';
import type { Samples } from './samples';

/** The estimates of the prompts of a run. */
export interface RunEstimates {
  /** The keys of the estimates. */
  keys: readonly string[];
  /** The estimate of every prompt at the n of an index, NaN where there is none. */
  column(key: string, index: number): ArrayLike<number>;
}

export function estimatesOfRun(prompts: readonly Samples[], ns: readonly number[]): RunEstimates {
  const table = new PromptTable(ns);
  for (const samples of prompts) table.append([samples.size], estimatesOf(samples, ns));
  return { keys: table.keys(), column: (key, index) => table.column(key, index) };
}

/** The estimates that another part of the package made columns of. */
export function estimatesOfColumns({ ns, parts }: ColumnState): RunEstimates {
  const table = new PromptTable(ns);
  for (const { samples, estimates } of parts) table.append(samples, Object.entries(estimates));
  return { keys: table.keys(), column: (key, index) => table.column(key, index) };
}
