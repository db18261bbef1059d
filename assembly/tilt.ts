// The tilted masses `P e^(beta s) / Z` and their KL divergence. `log(Q/P)` is the exponent minus log Z, in which an error matters in the second
// order only, so that the divergence keeps its digits as long as the exponents do.
//
// In a large support most cells are narrow (narrow.ts). Any other block has an exponential of its own.

import { bonMassOf, partsOf, Support } from "./arrays";
import { cellEnd, cellStart } from "./cell";
import { EXPONENTS, findExponents, makeWinRateScores, MAX_EXPONENT, PIVOT_REST, PIVOT_SCORE, scoresIn, setTilt, TAILS, TILT } from "./exponents";
import { above, abs, add, at, choose, clearDoubles, div, Doubles, less, mul, pair, setAt, setPair, splat, sub } from "./lanes";
import { EXPONENT_SQUARE, EXPONENT_SUM, KL, PARTS } from "./layout";
import { expPair, log, log1p } from "./math";
import { B, C, CENTRE, gatherNarrow, hasNarrow, scaleCell, TAIL, wasNarrow } from "./narrow";
import { expm1FromLog, phiTerm } from "./near-one";
import { klOfPart } from "./parts";
import { findPivot } from "./pivot";
import { clearSums, finish, RESULTS, SUMS } from "./results";
import { accumulateInline, total } from "./sum";

/** Masses are scaled by 2^1000, so that none is subnormal and no sum of them overflows. */
const MASS_SCALE: f64 = 1.0715086071862673e301;
const LOG_MASS_SCALE: f64 = 693.1471805599454;
/** Above this (2^1000), differences of rewards could overflow, and halves are taken. */
const HUGE_REWARD: f64 = 1.0715086071862673e301;
/** From here on Z needs no scale. */
const MIN_PLAIN_Z: f64 = 1e-290;

/** The sums of Z - 1, and of Z as scaled, which come before the others. */
const REST: u32 = 0;
const WHOLE: u32 = 1;

/** Writes to `s.bonMass` the masses of the policy tilted by `beta scale`, which is not 0; and to RESULTS its KL divergence, and the sums of the exponents and
 *  of their squares under it. */
export function tilt(s: Support, byWinRate: bool, beta: f64, scale: f64): void {
  bonMassOf(s);
  partsOf(s);
  const top = s.blocks - 1;
  const huge = !byWinRate && max(-at(s.reward, 0), at(s.reward, top)) > HUGE_REWARD;
  const factor = huge ? 0.5 : 1.0;
  const unit = (byWinRate ? 0.5 : huge ? 2.0 : 1.0) * scale;
  setTilt(beta, unit, factor);
  if (byWinRate) makeWinRateScores(s, beta < 0);
  const pivot = findPivot(s, byWinRate, beta, unit);
  clearDoubles(s.parts, PARTS * 2 * s.cells);
  setAt(TILT, PIVOT_SCORE, at(scoresIn(s, byWinRate), pivot) * factor);
  setAt(TILT, PIVOT_REST, byWinRate ? at(s.scoreRests, pivot) : 0.0);

  clearSums();
  const narrow = hasNarrow(s, pivot);
  for (let cell: u32 = 0; cell < s.cells; cell++) if (!narrow || !gatherNarrow(s, byWinRate, cell)) addMasses(s, byWinRate, cell);
  if (narrow) addNarrow(s);
  const sum = total(SUMS, WHOLE);
  const logZ = logOfZ(total(SUMS, REST), sum);

  clearSums();
  for (let cell: u32 = 0; cell < s.cells; cell++) if (!narrow || !wasNarrow(s, cell)) finishCell(s, byWinRate, cell, sum, logZ);
  if (narrow) finishNarrow(s, logZ, MASS_SCALE / sum);
  // what all mass on the best, or the worst, block has is the limit
  const end = beta < 0 ? 0 : top;
  const limit = klOfPart(s, at(s.refMass, end), beta < 0 ? 1 : 0, beta < 0 ? s.blocks : top);
  setAt(RESULTS, KL, min(finish(KL), limit));
  finish(EXPONENT_SUM);
  finish(EXPONENT_SQUARE);
}

/** log Z from Z - 1 or, where that has no digits left, from Z as scaled. */
function logOfZ(rest: f64, scaled: f64): f64 {
  if (rest > -0.5) return log1p(rest);
  const z = scaled / MASS_SCALE;
  return z > MIN_PLAIN_Z ? log(z) : log(scaled) - LOG_MASS_SCALE;
}

/** v128[3]: what is to be added to the first sums. */
const TERMS: Doubles = memory.data(<i32>(6 * 8), 16);

