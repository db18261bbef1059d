// The engine behind the compiled kernel. No view of its memory outlives a call that may grow it: growth detaches every view.

import { instantiateSync } from '@assemblyscript/loader';
import { type CleanInput, doesNotFit, type Engine, type EngineSupport, SUMMARY, SUMS, summaryOf } from './engine';

/** The exports of assembly/index.ts. Addresses come as signed 32-bit integers: `>>> 0` makes them addresses past 2 GiB too. */
export interface Kernel extends Record<string, unknown> {
  memory: WebAssembly.Memory;
  plan(): number;
  summary(): number;
  results(): number;
  allocate(bytes: number): number;
  free(address: number): void;
  create(size: number): number;
  rewards(support: number): number;
  reference(support: number): number;
  normalise(support: number, isLog: boolean, largest: number): number;
  prepare(support: number, tiesByIndex: boolean): void;
  metrics(support: number, groups: number): void;
  policy(support: number): number;
  spread(support: number): number;
  masses(support: number): number;
  blockMass(support: number): number;
  blockReward(support: number): number;
  blockMidCdf(support: number): number;
  topFrom(support: number): number;
  topTo(support: number): number;
  dispose(support: number): void;
  exp(x: number): number;
  expm1(x: number): number;
  log(x: number): number;
  log1p(x: number): number;
}

/** Instantiates the kernel; throws what WebAssembly throws where it cannot. */
export function loadKernel(source: WebAssembly.Module | ArrayBuffer | ArrayBufferView): Kernel {
  return instantiateSync<Kernel>(source as WebAssembly.Module).exports;
}

export class WasmEngine implements Engine {
  readonly kind = 'wasm';
  readonly #planAt: number;
  readonly #resultsAt: number;
  /** The plan that the kernel holds. */
  #plan: Float64Array | undefined;

  constructor(readonly kernel: Kernel) {
    this.#planAt = kernel.plan() >>> 0;
    this.#resultsAt = kernel.results() >>> 0;
  }

  prepare(input: CleanInput): EngineSupport {
    return this.#supportOf(this.#prepared(input), input.rewards.length);
  }

  /** The handle of a prepared support; what was allocated for one that fails is freed. */
  #prepared(input: CleanInput): number {
    const { kernel } = this;
    const size = input.rewards.length;
    const handle = this.#allocating(size, () => kernel.create(size) >>> 0);
    try {
      this.#allocating(size, () => {
        this.#doubles(kernel.rewards(handle), size).set(input.rewards);
        this.#doubles(kernel.reference(handle), size).set(input.reference);
      });
      input.checkTotal(kernel.normalise(handle, input.isLog, input.largest));
      this.#allocating(size, () => kernel.prepare(handle, input.tiesByIndex));
      return handle;
    } catch (error) {
      kernel.dispose(handle);
      throw error;
    }
  }

  #supportOf(handle: number, size: number): EngineSupport {
    const { kernel } = this;
    const summary = summaryOf(this.#doubles(kernel.summary(), SUMMARY.length));
    return {
      summary,
      policy: (plan, out) => {
        this.#writePlan(plan);
        const address = this.#allocating(size, () => kernel.policy(handle));
        out.set(this.#doubles(address, size));
      },
      metrics: (plan, groups, results) => {
        this.#writePlan(plan);
        this.#allocating(size, () => kernel.metrics(handle, groups));
        results.set(this.#doubles(this.#resultsAt, SUMS.length));
      },
      blocks: () => ({
        mass: this.#doubles(kernel.blockMass(handle), summary.blocks).slice(),
        reward: this.#doubles(kernel.blockReward(handle), summary.blocks).slice(),
        midCdf: this.#doubles(kernel.blockMidCdf(handle), summary.blocks).slice(),
      }),
      spread: (masses, out) => {
        this.#doubles(
          this.#allocating(size, () => kernel.masses(handle)),
          summary.blocks
        ).set(masses);
        const address = this.#allocating(size, () => kernel.spread(handle));
        out.set(this.#doubles(address, size));
      },
      topMasses: () => {
        const from = kernel.topFrom(handle) >>> 0;
        return this.#doubles(from, ((kernel.topTo(handle) >>> 0) - from) / 8).slice();
      },
      dispose: () => kernel.dispose(handle),
    };
  }

  /** A view, for use before the next call into the kernel. */
  #doubles(address: number, length: number): Float64Array {
    return new Float64Array(this.kernel.memory.buffer, address >>> 0, length);
  }

  #writePlan(plan: Float64Array): void {
    if (plan === this.#plan) return;
    this.#plan = plan;
    this.#doubles(this.#planAt, plan.length).set(plan);
  }

  /** Runs what may ask for memory. The allocator traps, before it changes anything, when the memory cannot grow. */
  #allocating<T>(size: number, run: () => T): T {
    try {
      return run();
    } catch (error) {
      if (error instanceof WebAssembly.RuntimeError) throw doesNotFit(size);
      throw error;
    }
  }
}
