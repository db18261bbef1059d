// Room for a support inside the engine, which the caller fills in place so that nothing is copied.

import type { EngineBuffers, EngineSupport } from './engine/interface';
import { coded } from './errors';
import { cleanInput, type ReferenceName, type SupportInput } from './input/support';

/**
 * Room for the rewards and the reference of one support, from `Support.allocate`. Write into `rewards` and `reference`, then hand the
 * buffers to `Support.fromBuffers`, which uses them up.
 *
 * @example
 * const buffers = Support.allocate(3);
 * buffers.rewards.set([0, 1, 2]);
 * buffers.reference.set([5, 3, 2]);
 * Support.fromBuffers(buffers, 'weights').metrics(2, ['winRate']).winRate; // → 0.64
 */
export class SupportBuffers {
  #buffers: EngineBuffers | undefined;

  /**
   * Made by `Support.allocate`.
   *
   * @internal
   */
  constructor(
    /** The number of outcomes. */
    readonly size: number,
    buffers: EngineBuffers
  ) {
    this.#buffers = buffers;
  }

  /** The array for the rewards. Read this property again after any other call into the library: memory that grows leaves earlier arrays empty. */
  get rewards(): Float64Array {
    return this.#unused().rewards;
  }

  /** The array for the reference policy: probabilities, weights, or the logarithms of either. Read it again as `rewards`. */
  get reference(): Float64Array {
    return this.#unused().reference;
  }

  /** Gives the memory back unused. Calling it again, or after `Support.fromBuffers`, does nothing. */
  dispose(): void {
    this.#buffers?.dispose();
    this.#buffers = undefined;
  }

  /**
   * Checks what the buffers hold, and makes the support of it: for `Support.fromBuffers`.
   *
   * @internal
   */
  prepare(name: ReferenceName, ties: SupportInput['ties']): EngineSupport {
    const buffers = this.#unused();
    const input = cleanInput({ rewards: buffers.rewards, [name]: buffers.reference, ...(ties && { ties }) });
    this.#buffers = undefined;
    return buffers.prepare(input);
  }

  #unused(): EngineBuffers {
    if (this.#buffers === undefined)
      throw coded(TypeError, 'DISPOSED', 'these buffers were used or disposed of and cannot be used any more');
    return this.#buffers;
  }
}