/** Adds the terms to the first `count` sums. */
function addUp(count: u32): void {
  for (let k: u32 = 0; k < count; k++) accumulateInline(SUMS, k, pair(TERMS, 2 * k));
}

/** Writes the masses of a cell, as scaled, and adds them up. */
function addMasses(s: Support, byWinRate: bool, cell: u32): void {
  const from = cellStart(cell);
  const to = cellEnd(s, cell);
  const mass = s.refMass;
  const masses = s.bonMass;
  findExponents(s, byWinRate, from, to);
  for (let j = from; j < to; j += 2) {
    const p = pair(mass, j);
    const w = pair(EXPONENTS, j - from);
    const plain = less(abs(w), MAX_EXPONENT);
    const power = expPair(choose(plain, w, mul(w, splat(0.5))));
    const scaled = mul(p, splat(MASS_SCALE));
    // beyond, this is the root of the power, and the tail is 0
    const more = mul(power, pair(TAILS, j - from));
    const tilted = choose(plain, mul(scaled, add(power, more)), mul(mul(scaled, power), power));
    setPair(masses, j, tilted);
    setPair(TERMS, 2 * REST, choose(plain, mul(p, add(expm1FromLog(power, w), more)), sub(div(tilted, splat(MASS_SCALE)), p)));
    setPair(TERMS, 2 * WHOLE, tilted);
    addUp(2);
  }
}

/** Adds the masses of the narrow cells. */
function addNarrow(s: Support): void {
  const parts = s.parts;
  const step: u32 = 2 * s.cells;
  for (let k: u32 = 0; k < step; k += 2) {
    const w = pair(parts, CENTRE * step + k);
    const a = pair(parts, k);
    const b = pair(parts, B * step + k);
    const power = expPair(w);
    const more = mul(power, pair(parts, TAIL * step + k));
    const whole = add(power, more);
    setPair(TERMS, 2 * REST, add(mul(a, add(expm1FromLog(power, w), more)), mul(b, whole)));
    setPair(TERMS, 2 * WHOLE, mul(mul(add(a, b), splat(MASS_SCALE)), whole));
    addUp(2);
  }
}

/** Divides the masses of a cell by their sum, and adds its part of the divergence and of the sums of the exponents. */
function finishCell(s: Support, byWinRate: bool, cell: u32, sum: f64, logZ: f64): void {
  const from = cellStart(cell);
  const to = cellEnd(s, cell);
  const mass = s.refMass;
  const masses = s.bonMass;
  findExponents(s, byWinRate, from, to);
  for (let j = from; j < to; j += 2) {
    const p = pair(mass, j);
    const w = pair(EXPONENTS, j - from);
    const q = div(pair(masses, j), splat(sum));
    setPair(masses, j, q);
    // the lane beyond an odd number of blocks has no mass
    const t = choose(above(p, 0.0), div(q, p), splat(0.0));
    const moment = mul(q, w);
    setPair(TERMS, 2 * KL, phiTerm(p, q, t, add(sub(w, splat(logZ)), pair(TAILS, j - from))));
    setPair(TERMS, 2 * EXPONENT_SUM, moment);
    setPair(TERMS, 2 * EXPONENT_SQUARE, mul(moment, w));
    addUp(3);
  }
}

/** Does the same for the narrow cells; `scale` is 1 / Z. */
function finishNarrow(s: Support, logZ: f64, scale: f64): void {
  const parts = s.parts;
  const step: u32 = 2 * s.cells;
  for (let k: u32 = 0; k < step; k += 2) {
    const w = pair(parts, CENTRE * step + k);
    const tail = pair(parts, TAIL * step + k);
    const a = pair(parts, k);
    const b = pair(parts, B * step + k);
    const c = pair(parts, C * step + k);
    const u = add(sub(w, splat(logZ)), tail);
    const power = expPair(w);
    const t = mul(add(power, mul(power, tail)), splat(scale));
    const bc = add(b, c);
    const moment = add(mul(w, add(a, b)), bc);
    const square = add(mul(w, add(moment, bc)), add(c, c));
    setPair(TERMS, 2 * KL, add(phiTerm(a, mul(a, t), t, u), mul(t, add(mul(u, b), c))));
    setPair(TERMS, 2 * EXPONENT_SUM, mul(t, moment));
    setPair(TERMS, 2 * EXPONENT_SQUARE, mul(t, square));
    addUp(3);
    setPair(parts, CENTRE * step + k, t);
  }
  for (let cell: u32 = 0; cell < s.cells; cell++) if (wasNarrow(s, cell)) scaleCell(s, cell, at(parts, CENTRE * step + 2 * cell));
}
