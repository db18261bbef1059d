// Samples of many prompts at once: scored answers, packed end to end.

import { lengthsOf } from './batch-input';
import { type CleanSampleRows, doesNotFit } from './engine/interface';
import { currentEngine } from './engine/select';
import { isOutOfMemory } from './errors';
import type { Doubles } from './input/numbers';
import { orderOf } from './numerics/sort';
import { type CheckedSampleBatch, checkSampleBatch, type SampleBatch } from './sample-batch-input';

/**
 * The estimates of every row of samples at every n, in one call. The numbers are, to the bit, those of `Samples.from(row)`, and short rows take a
 * fraction of the time.
 *
 * @param batch - the rows, packed end to end, and the numbers of samples.
 * @returns each estimate, by its name, as a Float64Array of `rows * ns` entries: those of the first row at every n, then those of the second, and so
 *   on; NaN where a row has too few samples, or infinite values of both signs.
 * @throws TypeError if an argument has the wrong type or length, or `klEstimate` is wanted without `logProbs`; RangeError if a value is not allowed (the
 *   message names argument, index, row and column), if an estimate or a score is not known, or if the results do not fit into memory.
 *
 * @example
 * const rewards = Float64Array.of(0.2, 0.9, 0.4, 1, 1, 3);
 * const { expectedReward, winRate } = evaluateSamples({ rewards, rows: 3, ns: [1, 2, 3] });
 * expectedReward; // → [0.5, 0.73333333, 0.9, 1.66666667, 2.33333333, 3]
 * winRate.slice(0, 2); // → [0.5, 0.66666667]
 * // three samples have no fourth one to beat
 * Number.isNaN(winRate[2]); // → true
 */
export function evaluateSamples(batch: SampleBatch): Record<string, Float64Array> {
  const checked = checkSampleBatch(batch);
  const results = evaluateChecked(checked);
  return Object.fromEntries(checked.names.map((name, e) => [name, results[e]]));
}

/** The estimates of a checked batch, f64[rows][ns] each, in the order of their names. */
export function evaluateChecked(checked: CheckedSampleBatch): Float64Array[] {
  const rows = checked.starts.length - 1;
  const entries = rows * checked.ns.length;
  const results = roomFor(rows, checked.names.length, entries);
  for (const group of groupsOf(checked.starts)) evaluateGroup(checked, group, results);
  return results;
}

/** @throws RangeError with the bytes needed if they cannot be had. */
function roomFor(rows: number, estimates: number, entries: number): Float64Array[] {
  try {
    return Array.from({ length: estimates }, () => new Float64Array(entries));
  } catch (error) {
    throw isOutOfMemory(error) || error instanceof RangeError
      ? doesNotFit(`${estimates} estimates of ${rows} rows`, 8 * estimates * entries)
      : error;
  }
}

/** Rows of one length, by rising index. */
interface RowGroup {
  length: number;
  rows: Uint32Array;
}

/** The rows by their length. */
function* groupsOf(starts: Uint32Array): Generator<RowGroup> {
  const lengths = new Float64Array(lengthsOf(starts));
  const order = orderOf(lengths);
  for (let from = 0, to = 0; from < order.length; from = to) {
    const length = lengths[order[from]];
    while (to < order.length && lengths[order[to]] === length) to++;
    yield { length, rows: order.subarray(from, to) };
  }
}

/** The samples that an engine is given at once: they stay in the processor's cache, and the weights of their length are few beside them. */
const CHUNK_SAMPLES = 1 << 15;

/** Evaluates rows of one length, and writes to `results`, f64[rows][ns] each. */
function evaluateGroup(
  { columns, starts, ns, wanted }: CheckedSampleBatch,
  { length, rows }: RowGroup,
  results: readonly Float64Array[]
): void {
  const engine = currentEngine();
  const most = Math.max(1, Math.floor(CHUNK_SAMPLES / length));
  for (let from = 0; from < rows.length; from += most) {
    const chunk = rows.subarray(from, from + most);
    const input: CleanSampleRows = { length, columns: columns.map((values) => pack(values, starts, chunk, length)), ns, wanted };
    const out = engine.sampleRows(input);
    const size = chunk.length * ns.length;
    results.forEach((result, e) => {
      const own = out.subarray(e * size, (e + 1) * size);
      if (isRun(chunk)) result.set(own, chunk[0] * ns.length);
      else for (let i = 0; i < own.length; i++) result[chunk[Math.floor(i / ns.length)] * ns.length + (i % ns.length)] = own[i];
    });
  }
}

/** Whether the rows, by rising index, follow one another. */
const isRun = (rows: Uint32Array) => rows[rows.length - 1] - rows[0] === rows.length - 1;

/** The values of the given rows, packed. */
function pack(values: Doubles, starts: Uint32Array, rows: Uint32Array, length: number): Doubles {
  const start = starts[rows[0]];
  if (isRun(rows)) return values.subarray(start, start + rows.length * length);
  const packed = new Float64Array(rows.length * length);
  for (let i = 0, to = 0; i < rows.length; i++) {
    for (let from = starts[rows[i]], j = 0; j < length; j++) packed[to++] = values[from + j];
  }
  return packed;
}
