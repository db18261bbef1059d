// The interface of an engine: what the typed library asks, and what the kernel and its JavaScript twin both answer, bit for bit.

export type EngineKind = 'wasm' | 'js';

/** Numbers as a caller gives them. */
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

/** Groups of metrics beyond KL, win rate and expected reward, as bits. */
export const GAPS = 1;
export const DIVERGENCES = 2;
export const VARIANCE = 4;
export const ESTIMATE = 8;

/** The sums that `metrics` writes, in this order. */
export const SUMS = [
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
] as const;

/** Facts that do not depend on n, in this order. An infinite reward counts as 0 in `referenceReward` and in every sum. */
export const SUMMARY = [
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

export type Summary = Record<(typeof SUMMARY)[number], number>;

/** The blocks of a support by rising reward: P, the reward (0 where infinite), and the CDF in the middle, F_{j-1} + P/2. */
export interface Blocks {
  mass: Float64Array;
  reward: Float64Array;
  midCdf: Float64Array;
}

/** A prepared support inside an engine. */
export interface EngineSupport {
  readonly summary: Summary;
  /** Writes pi_n to `out`, in the order of the input. */
  policy(plan: Float64Array, out: Float64Array): void;
  /** Writes the sums of a finite n; those of groups not asked for mean nothing. */
  metrics(plan: Float64Array, groups: number, results: Float64Array): void;
  /** Copies of what the blocks hold. */
  blocks(): Blocks;
  /** Writes to `out`, in the order of the input, the policy that has the given mass on every block. */
  spread(masses: Float64Array, out: Float64Array): void;
  /** p(y) of the top block's outcomes. */
  topMasses(): Float64Array;
  dispose(): void;
}

export interface Engine {
  readonly kind: EngineKind;
  /** Throws a RangeError with the bytes needed if the support does not fit. */
  prepare(input: CleanInput): EngineSupport;
}

/** Bytes of memory an outcome takes at the peak, while it is sorted and gathered. */
export const BYTES_PER_OUTCOME = 88;

export function doesNotFit(size: number): RangeError {
  const bytes = size * BYTES_PER_OUTCOME;
  return new RangeError(`a support of ${size} outcomes needs ${bytes} bytes of memory, which could not be had`);
}

export function summaryOf(values: ArrayLike<number>): Summary {
  const summary = {} as Summary;
  SUMMARY.forEach((name, i) => {
    summary[name] = values[i];
  });
  return summary;
}
