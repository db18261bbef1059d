// Many small supports at once: scored samples of many prompts, or small vocabularies, packed end to end.

import { N, RESULT_COUNT } from '../assembly/layout';
import { type Batch, checkBatch, type DEFAULT_METRICS } from './batch-input';
import { repairResults } from './engine/results';
import { currentEngine } from './engine/select';
import { groupsOf, type MetricName, readerOf, resultsFor } from './metrics';
import { coefficientsAt } from './numerics/coefficients';

/**
 * The metrics of every row at every n, in one call into the kernel. The numbers are, to the bit, those of `Support.from(row).metrics(n)`, and
 * short rows take a fraction of the time. Equal rewards inside a row are tied at random (`ties: 'random'`).
 *
 * @param batch - the rows, packed end to end, and the numbers of samples.
 * @returns each metric as a Float64Array of `rows * ns` entries: those of the first row at every n, then those of the second, and so on.
 * @throws TypeError if an argument has the wrong type or length; RangeError if a value is not allowed (the message names argument, index, row and
 *   column), or if the batch does not fit into memory.
 *
 * @example
 * const { winRate } = evaluateBatch({ rewards: Float64Array.of(1, 2, 3, 5, 5, 4), rows: 3, ns: [2, 4] });
 * winRate.length; // → 4
 * // of the first row at n = 4
 * winRate[1]; // → 0.76337449
 */
export function evaluateBatch<F extends MetricName = (typeof DEFAULT_METRICS)[number]>(batch: Batch<F>): Record<F, Float64Array> {
  const { rewards, weights, starts, ns, names } = checkBatch(batch);
  const wanted = resultsFor(names, ns);
  const coefficients = Array.from(ns, coefficientsAt);
  const longest = longestOf(starts);
  const known = currentEngine().batch({ rewards, weights, starts, longest, coefficients, groups: groupsOf(names), wanted });

  const entries = (starts.length - 1) * ns.length;
  const columns = names.map((name) => ({ name, read: readerOf(name), values: new Float64Array(entries) }));
  const results = new Float64Array(RESULT_COUNT);
  for (let entry = 0, from = 0; entry < entries; entry++) {
    const c = coefficients[entry % ns.length];
    for (let i = 0; i < wanted.length; i++) results[wanted[i]] = known[from++];
    repairResults(results, c[N]);
    for (let i = 0; i < columns.length; i++) columns[i].values[entry] = columns[i].read(results, c);
  }
  return Object.fromEntries(columns.map(({ name, values }) => [name, values])) as Record<F, Float64Array>;
}

function longestOf(starts: Uint32Array): number {
  let longest = 0;
  for (let row = 1; row < starts.length; row++) longest = Math.max(longest, starts[row] - starts[row - 1]);
  return longest;
}
