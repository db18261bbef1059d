// Twin of assembly/support.ts: the arrays of a support. Outcomes of positive mass are numbered k = 0..count-1 by rising reward,
// blocks of equal reward j = 0..blocks-1.

import { FACTS } from '../engine';
import type { Moments } from './moments';

/** Blocks in a cell: the unit in which a range of n is judged easy, and in which sums stay uncompensated. */
export const CELL = 32;

const NONE = /* @__PURE__ */ new Float64Array(0);
const NO_RECORDS = /* @__PURE__ */ new Uint32Array(0);

export class JsSupport {
  count = 0;
  blocks = 0;
  cells = 0;
  total = 0;
  /** 1 - p(y) of the one outcome with p(y) > 1/2, summed over the others; 0 without one. */
  rest = 0;
  /** [size], in the order of the input, until `prepare` drops them. */
  rewards: Float64Array;
  weights: Float64Array;
  /** Pairs of words, while sorting. */
  records: Uint32Array = NO_RECORDS;
  spare: Uint32Array = NO_RECORDS;
  /** [count]: the input index of outcome k, its block, and p(y) (the same array as `mass` where no rewards tie). */
  order: Uint32Array = NO_RECORDS;
  blockOf: Uint32Array = NO_RECORDS;
  share: Float64Array = NONE;
  /** [blocks + 1], all below: P; the reward (0 where infinite); F_{j-1} + P/2. */
  mass: Float64Array = NONE;
  reward: Float64Array = NONE;
  midCdf: Float64Array = NONE;
  /** delta = -log1p(-P/F) (Infinity for the first block); L = log F; L - delta/2. */
  step: Float64Array = NONE;
  logCdf: Float64Array = NONE;
  logMid: Float64Array = NONE;
  /** [cells]: the largest step of a cell. */
  cellStep: Float64Array = NONE;
  /** [blocks + 1]: the masses of one n; made when first needed. */
  masses: Float64Array = NONE;
  /** Made when first needed. */
  moments: Moments | undefined;
  /** See FACTS in ../engine.ts. */
  readonly facts = new Float64Array(FACTS.length);

  constructor(public size: number) {
    this.rewards = doubles(size);
    this.weights = doubles(size);
  }

  releaseInput(): void {
    this.rewards = this.weights = NONE;
    this.records = this.spare = NO_RECORDS;
  }
}

export function cellsOf(blocks: number): number {
  return Math.ceil(blocks / CELL);
}

/** The masses of the blocks; made when first needed. */
export function massesOf(s: JsSupport): Float64Array {
  if (s.masses.length === 0) s.masses = doubles(s.blocks);
  return s.masses;
}

/** Whether this is what engines throw when an array cannot be had. */
export function isOutOfMemory(error: unknown): boolean {
  return error instanceof RangeError && /allocation|array length|memory/i.test(error.message);
}

/** Room for `length` doubles and one lane beyond. */
export function doubles(length: number): Float64Array {
  return new Float64Array(length + 2);
}
