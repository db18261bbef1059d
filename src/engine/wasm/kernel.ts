// The compiled kernel and its memory. No view of the memory outlives a call that may grow it: growth detaches every view.

import { instantiateSync } from '@assemblyscript/loader';
import { supportDoesNotFit } from '../interface';

/** The exports of assembly/index.ts, with the types that asc wrote. Addresses come as signed 32-bit integers; `>>> 0` makes them right beyond 2 GiB too. */
export type Kernel = Awaited<ReturnType<typeof import('../../../build/kernel').instantiate>>;

/** Instantiates the kernel, which imports nothing; throws what WebAssembly throws where it cannot. */
export function loadKernel(source: WebAssembly.Module | ArrayBuffer | ArrayBufferView): Kernel {
  const { exports } = isModule(source) ? new WebAssembly.Instance(source) : instantiateSync<Kernel>(source as BufferSource);
  return exports as Kernel;
}

/** Whether the source is a compiled module. `instanceof`, which the loader uses, fails for a module of another realm, as servers at the edge hand it into their sandbox. */
function isModule(source: object): source is WebAssembly.Module {
  return Object.prototype.toString.call(source) === '[object WebAssembly.Module]';
}

/** The kernel's memory, as views for use before the next call into the kernel. */
export class KernelMemory {
  readonly #coefficientsAt: number;
  readonly #resultsAt: number;
  /** The coefficients that were written to the kernel last. */
  #coefficients: Float64Array | undefined;

  constructor(readonly kernel: Kernel) {
    this.#coefficientsAt = kernel.coefficients() >>> 0;
    this.#resultsAt = kernel.results() >>> 0;
  }

  doubles(address: number, length: number): Float64Array {
    return new Float64Array(this.kernel.memory.buffer, address >>> 0, length);
  }

  floats(address: number, length: number): Float32Array {
    return new Float32Array(this.kernel.memory.buffer, address >>> 0, length);
  }

  words(address: number, length: number): Uint32Array {
    return new Uint32Array(this.kernel.memory.buffer, address >>> 0, length);
  }

  /** Writes the coefficients of one n, unless they are in the kernel already: each n has one array, which never changes. */
  writeCoefficients(coefficients: Float64Array): void {
    if (coefficients === this.#coefficients) return;
    this.#coefficients = coefficients;
    this.doubles(this.#coefficientsAt, coefficients.length).set(coefficients);
  }

  /** The first `count` results of the last call. */
  results(count: number): Float64Array {
    return this.doubles(this.#resultsAt, count);
  }
}

/** Runs a call that may ask for memory, and throws `problem()` if it cannot be had: the allocator traps before it changes anything. */
export function allocating<T>(size: number, run: () => T, problem = supportDoesNotFit): T {
  try {
    return run();
  } catch (error) {
    throw error instanceof WebAssembly.RuntimeError ? problem(size) : error;
  }
}
