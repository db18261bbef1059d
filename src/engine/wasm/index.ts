// The engine that answers by the compiled kernel.

import type { CleanInput } from '../../input/support';
import type { CleanBatch, Engine, EngineBuffers, EngineSupport } from '../interface';
import { evaluateBatch } from './batch';
import { type Kernel, KernelMemory } from './kernel';
import { WasmBuffers } from './support';

export { type Kernel, loadKernel } from './kernel';

export class WasmEngine implements Engine {
  readonly kind = 'wasm';
  readonly #memory: KernelMemory;

  constructor(kernel: Kernel) {
    this.#memory = new KernelMemory(kernel);
  }

  allocate(size: number): EngineBuffers {
    return new WasmBuffers(this.#memory, size);
  }

  prepare(input: CleanInput): EngineSupport {
    const buffers = new WasmBuffers(this.#memory, input.rewards.length);
    buffers.copy(input);
    return buffers.prepare(input);
  }

  batch(input: CleanBatch): Float64Array {
    return evaluateBatch(this.#memory, input);
  }
}
