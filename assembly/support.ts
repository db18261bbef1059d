// Where a support's arrays live: each is a block of the heap, and this record of pointers owns them until `release`.
// Outcomes of positive mass are numbered k = 0..count-1 by rising reward, blocks of equal reward j = 0..blocks-1.

import { setAt } from "./lanes";
import { Moments, release as releaseMoments } from "./moments";

/** Blocks in a cell: the unit in which a range of n is judged easy, and in which sums stay uncompensated. */
export const CELL: u32 = 32;

@unmanaged
export class Support {
  /** Outcomes given, of positive mass; blocks of positive mass; cells. */
  size: u32 = 0;
  count: u32 = 0;
  blocks: u32 = 0;
  cells: u32 = 0;
  /** f64[size], in the order of the input: the weights until `prepare` frees them, the rewards until `order` is made. */
  rewards: usize = 0;
  weights: usize = 0;
  /** 16 bytes for each outcome, while sorting. */
  records: usize = 0;
  spare: usize = 0;
  /** u32[count]: the input index of outcome k (made when a policy is first asked for), and its block. */
  order: usize = 0;
  blockOf: usize = 0;
  /** f64[count]: p(y). The same array as `mass` where no rewards tie. */
  share: usize = 0;
  /** f64[blocks + 1], all below: P; the reward (0 where infinite); F_{j-1} + P/2. */
  mass: usize = 0;
  reward: usize = 0;
  midCdf: usize = 0;
  /** delta = -log1p(-P/F) (Infinity for the first block); L = log F; L - delta/2. */
  step: usize = 0;
  logCdf: usize = 0;
  logMid: usize = 0;
  /** f64[cells]: the largest step of a cell. */
  cellStep: usize = 0;
  /** f64[blocks + 1]: the masses of one n, and f64[size] for `policy` in input order; made when first needed. */
  masses: usize = 0;
  policy: usize = 0;
  /** The Moments; made when first needed. */
  moments: usize = 0;
  total: f64 = 0;
  /** The key of the lowest reward. */
  base: u64 = 0;
  /** 1 - p(y) of the one outcome with p(y) > 1/2, summed over the others; 0 without one. */
  rest: f64 = 0;
}

export function create(size: u32): Support {
  const s = changetype<Support>(heap.alloc(offsetof<Support>()));
  memory.fill(changetype<usize>(s), 0, offsetof<Support>());
  s.size = size;
  return s;
}

export function cellsOf(blocks: u32): u32 { return (blocks + CELL - 1) / CELL; }

/** Room for `length` doubles and one lane beyond. */
export function doubles(length: u32): usize {
  const p = heap.alloc((<usize>length + 2) << 3);
  setAt(p, length, 0);
  return p;
}

export function indices(length: u32): usize { return heap.alloc((<usize>length + 1) << 2); }

/** Where the masses of the blocks stand, or can be written; made when first needed. */
export function massesOf(s: Support): usize {
  if (!s.masses) s.masses = doubles(s.blocks);
  return s.masses;
}

// @ts-ignore: decorator
@inline function free(p: usize): usize {
  if (p) heap.free(p);
  return 0;
}

/** Gives back what only sorting needed. */
export function releaseInput(s: Support): void {
  s.weights = free(s.weights);
  s.records = free(s.records);
  s.spare = free(s.spare);
}

/** Gives back everything; also right for a support that was only half made. */
export function release(s: Support): void {
  releaseInput(s);
  free(s.rewards);
  free(s.order);
  free(s.blockOf);
  if (s.share != s.mass) free(s.share);
  free(s.mass);
  free(s.reward);
  free(s.midCdf);
  free(s.step);
  free(s.logCdf);
  free(s.logMid);
  free(s.cellStep);
  free(s.masses);
  free(s.policy);
  if (s.moments) releaseMoments(changetype<Moments>(s.moments));
  heap.free(changetype<usize>(s));
}
