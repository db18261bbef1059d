// Room for the input of a support, which the caller fills in place.

import { type EngineSupport, supportDoesNotFit } from './engine/interface';
import { currentEngine } from './engine/select';
import { coded, isOutOfMemory } from './errors';
import { cleanInput, type ReferenceName, type SupportInput } from './input/support';

/**
 * Room for the rewards and the reference of one support, from `Support.allocate`. Write into `rewards` and `reference`, then hand the
 * buffers to `Support.fromBuffers`, which uses them up.
 *
 * The arrays are the caller's to keep. The support has a copy, so that nothing that is written to them later changes it.
 *
 * @example
 * const buffers = Support.allocate(3);
 * buffers.rewards.set([0, 1, 2]);
 * buffers.reference.set([5, 3, 2]);
 * Support.fromBuffers(buffers, 'weights').metrics(2, ['winRate']).winRate; // → 0.64
 */
export class SupportBuffers {
  /** The name of the class, in a minified bundle too. */
  static readonly name = 'SupportBuffers';
  /** The number of outcomes. */
  readonly size: number;
  #arrays: { rewards: Float64Array; reference: Float64Array } | undefined;

  /**
   * Made by `Support.allocate`.
   *
   * @internal
   */
  constructor(size: number) {
    if (size > currentEngine().maxSize) throw supportDoesNotFit(size);
    try {
      this.#arrays = { rewards: new Float64Array(size), reference: new Float64Array(size) };
    } catch (error) {
      throw isOutOfMemory(error) ? supportDoesNotFit(size) : error;
    }
    this.size = size;
    Object.freeze(this);
  }

  /**
   * Whether a value is one of these, and no proxy or imitation.
   *
   * @internal
   */
  static has(value: unknown): value is SupportBuffers {
    return typeof value === 'object' && value !== null && #arrays in value;
  }

  /** The array for the rewards, zeros at first. */
  get rewards(): Float64Array {
    return this.#unused().rewards;
  }

  /** The array for the reference policy: probabilities, weights, or the logarithms of either; zeros at first. */
  get reference(): Float64Array {
    return this.#unused().reference;
  }

  /** Gives the memory back unused. Calling it again, or after `Support.fromBuffers`, does nothing. */
  dispose(): void {
    this.#arrays = undefined;
  }

  /**
   * Checks what the buffers hold, and makes the support of it: for `Support.fromBuffers`.
   *
   * @internal
   */
  prepare(name: ReferenceName, ties: SupportInput['ties']): EngineSupport {
    const { rewards, reference } = this.#unused();
    const support = currentEngine().prepare(cleanInput({ rewards, [name]: reference, ties }));
    this.#arrays = undefined;
    return support;
  }

  #unused(): { rewards: Float64Array; reference: Float64Array } {
    if (this.#arrays === undefined)
      throw coded(TypeError, 'DISPOSED', 'these buffers were used or disposed of and cannot be used any more');
    return this.#arrays;
  }
}
