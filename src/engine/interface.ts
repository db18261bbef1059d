// The interface of an engine: what the typed library asks, and what the kernel and the JavaScript engine both answer, bit for bit.
// assembly/layout.ts says where each coefficient and each result stands.

import { BYTES_PER_OUTCOME } from '../../assembly/layout';
import { coded } from '../errors';
import type { Doubles } from '../input/numbers';
import type { CleanInput } from '../input/support';

/**
 * The kernel in WebAssembly, or the engine in JavaScript; both give the same bits.
 *
 * @example
 * const kinds = ['wasm', 'js'].map((kind) => {
 *   useEngine(kind);
 *   return Support.from({ probs: [0.9, 0.1], rewards: [0, 1] }).metrics(3).kl;
 * });
 * kinds[0] === kinds[1]; // → true
 */
export type EngineKind = 'wasm' | 'js';

/** Small supports packed end to end, checked: no NaN, and in every row something of positive mass. */
export interface CleanBatch {
  rewards: Doubles;
  /** Absent: unit weights. */
  weights: Doubles | undefined;
  /** Where each row starts, and where the last one ends. */
  starts: Uint32Array;
  /** The length of the longest row. */
  longest: number;
  /** The coefficients of each n. */
  coefficients: readonly Float64Array[];
  /** Bits of groups of sums. */
  groups: number;
  /** Which results are wanted, by their offsets. */
  wanted: readonly number[];
}

/** The blocks of a support by rising reward: P, the reward (0 where infinite), and the CDF in the middle, F_{j-1} + P/2. */
export interface Blocks {
  mass: Float64Array;
  reward: Float64Array;
  midCdf: Float64Array;
}

/** A prepared support inside an engine. */
export interface EngineSupport {
  /** The results; those that depend on n are of the last call. */
  readonly results: Float64Array;
  /** Writes pi_n to `out`, in the order of the input. */
  policy(coefficients: Float64Array, out: Float64Array): void;
  /** Returns `results` with the sums of one n >= 1; those of groups that were not asked for mean nothing. The next call overwrites them. */
  metrics(coefficients: Float64Array, groups: number): Float64Array;
  /** The same for a finite n and no group but GAPS, within 1e-13, and far quicker once the first call has made it ready. */
  curve(coefficients: Float64Array, groups: number): Float64Array;
  /** Copies of what the blocks hold. */
  blocks(): Blocks;
  /** Writes to `out`, in the order of the input, the policy that has the given mass on every block. */
  spread(masses: Float64Array, out: Float64Array): void;
  dispose(): void;
}

/** Where the rewards and the reference of a support are put before it is prepared. */
export interface EngineBuffers {
  /** Views, made anew at each access: an engine whose memory grows leaves the earlier ones empty. */
  readonly rewards: Float64Array;
  readonly reference: Float64Array;
  /** Makes the support of what the buffers hold, which `input` describes. They are used up, even if this throws. */
  prepare(input: CleanInput): EngineSupport;
  dispose(): void;
}

export interface Engine {
  readonly kind: EngineKind;
  /** Throws a RangeError with the bytes needed if a support of this size does not fit. */
  allocate(size: number): EngineBuffers;
  /** The same, from a copy of the input. */
  prepare(input: CleanInput): EngineSupport;
  /** The results wanted, not yet repaired, of every row at every n: `[rows][ns][wanted]`. Throws as `prepare` does. */
  batch(input: CleanBatch): Float64Array;
}

export function doesNotFit(what: string, bytes: number): RangeError {
  return coded(RangeError, 'OUT_OF_MEMORY', `${what} needs ${bytes} bytes of memory, which could not be had`);
}

export function supportDoesNotFit(size: number): RangeError {
  return doesNotFit(`a support of ${size} outcomes`, size * BYTES_PER_OUTCOME);
}
