// The interface of an engine: what the typed library asks for, and what the kernel and the JavaScript engine both answer, with the same bits.
// assembly/layout.ts says where each coefficient and each result stands.

import { BYTES_PER_OUTCOME } from '../../assembly/layout';
import { coded } from '../errors';
import type { Doubles } from '../input/numbers';
import type { CleanInput } from '../input/support';

/**
 * The kernel in WebAssembly (`'wasm'`) or the JavaScript engine (`'js'`); both give the same bits.
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
  /** undefined if all outcomes weigh 1. */
  weights: Doubles | undefined;
  /** Where each row starts, and where the last one ends. */
  starts: Uint32Array;
  /** The length of the longest row. */
  longest: number;
  /** The coefficients of each n, f64[COEFFICIENT_COUNT]. */
  coefficients: readonly Float64Array[];
  /** The groups of sums that are wanted, as bits. */
  groups: number;
  /** The offsets of the results that are wanted. */
  wanted: readonly number[];
}

/** What to estimate of rows of samples: one of the estimates of assembly/layout.ts, and the column that it is of. */
export interface WantedEstimate {
  estimate: number;
  /** Index in `columns`; 0 where the estimate is of the rewards. */
  column: number;
}

/** Rows of samples packed end to end, all of one length, checked: no NaN. */
export interface CleanSampleRows {
  /** The number of samples in each row. */
  length: number;
  /** The rewards, then what the estimates name, f64[rows * length] each. */
  columns: readonly Doubles[];
  /** Whole numbers >= 1, which may be above `length`. */
  ns: readonly number[];
  wanted: readonly WantedEstimate[];
}

/** What is known of each block, by rising reward: f64[blocks] each. assembly/arrays.ts says how each is computed. */
export interface BlockArrays {
  /** P. */
  mass: Float64Array;
  /** The reward, 0 where infinite. */
  reward: Float64Array;
  /** F_{j-1} + P/2. */
  midCdf: Float64Array;
  /** delta = -log1p(-P/F), Infinity for the first block. */
  logStep: Float64Array;
  /** L = log F, with all its digits next to F = 1 too. */
  logCdf: Float64Array;
}

/** The outcomes of positive mass, by rising reward and, where rewards are equal, in the order of the input. */
export interface OutcomeArrays {
  /** The index of each in the input. */
  order: Uint32Array;
  /** The block of each; undefined where every outcome is a block of its own. */
  block: Uint32Array | undefined;
  /** p(y) of each. */
  prob: Float64Array;
}

/** A prepared support inside an engine. */
export interface EngineSupport {
  /** The results, f64[RESULT_COUNT]; those that depend on n are of the last call. */
  readonly results: Float64Array;
  /** Writes the best-of-n policy to `out`, f64[size], in the order of the input. */
  policy(coefficients: Float64Array, out: Float64Array): void;
  /** Returns `results` with the sums of one n >= 1; those of groups that were not asked for mean nothing. The next call overwrites them. */
  metrics(coefficients: Float64Array, groups: number): Float64Array;
  /** The same for a finite n and no group but GAPS, within 1e-13, and far quicker once the first call has made it ready. */
  curve(coefficients: Float64Array, groups: number): Float64Array;
  /** The Rényi divergence of the order `alpha`, which is above 0, finite and not 1, at a finite n > 1. */
  renyi(coefficients: Float64Array, alpha: number): number;
  /** The first block, by rising reward, with a reward of at least `reward`; the number of blocks if none has. */
  firstAtLeast(reward: number): number;
  /** The reward of a block, 0 where infinite. */
  rewardAt(block: number): number;
  /** The arrays of the blocks, which are to be read only, and before the next call of anything of the engine. */
  blocks(): BlockArrays;
  /** The arrays of the outcomes, which are to be read as those of the blocks are. */
  outcomes(): OutcomeArrays;
  /** Makes the best-of-n policy, as `keepFrom` and `tilt` make theirs, and returns its block masses, f64[blocks]; to be read as `blocks` is. */
  bestOfMasses(coefficients: Float64Array): Float64Array;
  /** Where to write the block masses of any other policy, f64[blocks], before the next call; `means` and `spread` are then of that policy. */
  roomForMasses(): Float64Array;
  /** Makes the policy that keeps the blocks from `from` on, and returns `results` with its ACCEPTANCE and KL. */
  keepFrom(from: number): Float64Array;
  /** Makes the policy tilted by `beta scale`, which is not 0, and returns `results` with its KL, EXPONENT_SUM and EXPONENT_SQUARE. */
  tilt(byWinRate: boolean, beta: number, scale: number): Float64Array;
  /** Makes the policy of a law of ranks, WORST_OF and so on in assembly/layout.ts, with a finite rate >= 0, and returns `results` with its KL. */
  rankLaw(law: number, rate: number): Float64Array;
  /** Returns `results` with the WIN_RATE and EXPECTED_REWARD of the policy that `keepFrom` or `tilt` made last; infinite rewards with mass count. */
  means(): Float64Array;
  /** Writes that policy to `out`, in the order of the input; inside a block it is in proportion to the reference. */
  spread(out: Float64Array): void;
  /** Whether the garbage collector owns the memory, so that a support that is forgotten needs no `dispose`. */
  readonly isCollected: boolean;
  /** Gives the memory back; the support must not be used afterwards. */
  dispose(): void;
}

/** The largest support: outcomes are indexed with 32 bits, and there is room for one more lane. */
export const MAX_OUTCOMES = 2 ** 32 - 2;

/** One of the two engines. */
export interface Engine {
  readonly kind: EngineKind;
  /** The most outcomes that the arrays of a support can have here. */
  readonly maxSize: number;
  /** Makes a support from a copy of the input. Throws a RangeError with the bytes needed if it does not fit. */
  prepare(input: CleanInput): EngineSupport;
  /** Returns the results wanted of every row at every n, f64[rows][ns][wanted], as the sums are: `repairResults` is for the caller. Throws as `prepare` does. */
  batch(input: CleanBatch): Float64Array;
  /** Returns every estimate of every row at every n, f64[wanted][rows][ns]; NaN where a row has none. Throws as `prepare` does. */
  sampleRows(input: CleanSampleRows): Float64Array;
}

/** The error of a support or a batch that does not fit into memory; `hint` may say why. */
export function doesNotFit(what: string, bytes: number, hint = ''): RangeError {
  return coded(RangeError, 'OUT_OF_MEMORY', `${what} needs ${bytes} bytes of memory, which could not be had${hint}`);
}

/** What a support of this size is called in the error, and the bytes that it needs. */
export function supportNeeds(size: number): [what: string, bytes: number] {
  return [`a support of ${size} outcomes`, size * BYTES_PER_OUTCOME];
}

export function supportDoesNotFit(size: number): RangeError {
  return doesNotFit(...supportNeeds(size));
}
