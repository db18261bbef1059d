// Samples of many prompts at once: scored answers, packed end to end.

import { lengthsOf } from './batch-input';
import { doesNotFit, type WantedEstimate } from './engine/interface';
import { currentEngine } from './engine/select';
import { isOutOfMemory } from './errors';
import { estimateRow } from './estimates';
import type { Doubles } from './input/numbers';
import { Draws } from './numerics/draws';
import { type Tally, tallyOf } from './numerics/majority-score';
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
  return Object.fromEntries(checked.estimates.map(({ name }, e) => [name, results[e]]));
}

/** The estimates of a checked batch, f64[rows][ns] each, in the order of their names. */
export function evaluateChecked(checked: CheckedSampleBatch): Float64Array[] {
  const rows = checked.starts.length - 1;
  const entries = rows * checked.ns.length;
  const results = roomFor(rows, checked.estimates.length, entries);
  const kernel = kernelPart(checked);
  const others = checked.estimates.flatMap(({ estimator }, e) => (estimator.code === undefined ? [e] : []));
  for (const group of groupsOf(checked.starts)) {
    if (kernel.of.length > 0) evaluateGroup(checked, kernel, group, results);
    if (others.length > 0) evaluateOthers(checked, others, group, results);
  }
  for (const e of kernel.of) {
    if (!checked.estimates[e].estimator.negated) continue;
    const result = results[e];
    for (let i = 0; i < result.length; i++) result[i] = 0 - result[i];
  }
  return results;
}

/** What the engines compute. */
interface KernelPart {
  /** The indices of the estimates. */
  of: number[];
  /** The rewards, then the columns that the estimates are of, packed. */
  columns: Doubles[];
  wanted: WantedEstimate[];
}

function kernelPart({ rewards, estimates, values }: CheckedSampleBatch): KernelPart {
  const part: KernelPart = { of: [], columns: [rewards], wanted: [] };
  // each column once, as it is and negated
  const known = [new Map([[rewards, 0]]), new Map<Doubles, number>()];
  estimates.forEach(({ of, estimator: { code, negated } }, e) => {
    if (code === undefined) return;
    const columns = known[negated ? 1 : 0];
    let column = columns.get(values[e]);
    if (column === undefined) {
      column = part.columns.push(negated ? values[e].map((x) => -x) : values[e]) - 1;
      columns.set(values[e], column);
    }
    part.of.push(e);
    part.wanted.push({ estimate: code(of), column });
  });
  return part;
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

/** Evaluates rows of one length in an engine, and writes to `results`, f64[rows][ns] each. */
function evaluateGroup(
  { starts, ns }: CheckedSampleBatch,
  { of, columns, wanted }: KernelPart,
  { length, rows }: RowGroup,
  results: readonly Float64Array[]
): void {
  const engine = currentEngine();
  const most = Math.max(1, Math.floor(CHUNK_SAMPLES / length));
  for (let from = 0; from < rows.length; from += most) {
    const chunk = rows.subarray(from, from + most);
    const packed = columns.map((values) => pack(values, starts, chunk, length));
    const out = engine.sampleRows({ length, columns: packed, ns, wanted });
    const size = chunk.length * ns.length;
    of.forEach((e, k) => {
      const result = results[e];
      const own = out.subarray(k * size, (k + 1) * size);
      if (isRun(chunk)) result.set(own, chunk[0] * ns.length);
      else for (let i = 0; i < own.length; i++) result[chunk[Math.floor(i / ns.length)] * ns.length + (i % ns.length)] = own[i];
    });
  }
}

/** The same for the estimates that no engine has, row by row. */
function evaluateOthers(
  { rewards, answers, starts, ns, estimates, values }: CheckedSampleBatch,
  others: readonly number[],
  { length, rows }: RowGroup,
  results: readonly Float64Array[]
): void {
  const room = new Uint32Array(4 * length);
  const draws = new Draws(length);
  for (const row of rows) {
    const own = <T extends Doubles | Uint32Array>(column: T) => column.subarray(starts[row], starts[row + 1]) as T;
    const ownRewards = own(rewards);
    let filled: Draws | undefined;
    let tally: Tally | undefined;
    for (const e of others) {
      const found = estimateRow(
        estimates[e],
        {
          rewards: ownRewards,
          values: values[e] === rewards ? ownRewards : own(values[e]),
          get draws() {
            filled ??= draws.fill(ownRewards, room);
            return filled;
          },
          get tally() {
            if (answers !== undefined) tally ??= tallyOf(own(answers));
            return tally;
          },
        },
        ns
      );
      results[e].set(found, row * ns.length);
    }
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
