// The kernel's memory: views of it, calls that may ask for more of it, and what the supports that are alive hold of it.

import { coded, messageOf } from '../../errors';
import { doesNotFit } from '../interface';
import type { Kernel } from './kernel';

/** Bytes that a prepared support holds: 60 for each outcome, 72 once it was asked for a policy (88 once it was tilted by win rate, which is rare), and what even the smallest one takes. */
const BYTES_HELD_PER_OUTCOME = 72;
const BYTES_HELD_PER_SUPPORT = 640;

/** The most bytes that supports hold together before others are made in JavaScript: a quarter of what 32 bits address. */
const MAX_BYTES_HELD = 2 ** 30;

/** The name of a function of the kernel. */
type Call = Exclude<keyof Kernel, 'memory'>;

/** What an error calls that which does not fit, and the bytes that it needs. */
export type Needs = () => [what: string, bytes: number];

/** No view of the memory outlives a call that may grow it, which detaches every view, and none leaves this folder, but those of blocks, which src/engine/interface.ts says how to read. */
export class KernelMemory {
  readonly #kernel: Kernel;
  readonly #coefficientsAt: number;
  readonly #resultsAt: number;
  /** The coefficients that were written to the kernel last. */
  #coefficients: Float64Array | undefined;
  #supports = 0;
  #bytesHeld = 0;
  /** Why the kernel broke off; undefined while it works. */
  failure: unknown;

  /** @param maxBytesHeld - how much supports hold before others are made in JavaScript. */
  constructor(
    kernel: Kernel,
    readonly maxBytesHeld = MAX_BYTES_HELD
  ) {
    this.#kernel = kernel;
    this.#coefficientsAt = kernel.coefficients() >>> 0;
    this.#resultsAt = kernel.results() >>> 0;
  }

  /**
   * Runs a call into the kernel.
   *
   * @throws RangeError of `doesNotFit` where memory cannot be had: the allocator traps before it changes anything, and no other instruction of the
   *   kernel is `unreachable`, which every runtime's message names.
   * @throws Error (`KERNEL_FAILED`) at any other trap, and ever after: what the kernel holds may be half written then.
   */
  call<F extends Call>(needs: Needs, name: F, ...args: Parameters<Kernel[F]>): number {
    this.#checkAlive();
    try {
      return (this.#kernel[name] as (...args: unknown[]) => number)(...args);
    } catch (error) {
      if (error instanceof WebAssembly.RuntimeError && /unreachable/i.test(error.message)) throw this.doesNotFit(needs);
      this.failure = error;
      return this.#checkAlive() as never;
    }
  }

  /** The error of what does not fit, which says where memory may have gone. */
  doesNotFit(needs: Needs): RangeError {
    const hint = `; ${this.#supports} other supports are alive, and dispose() gives their memory back`;
    return doesNotFit(...needs(), this.#supports > 0 ? hint : '');
  }

  /** Frees what belongs to nobody any more; a kernel that broke off is left alone. */
  free(name: 'dispose' | 'free', address: number): void {
    if (this.failure === undefined) this.#kernel[name](address);
  }

  /** Whether the supports that are alive hold as much as they may. */
  get isFull(): boolean {
    return this.#bytesHeld > this.maxBytesHeld;
  }

  /** Counts a support that was made. */
  hold(size: number): void {
    this.#supports++;
    this.#bytesHeld += bytesHeld(size);
  }

  /** Counts a support that was disposed of. */
  release(size: number): void {
    this.#supports--;
    this.#bytesHeld -= bytesHeld(size);
  }

  doubles(address: number, length: number): Float64Array {
    return new Float64Array(this.#kernel.memory.buffer, address >>> 0, length);
  }

  floats(address: number, length: number): Float32Array {
    return new Float32Array(this.#kernel.memory.buffer, address >>> 0, length);
  }

  words(address: number, length: number): Uint32Array {
    return new Uint32Array(this.#kernel.memory.buffer, address >>> 0, length);
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

  #checkAlive(): void {
    if (this.failure === undefined) return;
    const message = `the WebAssembly kernel broke off (${messageOf(this.failure)}), and the supports that it held are lost; make them anew`;
    throw coded(Error, 'KERNEL_FAILED', message, undefined, { cause: this.failure });
  }
}

function bytesHeld(size: number): number {
  return size * BYTES_HELD_PER_OUTCOME + BYTES_HELD_PER_SUPPORT;
}
