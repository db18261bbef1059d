// Where the arrays of a support and of its moments live: each is a block of the heap, and these records of pointers own them until
// `release`. Outcomes of positive mass are numbered k = 0..count-1 by rising reward, blocks of equal reward j = 0..blocks-1.

import { Doubles, Indices, setAt } from "./lanes";
import { CELL, PARTS, RECORD_BYTES } from "./layout";

/** f64[COEFFICIENT_COUNT]: what depends on n alone (src/numerics/coefficients.ts computes it, once for both engines). */
export type Coefficients = Doubles;

@unmanaged
export class Support {
  /** How many outcomes were given; how many outcomes and blocks have positive mass; how many cells there are. */
  size: u32 = 0;
  count: u32 = 0;
  blocks: u32 = 0;
  cells: u32 = 0;
  /** f64[size], in the order of the input: the weights until `prepare` frees them, the rewards until `order` is made. */
  rewards: Doubles = 0;
  weights: Doubles = 0;
  /** RECORD_BYTES for each outcome, while sorting. */
  records: usize = 0;
  spare: usize = 0;
  /** u32[count]: the input index of outcome k (made when a policy is first asked for), and its block. */
  order: Indices = 0;
  blockOf: Indices = 0;
  /** f64[count]: p(y). It is the same array as `refMass` where no rewards tie. */
  outcomeProb: Doubles = 0;
  /** f64[blocks + 1], like all below: P; the reward (0 where infinite); F_{j-1} + P/2. */
  refMass: Doubles = 0;
  reward: Doubles = 0;
  midCdf: Doubles = 0;
  /** delta = -log1p(-P/F) (Infinity for the first block); L = log F; L - delta/2. */
  logStep: Doubles = 0;
  logCdf: Doubles = 0;
  logMid: Doubles = 0;
  /** f64[2][blocks + 1]: the total of weights below each block and in all, as a pair of doubles, for up to MAX_EXACT_BLOCKS blocks. */
  exactSums: Doubles = 0;
  /** f64[cells]: the largest delta of a cell. */
  cellMaxStep: Doubles = 0;
  /** f64[blocks + 1]: the best-of-n masses Pi of one n, and f64[size]: the policy in input order. Both are made when first needed. */
  bonMass: Doubles = 0;
  policy: Doubles = 0;
  /** Blocks before this one have no mass in `bonMass`. */
  massFrom: u32 = 0;
  /** f64[blocks + 1] each, made when first needed: what a tilt by win rate is by, and what its rounding left. The sign says from which end. */
  scores: Doubles = 0;
  scoreRests: Doubles = 0;
  scoreSign: f64 = 0;
  /** f64[PARTS][cells][2]: what a tilt notes of each cell; made when first needed. */
  parts: Doubles = 0;
  /** The moments of the slices; made when first needed. */
  moments: Moments | null = null;
  /** The total of the weights. */
  total: f64 = 0;
  /** The key of the lowest reward. */
  lowestKey: u64 = 0;
  /** 1 - p(y) of the one outcome with p(y) > 1/2, summed over the others; 0 without one. */
  largestComplement: f64 = 0;
  /** KL and win rate at n = Infinity, and what the rounding of the latter left. */
  klLimit: f64 = 0;
  winRateLimit: f64 = 0;
  winRateLimitLow: f64 = 0;
}

/** The slices of a support; see moments.ts. */
@unmanaged
export class Moments {
  slices: u32 = 0;
  /** How many of the slices, which are numbered from the top down, are not below the reward nearest to 0; and that reward. */
  upper: u32 = 0;
  pivotReward: f64 = 0;
  /** The highest reward less the lowest. */
  span: f64 = 0;
  /** f64[slices + 1] each: the centre c; e^c; the largest |L - c| or |mid - c|. */
  centre: Doubles = 0;
  power: Doubles = 0;
  reach: Doubles = 0;
  /** f64[slices]: the reward of the block above the slice. */
  above: Doubles = 0;
  /** v128[(slices + 1) / 2][ORDERS]: the moments of two slices. */
  sums: usize = 0;
  /** The large blocks, without order and rewards. */
  large: Support | null = null;
}

/** A support of `size` outcomes without arrays; the caller owns it until `release`. */
export function create(size: u32): Support {
  const s = changetype<Support>(zeroed(offsetof<Support>()));
  s.size = size;
  return s;
}

/** Moments without arrays; the support that they are of owns them. */
export function createMoments(): Moments { return changetype<Moments>(zeroed(offsetof<Moments>())); }

function zeroed(bytes: usize): usize {
  const address = heap.alloc(bytes);
  memory.fill(address, 0, bytes);
  return address;
}

/** How many cells of up to CELL blocks there are. */
export function cellsOf(blocks: u32): u32 { return (blocks + CELL - 1) / CELL; }

/** Room for `length` doubles and one lane beyond, which is 0. */
export function doubles(length: u32): Doubles {
  const p = heap.alloc((<usize>length + 2) << 3);
  setAt(p, length, 0);
  return p;
}

/** Room for `length` indices, u32, and one beyond. */
export function indices(length: u32): Indices { return heap.alloc((<usize>length + 1) << 2); }

/** Room for the records of `size` outcomes, and for the running sums that take their place, in two parts. */
export function records(size: u32): usize { return heap.alloc(<usize>RECORD_BYTES * (<usize>size + 2)); }

/** Where the best-of-n masses of the blocks stand, or can be written; made when first needed. */
export function bonMassOf(s: Support): Doubles {
  s.massFrom = 0;
  if (!s.bonMass) s.bonMass = doubles(s.blocks);
  return s.bonMass;
}

/** Makes room for the scores by win rate. */
export function scoresOf(s: Support): void {
  if (!s.scores) s.scores = doubles(s.blocks);
  if (!s.scoreRests) s.scoreRests = doubles(s.blocks);
}

/** Makes room for what a tilt notes of each cell. */
export function partsOf(s: Support): void {
  if (!s.parts) s.parts = doubles(PARTS * 2 * s.cells);
}

// @ts-ignore: decorator
@inline function free(p: usize): usize {
  if (p) heap.free(p);
  return 0;
}

/** Gives back what only sorting needed, but for the array in which the running sums stand. */
export function releaseRecords(s: Support): void {
  s.weights = free(s.weights);
  s.records = free(s.records);
}

/** Gives back what only sorting and the running sums needed. */
export function releaseInput(s: Support): void {
  releaseRecords(s);
  s.spare = free(s.spare);
}

/** Gives back everything. It is also right for a support that was only half made. */
export function release(s: Support): void {
  releaseInput(s);
  free(s.rewards);
  free(s.order);
  free(s.blockOf);
  if (s.outcomeProb != s.refMass) free(s.outcomeProb);
  free(s.refMass);
  free(s.reward);
  free(s.midCdf);
  free(s.logStep);
  free(s.logCdf);
  free(s.logMid);
  free(s.exactSums);
  free(s.cellMaxStep);
  free(s.bonMass);
  free(s.policy);
  free(s.scores);
  free(s.scoreRests);
  free(s.parts);
  const moments = s.moments;
  if (moments) releaseMoments(moments);
  heap.free(changetype<usize>(s));
}

function releaseMoments(m: Moments): void {
  free(m.centre);
  free(m.power);
  free(m.reach);
  free(m.above);
  free(m.sums);
  const large = m.large;
  if (large) release(large);
  heap.free(changetype<usize>(m));
}
