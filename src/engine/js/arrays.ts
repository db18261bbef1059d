// The arrays of a support and of its moments, under the names of assembly/arrays.ts; by hand, since the garbage collector owns them here.
// Outcomes of positive mass are numbered k = 0..count-1 by rising reward, blocks of equal reward j = 0..blocks-1.

import { CELL, PARTS } from '../../../assembly/layout';

const NONE = /* @__PURE__ */ new Float64Array(0);
const NO_INDICES = /* @__PURE__ */ new Uint32Array(0);

/** A support of `size` outcomes; `prepare` fills its arrays. */
export class Support {
  count = 0;
  blocks = 0;
  cells = 0;
  /** The total of the weights. */
  total = 0;
  /** 1 - p(y) of the one outcome with p(y) > 1/2, summed over the others; 0 without one. */
  largestComplement = 0;
  /** KL and win rate at n = Infinity, and what the rounding of the latter left. */
  klLimit = 0;
  winRateLimit = 0;
  winRateLimitLow = 0;
  /** f64[size], in the order of the input, until `prepare` drops them. */
  rewards: Float64Array;
  weights: Float64Array;
  /** u32[size][2], while sorting: the index of an outcome, and the prefix of its key. */
  records: Uint32Array = NO_INDICES;
  spare: Uint32Array = NO_INDICES;
  /** [count] each: the input index of outcome k, its block, and p(y) (the same array as `refMass` where no rewards tie). */
  order: Uint32Array = NO_INDICES;
  blockOf: Uint32Array = NO_INDICES;
  outcomeProb: Float64Array = NONE;
  /** f64[blocks + 1], like all below: P; the reward (0 where infinite); F_{j-1} + P/2. */
  refMass: Float64Array = NONE;
  reward: Float64Array = NONE;
  midCdf: Float64Array = NONE;
  /** delta = -log1p(-P/F) (Infinity for the first block); L = log F; L - delta/2. */
  logStep: Float64Array = NONE;
  logCdf: Float64Array = NONE;
  logMid: Float64Array = NONE;
  /** f64[2][blocks + 1]: the total of weights below each block and in all, as a pair of doubles, for up to MAX_EXACT_BLOCKS blocks. */
  exactSums: Float64Array = NONE;
  /** f64[cells]: the largest delta of a cell. */
  cellMaxStep: Float64Array = NONE;
  /** f64[blocks + 1]: the best-of-n masses Pi of one n; made when first needed. */
  bonMass: Float64Array = NONE;
  /** Blocks before this one have no mass in `bonMass`. */
  massFrom = 0;
  /** f64[blocks + 1] each, made when first needed: what a tilt by win rate is by, and what its rounding left. The sign says from which end. */
  scores: Float64Array = NONE;
  scoreRests: Float64Array = NONE;
  scoreSign = 0;
  /** f64[PARTS][cells][2]: what a tilt notes of each cell; made when first needed. */
  parts: Float64Array = NONE;
  /** The moments of the slices; made when first needed. */
  moments: Moments | undefined;

  constructor(public size: number) {
    this.rewards = doubles(size);
    this.weights = doubles(size);
  }

  releaseInput(): void {
    this.rewards = this.weights = NONE;
    this.records = this.spare = NO_INDICES;
  }
}

/** The slices of a support; see assembly/arrays.ts. */
export interface Moments {
  slices: number;
  upper: number;
  pivotReward: number;
  span: number;
  centre: Float64Array;
  power: Float64Array;
  reach: Float64Array;
  above: Float64Array;
  /** f64[slices][ORDERS]: the moments of each slice. */
  sums: Float64Array;
  large: Support | null;
}

export function cellsOf(blocks: number): number {
  return Math.ceil(blocks / CELL);
}

/** Room for `length` doubles and one lane beyond, which is 0. */
export function doubles(length: number): Float64Array {
  return new Float64Array(length + 2);
}

/** The best-of-n masses of the blocks; made when first needed. */
export function bonMassOf(s: Support): Float64Array {
  s.massFrom = 0;
  if (s.bonMass.length === 0) s.bonMass = doubles(s.blocks);
  return s.bonMass;
}

/** Makes room for the scores by win rate. */
export function scoresOf(s: Support): void {
  if (s.scores.length > 0) return;
  s.scores = doubles(s.blocks);
  s.scoreRests = doubles(s.blocks);
}

/** Makes room for what a tilt notes of each cell. */
export function partsOf(s: Support): void {
  if (s.parts.length === 0) s.parts = doubles(PARTS * 2 * s.cells);
}
