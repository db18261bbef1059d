// Cuts a batch into slices of whole rows, one for each task of the pool.

import { type Batch, type CheckedBatch, lengthsOf } from '../batch-input';
import type { MetricName } from '../index';
import { isShared } from '../input/memory';
import type { Doubles } from '../input/numbers';

/** The fewest rewards of a slice: sending a task costs some 100 µs, which would matter beside less work than this. */
const MIN_SLICE_VALUES = 1 << 15;

/** Slices for each thread: several, so that a thread that is held up leaves its slices to the others, and the first ones run while the last are cut. */
const SLICES_PER_THREAD = 8;

export interface Slice<F extends MetricName> {
  firstRow: number;
  batch: Batch<F>;
}

/** The slices in the order of their rows; each is copied only when the iterator reaches it. */
export function* sliceBatch<F extends MetricName>(
  { rewards, weights, starts, ns, names }: CheckedBatch<F>,
  threads: number
): Generator<Slice<F>> {
  const rows = starts.length - 1;
  const count = Math.max(1, Math.min(threads * SLICES_PER_THREAD, Math.ceil(rewards.length / MIN_SLICE_VALUES)));
  for (let firstRow = 0, i = 1; firstRow < rows; i++) {
    const goal = (rewards.length * i) / count;
    let row = firstRow + 1;
    while (row < rows && starts[row] < goal) row++;
    yield {
      firstRow,
      batch: {
        rewards: cut(rewards, starts[firstRow], starts[row]),
        rows: lengthsOf(starts.subarray(firstRow, row + 1)),
        ...(weights ? { weights: cut(weights, starts[firstRow], starts[row]) } : {}),
        ns,
        metrics: names,
      },
    };
    firstRow = row;
  }
}

/** A copy, whose buffer can be handed to a thread; shared memory is not copied, since every thread sees it. */
function cut(values: Doubles, from: number, to: number): Doubles {
  return isShared(values.buffer) ? values.subarray(from, to) : values.slice(from, to);
}
