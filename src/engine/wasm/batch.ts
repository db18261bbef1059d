// A batch, laid out in the kernel's memory for one call.

import { BYTES_RESERVED, type CleanBatch, doesNotFit, FACTS } from '../engine';
import { NETWORK_MOST } from '../js/batch';
import { PLAN_SIZE } from '../plan';
import { allocating, type KernelMemory } from './kernel';

/** Fields of a Batch in assembly/batch.ts. */
const BATCH_WORDS = 15;

export function evaluateBatch(memory: KernelMemory, input: CleanBatch): Float64Array {
  const { rewards, weights, starts, longest, plans, facts } = input;
  const rows = starts.length - 1;
  const parts = {
    batch: 4 * BATCH_WORDS,
    plans: 8 * PLAN_SIZE * plans.length,
    facts: 4 * facts.length,
    rewards: rewards.byteLength,
    weights: weights?.byteLength ?? 0,
    starts: starts.byteLength,
    records: 16 * rows,
    spare: 16 * rows,
    table: weights === undefined ? 8 * plans.length * (FACTS.length + Math.min(longest, NETWORK_MOST) + 3) : 0,
    out: 8 * rows * plans.length * facts.length,
  };
  let bytes = 0;
  const offsets = mapValues(parts, (size) => {
    const offset = bytes;
    bytes += Math.ceil(size / 16) * 16;
    return offset;
  });
  const problem = () => doesNotFit(`a batch of ${rows} rows and ${rewards.length} samples`, bytes + longest * BYTES_RESERVED);
  if (bytes > 0xffffffff) throw problem();

  const { kernel } = memory;
  const base = allocating(0, () => kernel.allocate(bytes) >>> 0, problem);
  let handle = 0;
  try {
    handle = allocating(0, () => kernel.create(longest) >>> 0, problem);
    const at = mapValues(offsets, (offset) => base + offset);
    memory
      .words(at.batch, BATCH_WORDS)
      .set([
        rows,
        plans.length,
        at.plans,
        input.groups,
        at.facts,
        facts.length,
        at.rewards,
        isNarrow(rewards),
        weights === undefined ? 0 : at.weights,
        isNarrow(weights),
        at.starts,
        at.records,
        at.spare,
        at.table,
        at.out,
      ]);
    plans.forEach((plan, k) => {
      memory.doubles(at.plans, plans.length * PLAN_SIZE).set(plan, k * PLAN_SIZE);
    });
    memory.words(at.facts, facts.length).set(facts);
    memory.words(at.starts, rows + 1).set(starts);
    copyIn(memory, at.rewards, rewards);
    if (weights !== undefined) copyIn(memory, at.weights, weights);
    allocating(0, () => kernel.batch(base, handle), problem);
    return memory.doubles(at.out, rows * plans.length * facts.length).slice();
  } finally {
    if (handle !== 0) kernel.dispose(handle);
    kernel.free(base);
  }
}

/** Copies numbers as they are: 32-bit ones are widened by the kernel. */
function copyIn(memory: KernelMemory, address: number, values: Float64Array | Float32Array): void {
  if (values instanceof Float32Array) memory.floats(address, values.length).set(values);
  else memory.doubles(address, values.length).set(values);
}

function isNarrow(values: Float64Array | Float32Array | undefined): number {
  return values instanceof Float32Array ? 1 : 0;
}

function mapValues<K extends string>(record: Record<K, number>, map: (value: number) => number): Record<K, number> {
  const mapped = {} as Record<K, number>;
  for (const key in record) mapped[key] = map(record[key]);
  return mapped;
}
