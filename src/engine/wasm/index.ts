// The engine that answers by the compiled kernel.

import { MAX_DOUBLES, MAX_NETWORK_LENGTH } from '../../../assembly/layout';
import type { CleanInput } from '../../input/support';
import type { CleanBatch, CleanSampleRows, Engine, EngineSupport } from '../interface';
import { jsEngine } from '../js/index';
import { evaluateBatch } from './batch';
import type { Kernel } from './kernel';
import { KernelMemory } from './memory';
import { sampleRows } from './sample-rows';
import { prepareSupport } from './support';

export { isModule, type Kernel, loadKernel } from './kernel';

export class WasmEngine implements Engine {
  readonly kind = 'wasm';
  readonly maxSize = MAX_DOUBLES;
  readonly #memory: KernelMemory;

  /** @param maxBytesHeld - as of KernelMemory. */
  constructor(kernel: Kernel, maxBytesHeld?: number) {
    this.#memory = new KernelMemory(kernel, maxBytesHeld);
  }

  /** Whether the kernel broke off, so that another one has to be made. */
  get hasFailed(): boolean {
    return this.#memory.failure !== undefined;
  }

  /**
   * A support in the kernel or, once the supports that are alive hold as much as the kernel may hold, in JavaScript, with the same bits: a loop
   * that forgets its supports runs before any of them can be given back, and the garbage collector bounds only what is JavaScript's own.
   */
  prepare(input: CleanInput): EngineSupport {
    return this.#memory.isFull ? jsEngine.prepare(input) : prepareSupport(this.#memory, input);
  }

  batch(input: CleanBatch): Float64Array {
    return evaluateBatch(this.#memory, input);
  }

  /** Rows that a network would be slow to sort are evaluated in JavaScript, and so are those with values that are not plain. */
  sampleRows(input: CleanSampleRows): Float64Array {
    return input.length > MAX_NETWORK_LENGTH ? jsEngine.sampleRows(input) : sampleRows(this.#memory, input);
  }
}
