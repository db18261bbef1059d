// Supports inside the kernel.

import { BLOCKS, MAX_DOUBLES, N, RESULT_COUNT, SUM_COUNT } from '../../../assembly/layout';
import type { Doubles } from '../../input/numbers';
import type { CleanInput } from '../../input/support';
import { type Blocks, type EngineSupport, supportDoesNotFit, supportNeeds } from '../interface';
import { repairResults } from '../results';
import type { Kernel } from './kernel';
import type { KernelMemory } from './memory';

/** Makes a support from a copy of the input. */
export function prepareSupport(memory: KernelMemory, input: CleanInput): EngineSupport {
  const { rewards, reference, isLog, largest, tiesByIndex, checkTotal } = input;
  const size = rewards.length;
  if (size > MAX_DOUBLES) throw supportDoesNotFit(size);
  const call = <T>(run: (kernel: Kernel) => T) => memory.call(run, ...supportNeeds(size));
  const handle = call((kernel) => kernel.create(size) >>> 0);
  try {
    const rewardsAt = call((kernel) => kernel.rewards(handle) >>> 0);
    const referenceAt = call((kernel) => kernel.reference(handle) >>> 0);
    for (const [address, values] of [[rewardsAt, rewards] as const, [referenceAt, reference] as const]) {
      copyIn(memory, address, values);
      if (values instanceof Float32Array) call((kernel) => kernel.widen(address, size));
    }
    checkTotal(call((kernel) => kernel.normalise(handle, isLog, largest)));
    call((kernel) => kernel.prepare(handle, tiesByIndex));
  } catch (error) {
    memory.free((kernel) => kernel.dispose(handle));
    throw error;
  }
  return new WasmSupport(memory, handle, size);
}

/** Copies numbers to where doubles are expected: 32-bit ones go to the upper half of the room, and the kernel widens them from there. */
function copyIn(memory: KernelMemory, address: number, values: Doubles): void {
  const { length } = values;
  if (values instanceof Float32Array) memory.floats(address + 4 * length, length).set(values);
  else memory.doubles(address, length).set(values);
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
    memory.hold(size);
  }

  policy(coefficients: Float64Array, out: Float64Array): void {
    this.memory.writeCoefficients(coefficients);
    this.#copyOut(
      this.#call((kernel) => kernel.policy(this.handle)),
      out
    );
  }

  metrics(coefficients: Float64Array, groups: number): Float64Array {
    this.memory.writeCoefficients(coefficients);
    this.#call((kernel) => kernel.metrics(this.handle, groups));
    return this.#results(coefficients[N]);
  }

  curve(coefficients: Float64Array, groups: number): Float64Array {
    this.memory.writeCoefficients(coefficients);
    this.#call((kernel) => kernel.curve(this.handle, groups));
    return this.#results(coefficients[N]);
  }

  blocks(): Blocks {
    const copyOf = (at: (kernel: Kernel) => number) => this.#blockwise(this.#call(at)).slice();
    return {
      mass: copyOf((kernel) => kernel.blockMass(this.handle)),
      reward: copyOf((kernel) => kernel.blockReward(this.handle)),
      midCdf: copyOf((kernel) => kernel.blockMidCdf(this.handle)),
    };
  }

  spread(masses: Float64Array, out: Float64Array): void {
    this.#blockwise(this.#call((kernel) => kernel.masses(this.handle))).set(masses);
    this.#copyOut(
      this.#call((kernel) => kernel.spread(this.handle)),
      out
    );
  }

  dispose(): void {
    this.memory.release(this.size);
    this.memory.free((kernel) => kernel.dispose(this.handle));
  }

  #call<T>(run: (kernel: Kernel) => T): T {
    return this.memory.call(run, ...supportNeeds(this.size));
  }

  /** Not by a method of `out`, which the caller may have overridden: no view of the memory must leave. */
  #copyOut(address: number, out: Float64Array): void {
    Float64Array.prototype.set.call(out, this.memory.doubles(address, this.size));
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
