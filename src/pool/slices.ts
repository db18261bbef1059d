// A batch cut into slices of whole rows, one for a task.

import type { Batch, CheckedBatch } from '../batch-input';
import type { MetricName } from '../index';

/** Below, a task's own costs (some 100 µs) show. */
const LEAST_VALUES = 1 << 15;
/** So that threads that are held up leave work to the others, and the first begin while the last are still cut. */
const SLICES_PER_THREAD = 8;

export interface Slice<F extends MetricName> {
  firstRow: number;
  batch: Batch<F>;
}

/** The slices in their order, each copied when it is asked for. */
export function* sliceBatch<F extends MetricName>(
  { rewards, weights, starts, ns, names }: CheckedBatch<F>,
  threads: number
): Generator<Slice<F>> {
  const rows = starts.length - 1;
  const count = Math.max(1, Math.min(threads * SLICES_PER_THREAD, Math.ceil(rewards.length / LEAST_VALUES)));
  for (let firstRow = 0, i = 1; firstRow < rows; i++) {
    const goal = (rewards.length * i) / count;
    let row = firstRow + 1;
    while (row < rows && starts[row] < goal) row++;
    const lengths = new Uint32Array(row - firstRow);
    for (let k = 0; k < lengths.length; k++) lengths[k] = starts[firstRow + k + 1] - starts[firstRow + k];
    yield {
      firstRow,
      batch: {
        rewards: cut(rewards, starts[firstRow], starts[row]),
        rows: lengths,
        ...(weights ? { weights: cut(weights, starts[firstRow], starts[row]) } : {}),
        ns,
        metrics: names,
      },
    };
    firstRow = row;
  }
}

type Doubles = Float64Array | Float32Array;

/** A copy to hand over; of shared memory, which all threads see, none. */
function cut(values: Doubles, from: number, to: number): Doubles {
  return isShared(values) ? values.subarray(from, to) : values.slice(from, to);
}

function isShared({ buffer }: Doubles): boolean {
  return buffer instanceof SharedArrayBuffer;
}
