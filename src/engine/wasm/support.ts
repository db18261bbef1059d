// Supports inside the kernel, and the room for their input.

import { BLOCKS, MAX_DOUBLES, N, RESULT_COUNT, SUM_COUNT } from '../../../assembly/layout';
import type { Doubles } from '../../input/numbers';
import type { CleanInput } from '../../input/support';
import { type Blocks, type EngineBuffers, type EngineSupport, supportDoesNotFit } from '../interface';
import { repairResults } from '../results';
import { allocating, type KernelMemory } from './kernel';

export class WasmBuffers implements EngineBuffers {
  readonly #handle: number;
  readonly #rewardsAt: number;
  readonly #referenceAt: number;

  constructor(
    readonly memory: KernelMemory,
    readonly size: number
  ) {
    if (size > MAX_DOUBLES) throw supportDoesNotFit(size);
    const { kernel } = memory;
    const handle = allocating(size, () => kernel.create(size) >>> 0);
    this.#handle = handle;
    try {
      this.#rewardsAt = allocating(size, () => kernel.rewards(handle) >>> 0);
      this.#referenceAt = allocating(size, () => kernel.reference(handle) >>> 0);
    } catch (error) {
      kernel.dispose(handle);
      throw error;
    }
  }

  get rewards(): Float64Array {
    return this.memory.doubles(this.#rewardsAt, this.size);
  }

  get reference(): Float64Array {
    return this.memory.doubles(this.#referenceAt, this.size);
  }

  copy({ rewards, reference }: CleanInput): void {
    copyDoubles(this.memory, this.#rewardsAt, rewards);
    copyDoubles(this.memory, this.#referenceAt, reference);
  }

  prepare({ isLog, largest, tiesByIndex, checkTotal }: CleanInput): EngineSupport {
    const { kernel } = this.memory;
    const handle = this.#handle;
    try {
      checkTotal(kernel.normalise(handle, isLog, largest));
      allocating(this.size, () => kernel.prepare(handle, tiesByIndex));
    } catch (error) {
      kernel.dispose(handle);
      throw error;
    }
    return new WasmSupport(this.memory, handle, this.size);
  }

  dispose(): void {
    this.memory.kernel.dispose(this.#handle);
  }
}

/** Copies numbers to where doubles are expected: 32-bit ones go to the upper half of the room, and the kernel widens them from there. */
function copyDoubles(memory: KernelMemory, address: number, values: Doubles): void {
  if (values instanceof Float64Array) {
    memory.doubles(address, values.length).set(values);
    return;
  }
  memory.floats(address + 4 * values.length, values.length).set(values);
  memory.kernel.widen(address, values.length);
}

class WasmSupport implements EngineSupport {
  readonly results: Float64Array;

  constructor(
    readonly memory: KernelMemory,
    readonly handle: number,
    readonly size: number
  ) {
    // no n has been asked for yet
    this.results = memory.results(RESULT_COUNT).slice().fill(0, 0, SUM_COUNT);
  }

  policy(coefficients: Float64Array, out: Float64Array): void {
    const { memory, handle, size } = this;
    memory.writeCoefficients(coefficients);
    const address = allocating(size, () => memory.kernel.policy(handle));
    out.set(memory.doubles(address, size));
  }

  metrics(coefficients: Float64Array, groups: number): Float64Array {
    this.memory.writeCoefficients(coefficients);
    allocating(this.size, () => this.memory.kernel.metrics(this.handle, groups));
    return this.#results(coefficients[N]);
  }

  curve(coefficients: Float64Array, groups: number): Float64Array {
    this.memory.writeCoefficients(coefficients);
    allocating(this.size, () => this.memory.kernel.curve(this.handle, groups));
    return this.#results(coefficients[N]);
  }

  blocks(): Blocks {
    const { kernel } = this.memory;
    return {
      mass: this.#blockwise(kernel.blockMass(this.handle)).slice(),
      reward: this.#blockwise(kernel.blockReward(this.handle)).slice(),
      midCdf: this.#blockwise(kernel.blockMidCdf(this.handle)).slice(),
    };
  }

  spread(masses: Float64Array, out: Float64Array): void {
    const { memory, handle, size } = this;
    this.#blockwise(allocating(size, () => memory.kernel.masses(handle))).set(masses);
    const address = allocating(size, () => memory.kernel.spread(handle));
    out.set(memory.doubles(address, size));
  }

  dispose(): void {
    this.memory.kernel.dispose(this.handle);
  }

  #results(n: number): Float64Array {
    this.results.set(this.memory.results(SUM_COUNT));
    repairResults(this.results, n);
    return this.results;
  }

  #blockwise(address: number): Float64Array {
    return this.memory.doubles(address, this.results[BLOCKS]);
  }
}
