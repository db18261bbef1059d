// A batch cut into slices of whole rows, one for a task.

import type { Batch, CheckedBatch } from '../batch-input';
import type { MetricName } from '../index';

/** Below, a task's own costs (some 50 µs) show. */
const LEAST_VALUES = 1 << 15;
/** So that threads that are held up leave work to the others. */
const SLICES_PER_THREAD = 4;

export function sliceBatch<F extends MetricName>(
  { rewards, weights, starts, ns, names }: CheckedBatch<F>,
  threads: number
): Batch<F>[] {
  const rows = starts.length - 1;
  const count = Math.max(1, Math.min(threads * SLICES_PER_THREAD, rows, Math.ceil(rewards.length / LEAST_VALUES)));
  const slices: Batch<F>[] = [];
  let row = 0;
  for (let i = 1; i <= count && row < rows; i++) {
    const first = row;
    const goal = (rewards.length * i) / count;
    do row++;
    while (row < rows && starts[row] < goal);
    if (i === count) row = rows;
    slices.push({
      rewards: rewards.slice(starts[first], starts[row]),
      rows: Uint32Array.from({ length: row - first }, (_, k) => starts[first + k + 1] - starts[first + k]),
      ...(weights ? { weights: weights.slice(starts[first], starts[row]) } : {}),
      ns,
      metrics: names,
    });
  }
  return slices;
}
