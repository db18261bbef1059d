// Evaluates a batch: lays it out in the kernel's memory for one call, and copies the results out.

import {
  BATCH_WORDS,
  BYTES_PER_RESERVED_OUTCOME,
  COEFFICIENT_COUNT,
  MAX_NETWORK_LENGTH,
  RECORD_BYTES,
  RESULT_COUNT,
} from '../../../assembly/layout';
import type { Doubles } from '../../input/numbers';
import { mapValues } from '../../map-values';
import type { CleanBatch } from '../interface';
import { layOut } from './lay-out';
import type { KernelMemory, Needs } from './memory';

export function evaluateBatch(memory: KernelMemory, input: CleanBatch): Float64Array {
  const { rewards, weights, starts, longest, coefficients, wanted } = input;
  const rows = starts.length - 1;
  const { bytes, offsets } = layOut({
    batch: 4 * BATCH_WORDS,
    coefficients: 8 * COEFFICIENT_COUNT * coefficients.length,
    wanted: 4 * wanted.length,
    rewards: rewards.byteLength,
    weights: weights?.byteLength ?? 0,
    starts: starts.byteLength,
    records: RECORD_BYTES * rows,
    spare: RECORD_BYTES * rows,
    table: weights === undefined ? 8 * coefficients.length * (RESULT_COUNT + Math.min(longest, MAX_NETWORK_LENGTH) + 3) : 0,
    out: 8 * rows * coefficients.length * wanted.length,
  });
  const needs: Needs = () => [
    `a batch of ${rows} rows and ${rewards.length} samples`,
    bytes + longest * BYTES_PER_RESERVED_OUTCOME,
  ];
  if (bytes > 0xffffffff) throw memory.doesNotFit(needs);

  const base = memory.call(needs, 'allocate', bytes) >>> 0;
  let handle = 0;
  try {
    handle = memory.call(needs, 'create', longest);
    const at = mapValues(offsets, (offset) => base + offset);
    memory
      .words(at.batch, BATCH_WORDS)
      .set([
        rows,
        coefficients.length,
        at.coefficients,
        input.groups,
        at.wanted,
        wanted.length,
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
    const packed = memory.doubles(at.coefficients, coefficients.length * COEFFICIENT_COUNT);
    coefficients.forEach((values, k) => {
      packed.set(values, k * COEFFICIENT_COUNT);
    });
    memory.words(at.wanted, wanted.length).set(wanted);
    memory.words(at.starts, rows + 1).set(starts);
    copyIn(memory, at.rewards, rewards);
    if (weights !== undefined) copyIn(memory, at.weights, weights);
    memory.call(needs, 'batch', base, handle);
    return memory.doubles(at.out, rows * coefficients.length * wanted.length).slice();
  } finally {
    if (handle !== 0) memory.free('dispose', handle);
    memory.free('free', base);
  }
}

/** Copies numbers with the width that they have; the kernel widens 32-bit ones. */
function copyIn(memory: KernelMemory, address: number, values: Doubles): void {
  if (values instanceof Float32Array) memory.floats(address, values.length).set(values);
  else memory.doubles(address, values.length).set(values);
}

function isNarrow(values: Doubles | undefined): number {
  return values instanceof Float32Array ? 1 : 0;
}
