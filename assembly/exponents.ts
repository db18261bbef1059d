// The exponents `beta s` of a tilt, less the one of the pivot, a block whose tilted mass is about the largest. A score s is a reward, or the
// chance of beating one reference draw. Exponents have two parts: the rounding of a large one would be an error of the mass.

import { scoresOf, Support } from "./arrays";
import { above, abs, add, at, both, Doubles, entry, greater, keep, less, mul, neg, pair, setAt, setPair, splat, sub } from "./lanes";
import { CELL } from "./layout";
import { massOf } from "./parts";
import { twoProductErrorPair, twoSumError, twoSumErrorPair } from "./sum";

/** What the tilt is, f64[6]: beta, brought nearer to 1 by `SCALE`, by which the differences of scores go the other way; the powers of two by
 *  which those and the scores are multiplied; and the score of the pivot in two parts. */
export const TILT: Doubles = memory.data(<i32>(6 * 8), 16);
export const BETA: u32 = 0;
export const SCALE: u32 = 1;
export const UNIT: u32 = 2;
export const FACTOR: u32 = 3;
export const PIVOT_SCORE: u32 = 4;
export const PIVOT_REST: u32 = 5;

/** f64[CELL] each: the exponents that were computed last, and what their rounding left; that is 0 where e^w is not taken from both. */
export const EXPONENTS: Doubles = memory.data(<i32>(CELL * 8), 16);
export const TAILS: Doubles = memory.data(<i32>(CELL * 8), 16);

/** Beyond this exponent e^w is taken as the square of e^(w/2), since it might be subnormal or overflow. */
export const MAX_EXPONENT: f64 = 700.0;
/** Below this exponent even the largest mass is 0 beside the smallest. */
export const LEAST_EXPONENT: f64 = -2000.0;

/** A beta outside this range is brought nearer to 1, since halves of the larger would overflow: 2^900, 2^-300 and 2^200. */
const LARGE_BETA: f64 = 8.452712498170644e270;
const SMALL_BETA: f64 = 4.909093465297727e-91;
const BETA_SCALE: f64 = 1.6069380442589903e60;

/** Notes the tilt by `beta`, in which a score counts `unit`. */
export function setTilt(beta: f64, unit: f64, factor: f64): void {
  const size = Math.abs(beta);
  const scale = size > LARGE_BETA ? BETA_SCALE : size < SMALL_BETA ? 1.0 / BETA_SCALE : 1.0;
  setAt(TILT, BETA, beta / scale);
  setAt(TILT, SCALE, scale);
  setAt(TILT, UNIT, unit);
  setAt(TILT, FACTOR, factor);
}

/** Where the scores stand: halves of rewards where differences could overflow (the factor), or twice the chances of winning. */
export function scoresIn(s: Support, byWinRate: bool): Doubles { return byWinRate ? s.scores : s.reward; }

/** The score of a block less that of another, rounded. */
export function scoreAbove(s: Support, byWinRate: bool, j: u32, other: u32): f64 {
  const scores = scoresIn(s, byWinRate);
  const factor = at(TILT, FACTOR);
  const d = at(scores, j) * factor - at(scores, other) * factor;
  return byWinRate ? d + (at(s.scoreRests, j) - at(s.scoreRests, other)) : d;
}

/** Writes to EXPONENTS and TAILS the exponents of the blocks from `from` up to `to`. */
export function findExponents(s: Support, byWinRate: bool, from: u32, to: u32): void {
  const scores = scoresIn(s, byWinRate);
  const rests = s.scoreRests;
  const mass = s.refMass;
  const beta = entry(TILT, BETA);
  const scale = entry(TILT, SCALE);
  const unit = entry(TILT, UNIT);
  const factor = entry(TILT, FACTOR);
  const pivot = entry(TILT, PIVOT_SCORE);
  const pivotRest = entry(TILT, PIVOT_REST);
  for (let j = from; j < to; j += 2) {
    const score = mul(pair(scores, j), factor);
    const d = sub(score, pivot);
    const scaled = mul(d, scale);
    const product = mul(beta, scaled);
    // the lane beyond an odd number of blocks has no mass, and its exponent could be anything
    const w = keep(above(pair(mass, j), 0.0), greater(mul(product, unit), splat(LEAST_EXPONENT)));
    const error = twoSumErrorPair(score, neg(pivot), d);
    const tail = byWinRate ? add(error, sub(pair(rests, j), pivotRest)) : error;
    const rest = mul(add(twoProductErrorPair(beta, scaled, product), mul(beta, mul(tail, scale))), unit);
    setPair(EXPONENTS, j - from, w);
    setPair(TAILS, j - from, keep(both(less(abs(w), MAX_EXPONENT), above(pair(mass, j), 0.0)), rest));
  }
}

/** Makes the scores by win rate, `F_{j-1} + P_j/2`, counted from the end that a tilt of this sign favours: from there the distances are sums of
 *  masses, and nothing close to 1 is subtracted. Twice the distances are kept, since halves of subnormal masses lose digits. */
export function makeWinRateScores(s: Support, falling: bool): void {
  const sign = falling ? 1.0 : -1.0;
  if (s.scoreSign == sign) return;
  scoresOf(s);
  const mass = s.refMass;
  // the rounded masses sum to 1 but for this
  const excess = massOf(s, 0, s.blocks, -1.0);
  let sum: f64 = 0;
  let error: f64 = 0;
  const end = falling ? 0 : s.blocks - 1;
  setAt(s.scores, end, 0);
  setAt(s.scoreRests, end, 0);
  for (let k: u32 = 1; k < s.blocks; k++) {
    const j = falling ? k : end - k;
    const before = at(mass, falling ? j - 1 : j + 1);
    const half = sum + before;
    error += twoSumError(sum, before, half);
    sum = half + at(mass, j);
    error += twoSumError(half, at(mass, j), sum);
    setAt(s.scores, j, sign * sum);
    setAt(s.scoreRests, j, sign * (error - sum * excess));
  }
  s.scoreSign = sign;
}
