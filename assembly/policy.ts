// The best-of-n policy pi_n, and any other policy given by block masses, in the order of the input.

import { bonMassOf, Coefficients, Support } from "./arrays";
import { BON_MASSES, cellEnd, cellStart, evaluateCell, firstCell } from "./cell";
import { at, clearDoubles, Doubles, indexAt, pair, setAt, setPair, splat } from "./lanes";
import { N } from "./layout";

/** Writes pi_n to `out`, f64[size]; outcomes of no mass get 0. At n = 1 it is the reference itself, at n = Infinity
 *  the top block of it. `s.order` must have been made. */
export function policy(s: Support, c: Coefficients, out: Doubles): void {
  if (at(c, N) != 1) {
    blockMasses(s, c);
    spread(s, s.bonMass, out);
    return;
  }
  clearDoubles(out, s.size);
  for (let k: u32 = 0; k < s.count; k++) setAt(out, indexAt(s.order, k), at(s.outcomeProb, k));
}

/** Writes to `out`, f64[size], the policy with the given masses, f64[blocks]; inside a block it is in proportion to the reference. */
export function spread(s: Support, masses: Doubles, out: Doubles): void {
  clearDoubles(out, s.size);
  const untied = s.outcomeProb == s.refMass;
  for (let k = s.count; k > 0; ) {
    k--;
    const j = untied ? k : indexAt(s.blockOf, k);
    // the others have none
    if (j < s.massFrom) break;
    const within = untied ? 1.0 : at(s.outcomeProb, k) / at(s.refMass, j);
    // a mass may round to a little more than 1
    setAt(out, indexAt(s.order, k), min(at(masses, j), 1.0) * within);
  }
}

/** Writes to `s.bonMass` the best-of-n mass of every block. */
export function blockMasses(s: Support, c: Coefficients): void {
  bonMassOf(s);
  if (at(c, N) == Infinity) {
    clearDoubles(s.bonMass, s.blocks);
    setAt(s.bonMass, s.blocks - 1, 1);
    return;
  }
  const start = firstCell(s, c);
  for (let cell: u32 = 0; cell < s.cells; cell++) {
    const from = cellStart(cell);
    const to = cellEnd(s, cell);
    if (cell >= start) evaluateCell(s, c, cell);
    for (let j = from; j < to; j += 2) setPair(s.bonMass, j, cell < start ? splat(0.0) : pair(BON_MASSES, j - from));
  }
}
