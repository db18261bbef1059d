// Room for a support inside the engine, to be filled in place: nothing is copied.

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

  /** Where the rewards go. Take it anew after any other call into the library: memory that grows leaves the old view empty. */
  get rewards(): Float64Array {
    return this.#unused().rewards;
  }

  /** Where the reference policy goes: as probabilities, weights, or the logarithms of either. Take it anew as `rewards`. */
  get reference(): Float64Array {
    return this.#unused().reference;
  }

  /** Gives the room back unused; after that, or after `Support.fromBuffers`, it does nothing. */
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
