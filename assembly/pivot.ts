// The pivot of a tilt: the block with the largest tilted mass, from which exponents are counted, so that the sum of the tilted masses
// neither overflows nor vanishes.

import { Support } from "./arrays";
import { cellEnd, cellStart } from "./cell";
import { scoreAbove } from "./exponents";
import { at, greater, maxOfLanes, pair, setAt, splat } from "./lanes";
import { log } from "./math";

/** The index of the block with the largest `P e^(beta s)`, found with distances from the end that the tilt favours: in any other block that could
 *  be the one they are below 750 / beta, so that their roundings do not matter. A cell is looked through only if the logarithm of its largest mass
 *  and its most favoured score could together be the largest; the most promising one comes first. Uses `s.parts`. */
export function findPivot(s: Support, byWinRate: bool, beta: f64, unit: f64): u32 {
  const end = beta > 0 ? s.blocks - 1 : 0;
  let pivot = end;
  let largest = log(at(s.refMass, end));
  let first = 0;
  let most: f64 = -Infinity;
  for (let cell: u32 = 0; cell < s.cells; cell++) {
    const bound = boundOf(s, byWinRate, beta, unit, cell, end);
    setAt(s.parts, cell, bound);
    if (bound > most) {
      most = bound;
      first = cell;
    }
  }
  for (let k: u32 = 0; k <= s.cells; k++) {
    const cell = k == 0 ? first : k - 1;
    if (!(at(s.parts, cell) > largest)) continue;
    const to = min(cellEnd(s, cell), s.blocks);
    for (let j = cellStart(cell); j < to; j++) {
      const size = log(at(s.refMass, j)) + beta * scoreAbove(s, byWinRate, j, end) * unit;
      if (size <= largest) continue;
      largest = size;
      pivot = j;
    }
  }
  return pivot;
}

/** What no `log P + beta s` of a cell exceeds. */
function boundOf(s: Support, byWinRate: bool, beta: f64, unit: f64, cell: u32, end: u32): f64 {
  const from = cellStart(cell);
  const to = cellEnd(s, cell);
  let largest = splat(0.0);
  for (let j = from; j < to; j += 2) largest = greater(largest, pair(s.refMass, j));
  const favoured = end == 0 ? from : min(to, s.blocks) - 1;
  return log(maxOfLanes(largest)) + beta * scoreAbove(s, byWinRate, favoured, end) * unit;
}
