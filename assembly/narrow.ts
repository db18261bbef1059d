// The narrow cells of a tilt, whose exponents lie so close together that `e^w = e^c e^d` needs an exponential at the centre c of the cell only, and
// a short Taylor sum in d for each block. Three sums over the blocks say what a cell adds to Z and to the divergence, to the last digits:
// A = sum P, B = sum P (e^d - 1) and C = sum P (d e^d - (e^d - 1)).

import { Support } from "./arrays";
import { cellStart } from "./cell";
import { BETA, EXPONENTS, FACTOR, findExponents, MAX_EXPONENT, SCALE, scoresIn, TAILS, TILT, UNIT } from "./exponents";
import { add, at, entry, horner, keepLanes, mul, pair, setAt, setPair, splat, sub } from "./lanes";
import { CELL } from "./layout";
import { expPhi2 } from "./math";

/** In supports of fewer cells every sum is compensated block by block: time does not matter there. */
const MIN_CELLS: u32 = 32;
/** Up to this width of the exponents in a cell, `expPhi2` is exact for the distances in it; and up to this one a short sum is. */
const MAX_WIDTH: f64 = 0.25;
const MAX_SHORT_WIDTH: f64 = 0.015625;
/** Where beta is beyond these (2^900 and its inverse), or the mass of the pivot below, a product might leave the range of doubles. */
const MAX_SLOPE: f64 = 8.452712498170644e270;
const MIN_SLOPE: f64 = 1.1830521861667747e-271;
const MIN_PIVOT_MASS: f64 = 1e-280;
/** Below this exponent a block has no mass beside the pivot. */
const NO_MASS_EXPONENT: f64 = -1500.0;

// Where the sums of lane k of the cells stand in `s.parts`, in units of 2 cells: A, B and C, the exponent at the centre, and what its rounding
// left. Cells that are not narrow have 0 everywhere.
export const B: u32 = 1;
export const C: u32 = 2;
export const CENTRE: u32 = 3;
export const TAIL: u32 = 4;

/** Whether any cell of the support can be narrow. */
export function hasNarrow(s: Support, pivot: u32): bool {
  const slope = Math.abs(slopeOf());
  return s.cells >= MIN_CELLS && slope > MIN_SLOPE && slope < MAX_SLOPE && at(s.refMass, pivot) > MIN_PIVOT_MASS;
}

/** By how much the exponent rises for a unit of what `scores` hold. */
function slopeOf(): f64 { return at(TILT, BETA) * at(TILT, SCALE) * at(TILT, UNIT) * at(TILT, FACTOR); }

/** If the cell is narrow, or has no mass beside the pivot, sums it up, writes to `s.bonMass` its masses times `e^-c`, and returns true. */
export function gatherNarrow(s: Support, byWinRate: bool, cell: u32): bool {
  const from = cellStart(cell);
  const last = from + CELL - 1;
  if (last >= s.blocks) return false;
  const scores = scoresIn(s, byWinRate);
  const centre = from + CELL / 2;
  findExponents(s, byWinRate, centre, centre + 1);
  const w = at(EXPONENTS, 0);
  let slope = slopeOf();
  const width = Math.abs(slope * (at(scores, last) - at(scores, from)));
  if (w + width < NO_MASS_EXPONENT) slope = 0;
  else if (width > MAX_WIDTH || Math.abs(w) + width > MAX_EXPONENT) return false;
  const k: u32 = 2 * cell;
  const step: u32 = 2 * s.cells;
  for (let i: u32 = 0; i < 2; i++) {
    setAt(s.parts, CENTRE * step + k + i, w);
    setAt(s.parts, TAIL * step + k + i, at(TAILS, 0));
  }
  sumUp(s, byWinRate, cell, centre, slope, width <= MAX_SHORT_WIDTH || slope == 0);
  return true;
}

/** 1 / (k + 2)! */
const SHORT_TERMS = memory.data<f64>([1.0 / 2.0, 1.0 / 6.0, 1.0 / 24.0, 1.0 / 120.0, 1.0 / 720.0, 1.0 / 5040.0]);

/** `(e^d - 1 - d) / d^2` for |d| up to MAX_SHORT_WIDTH. */
// @ts-ignore: decorator
@inline function shortPhi2(d: v128, square: v128): v128 {
  const even = horner(horner(entry(SHORT_TERMS, 4), square, entry(SHORT_TERMS, 2)), square, entry(SHORT_TERMS, 0));
  const odd = horner(horner(entry(SHORT_TERMS, 5), square, entry(SHORT_TERMS, 3)), square, entry(SHORT_TERMS, 1));
  return add(even, mul(d, odd));
}

function sumUp(s: Support, byWinRate: bool, cell: u32, centre: u32, slope: f64, short: bool): void {
  const scores = scoresIn(s, byWinRate);
  const rests = s.scoreRests;
  const masses = s.bonMass;
  const mass = s.refMass;
  const from = cellStart(cell);
  const to = from + CELL;
  const score = splat(at(scores, centre));
  const rest = splat(byWinRate ? at(rests, centre) : 0.0);
  const atB = B * s.cells + cell;
  const atC = C * s.cells + cell;
  let sumA = splat(0.0);
  let sumB = splat(0.0);
  let sumC = splat(0.0);
  for (let j = from; j < to; j += 2) {
    const p = pair(mass, j);
    const distance = sub(pair(scores, j), score);
    const d = mul(splat(slope), byWinRate ? add(distance, sub(pair(rests, j), rest)) : distance);
    const square = mul(d, d);
    const phi2 = short ? shortPhi2(d, square) : expPhi2(d);
    const more = mul(p, add(d, mul(square, phi2)));
    sumA = add(sumA, p);
    sumB = add(sumB, more);
    sumC = add(sumC, mul(p, mul(square, add(sub(splat(1.0), phi2), mul(d, phi2)))));
    setPair(masses, j, add(p, more));
  }
  keepLanes(s.parts, cell, sumA);
  keepLanes(s.parts, atB, sumB);
  keepLanes(s.parts, atC, sumC);
}

/** Multiplies what stands for the masses of a narrow cell. */
export function scaleCell(s: Support, cell: u32, t: f64): void {
  const masses = s.bonMass;
  const to = cellStart(cell) + CELL;
  for (let j = cellStart(cell); j < to; j += 2) setPair(masses, j, mul(pair(masses, j), splat(t)));
}

/** Whether the cell was found to be narrow: A is above 0 then. */
// @ts-ignore: decorator
@inline export function wasNarrow(s: Support, cell: u32): bool { return at(s.parts, 2 * cell) > 0; }
