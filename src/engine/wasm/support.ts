// Supports inside the kernel.

import {
  BLOCK_LOG_CDF,
  BLOCK_LOG_STEP,
  BLOCK_MASS,
  BLOCK_MID_CDF,
  BLOCK_REWARD,
  BLOCKS,
  EXPECTED_REWARD,
  HIGH_INFINITE,
  LOW_INFINITE,
  MAX_DOUBLES,
  N,
  OUTCOME_BLOCK,
  OUTCOME_ORDER,
  OUTCOME_PROB,
  RESULT_COUNT,
  SUM_COUNT,
} from '../../../assembly/layout';
import type { Doubles } from '../../input/numbers';
import type { CleanInput } from '../../input/support';
import { withInfinite } from '../../numerics/infinities';
import { type BlockArrays, doesNotFit, type EngineSupport, type OutcomeArrays, supportNeeds } from '../interface';
import { repairResults } from '../results';
import type { KernelMemory, Needs } from './memory';

/** Makes a support from a copy of the input. */
export function prepareSupport(memory: KernelMemory, input: CleanInput): EngineSupport {
  const { rewards, reference, isLog, largest, tiesByIndex, checkTotal } = input;
  const size = rewards.length;
  const needs: Needs = () => supportNeeds(size);
  if (size > MAX_DOUBLES) throw doesNotFit(...needs());
  const handle = memory.call(needs, 'create', size);
  try {
    const rewardsAt = memory.call(needs, 'rewards', handle);
    const referenceAt = memory.call(needs, 'reference', handle);
    copyIn(memory, needs, rewardsAt, rewards);
    copyIn(memory, needs, referenceAt, reference);
    checkTotal(memory.call(needs, 'normalise', handle, isLog, largest));
    memory.call(needs, 'prepare', handle, tiesByIndex);
  } catch (error) {
    memory.free('dispose', handle);
    throw error;
  }
  return new WasmSupport(memory, needs, handle, size);
}

/** Copies numbers to where doubles are expected: 32-bit ones go to the upper half of the room, and the kernel widens them from there. */
function copyIn(memory: KernelMemory, needs: Needs, address: number, values: Doubles): void {
  const { length } = values;
  if (values instanceof Float64Array) {
    memory.doubles(address, length).set(values);
    return;
  }
  memory.floats(address + 4 * length, length).set(values);
  memory.call(needs, 'widen', address, length);
}

class WasmSupport implements EngineSupport {
  readonly isCollected = false;
  readonly results: Float64Array;

  constructor(
    readonly memory: KernelMemory,
    readonly needs: Needs,
    readonly handle: number,
    readonly size: number
  ) {
    // no n has been asked for yet
    this.results = memory.results(RESULT_COUNT).slice().fill(0, 0, SUM_COUNT);
    memory.hold(size);
  }

  policy(coefficients: Float64Array, out: Float64Array): void {
    this.memory.writeCoefficients(coefficients);
    this.#copyOut(this.#call('policy'), out);
  }

  metrics(coefficients: Float64Array, groups: number): Float64Array {
    return this.#sums('metrics', coefficients, groups);
  }

  curve(coefficients: Float64Array, groups: number): Float64Array {
    return this.#sums('curve', coefficients, groups);
  }

  renyi(coefficients: Float64Array, alpha: number): number {
    this.memory.writeCoefficients(coefficients);
    return this.memory.call(this.needs, 'renyi', this.handle, alpha);
  }

  firstAtLeast(reward: number): number {
    if (reward === -Infinity) return 0;
    return this.memory.call(this.needs, 'firstAtLeast', this.handle, reward, ...this.#infinite());
  }

  rewardAt(block: number): number {
    return this.#blockArray(BLOCK_REWARD)[block];
  }

  blocks(): BlockArrays {
    return {
      mass: this.#blockArray(BLOCK_MASS),
      reward: this.#blockArray(BLOCK_REWARD),
      midCdf: this.#blockArray(BLOCK_MID_CDF),
      logStep: this.#blockArray(BLOCK_LOG_STEP),
      logCdf: this.#blockArray(BLOCK_LOG_CDF),
    };
  }

  outcomes(): OutcomeArrays {
    const { memory } = this;
    const count = memory.call(this.needs, 'outcomes', this.handle) >>> 0;
    const at = (k: number) => memory.call(this.needs, 'blockArray', this.handle, k);
    const prob = at(OUTCOME_PROB);
    return {
      order: memory.words(at(OUTCOME_ORDER), count),
      block: prob === at(BLOCK_MASS) ? undefined : memory.words(at(OUTCOME_BLOCK), count),
      prob: memory.doubles(prob, count),
    };
  }

  bestOfMasses(coefficients: Float64Array): Float64Array {
    this.memory.writeCoefficients(coefficients);
    return this.memory.doubles(this.#call('blockMasses'), this.results[BLOCKS]);
  }

  roomForMasses(): Float64Array {
    return this.memory.doubles(this.#call('roomForMasses'), this.results[BLOCKS]);
  }

  keepFrom(from: number): Float64Array {
    this.memory.call(this.needs, 'keepFrom', this.handle, from);
    return this.#readSums();
  }

  tilt(byWinRate: boolean, beta: number, scale: number): Float64Array {
    this.memory.call(this.needs, 'tilt', this.handle, byWinRate, beta, scale);
    return this.#readSums();
  }

  rankLaw(law: number, rate: number): Float64Array {
    this.memory.call(this.needs, 'rankLaw', this.handle, law, rate);
    return this.#readSums();
  }

  means(): Float64Array {
    const infinite = this.memory.call(this.needs, 'means', this.handle, ...this.#infinite());
    const results = this.#readSums();
    results[EXPECTED_REWARD] = withInfinite(results[EXPECTED_REWARD], infinite);
    return results;
  }

  spread(out: Float64Array): void {
    this.#copyOut(this.#call('spread'), out);
  }

  dispose(): void {
    this.memory.release(this.size);
    this.memory.free('dispose', this.handle);
  }

  #infinite(): [lowest: number, highest: number] {
    return [this.results[LOW_INFINITE], this.results[HIGH_INFINITE]];
  }

  #readSums(): Float64Array {
    this.results.set(this.memory.results(SUM_COUNT));
    return this.results;
  }

  #blockArray(k: number): Float64Array {
    return this.memory.doubles(this.memory.call(this.needs, 'blockArray', this.handle, k), this.results[BLOCKS]);
  }

  #call(name: 'policy' | 'spread' | 'blockMasses' | 'roomForMasses'): number {
    return this.memory.call(this.needs, name, this.handle);
  }

  #sums(name: 'metrics' | 'curve', coefficients: Float64Array, groups: number): Float64Array {
    this.memory.writeCoefficients(coefficients);
    this.memory.call(this.needs, name, this.handle, groups);
    this.#readSums();
    repairResults(this.results, coefficients[N]);
    return this.results;
  }

  /** Not by a method of `out`, which the caller may have overridden: no view of the memory must leave. */
  #copyOut(address: number, out: Float64Array): void {
    Float64Array.prototype.set.call(out, this.memory.doubles(address, this.size));
  }
}
