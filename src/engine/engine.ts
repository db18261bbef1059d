// The interface of an engine: what the typed library asks, and what the kernel and its JavaScript twin both answer, bit for bit.

/**
 * The kernel in WebAssembly, or its twin in JavaScript; both give the same bits.
 *
 * @example
 * const kinds = ['wasm', 'js'].map((kind) => {
 *   useEngine(kind);
 *   return Support.from({ probs: [0.9, 0.1], rewards: [0, 1] }).metrics(3).kl;
 * });
 * kinds[0] === kinds[1]; // → true
 */
export type EngineKind = 'wasm' | 'js';

/**
 * Numbers as a caller gives them; 32-bit ones are widened.
 *
 * @example
 * const inputs = [[1, 2], Float32Array.of(1, 2), Float64Array.of(1, 2)];
 * inputs.map((weights) => Support.from({ weights, rewards: weights }).referenceReward); // → [1.66666667, 1.66666667, 1.66666667]
 */
export type Numbers = Float64Array | Float32Array | readonly number[];

/** A reference and its rewards, validated: no NaN, equal lengths, something of positive mass. */
export interface CleanInput {
  rewards: Float64Array | Float32Array;
  reference: Float64Array | Float32Array;
  /** Whether the reference holds logarithms. */
  isLog: boolean;
  /** The largest entry of the reference. */
  largest: number;
  tiesByIndex: boolean;
  /** Throws if the total (of the weights, or of e^(l - largest)) is not what this kind of reference must have. */
  checkTotal(total: number): void;
}

/** Small supports packed end to end, validated: no NaN, and in every row something of positive mass. */
export interface CleanBatch {
  rewards: Float64Array | Float32Array;
  /** Absent: unit weights. */
  weights: Float64Array | Float32Array | undefined;
  /** Where each row starts, and where the last one ends. */
  starts: Uint32Array;
  longest: number;
  plans: readonly Float64Array[];
  groups: number;
  /** Indices of FACTS. */
  facts: readonly number[];
}

/** Groups of metrics beyond KL, win rate and expected reward, as bits. */
export const GAPS = 1;
export const DIVERGENCES = 2;
export const VARIANCE = 4;
export const ESTIMATE = 8;

/** What an engine tells of a support, in this order: the sums that `metrics` made last, then what does not depend on n. An infinite
 *  reward counts as 0 in every one of them but `topReward`. */
export const FACTS = [
  'kl',
  'winRate',
  'expectedReward',
  'klGap',
  'winRateGap',
  'reverseKl',
  'totalVariation',
  'chiSquared',
  'squaredHellinger',
  'centredReward', // about the reward nearest to the mean
  'centredSquare',
  'klEstimate',
  'blocks',
  'collisionProbability',
  'referenceReward',
  'lowInfinite', // blocks of reward -Infinity
  'topReward',
  'topMass',
  'belowTop', // the CDF below the top block
  'blockCollision', // sum P^2 over blocks; `collisionProbability` is over outcomes
  'rest', // 1 - p(y) of the one outcome with p(y) > 1/2; 0 without one
  'highInfinite', // blocks of reward Infinity
] as const;

export type Fact = (typeof FACTS)[number];

/** Where each fact stands; the sums come first. */
export const FACT = /* @__PURE__ */ Object.fromEntries(FACTS.map((fact, i) => [fact, i])) as Record<Fact, number>;
export const SUM_COUNT = 12;

/** The blocks of a support by rising reward: P, the reward (0 where infinite), and the CDF in the middle, F_{j-1} + P/2. */
export interface Blocks {
  mass: Float64Array;
  reward: Float64Array;
  midCdf: Float64Array;
}

/** A prepared support inside an engine. */
export interface EngineSupport {
  /** See FACTS. */
  readonly facts: Float64Array;
  /** Writes pi_n to `out`, in the order of the input. */
  policy(plan: Float64Array, out: Float64Array): void;
  /** Writes the sums of one n to `facts`; those of groups not asked for mean nothing. At n = Infinity `klEstimate` is the only one. */
  metrics(plan: Float64Array, groups: number): void;
  /** The same, but only for a finite n and no group but GAPS: to 1e-13, and far quicker once the first call has made it ready. */
  curve(plan: Float64Array, groups: number): void;
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
  /** Makes the support of what the buffers hold, which `input` describes. They are used up, also where this throws. */
  prepare(input: CleanInput): EngineSupport;
  dispose(): void;
}

export interface Engine {
  readonly kind: EngineKind;
  /** Throws a RangeError with the bytes needed if a support of this size does not fit. */
  allocate(size: number): EngineBuffers;
  /** The same, from a copy of the input. */
  prepare(input: CleanInput): EngineSupport;
  /** The facts asked for, of every row at every n: `[rows][plans][facts]`. Throws as `prepare`. */
  batch(input: CleanBatch): Float64Array;
}

/** Bytes of memory an outcome takes at the peak, while it is sorted and gathered. */
export const BYTES_PER_OUTCOME = 92;

/** Bytes that the arrays of a batch take for each outcome of its longest row. */
export const BYTES_RESERVED = 124;

export function doesNotFit(what: string, bytes: number): RangeError {
  return new RangeError(`${what} needs ${bytes} bytes of memory, which could not be had`);
}

export function supportDoesNotFit(size: number): RangeError {
  return doesNotFit(`a support of ${size} outcomes`, size * BYTES_PER_OUTCOME);
}
