// Twin of assembly/policy.ts: pi_n in the order of the input.

import { N } from '../plan';
import { cellEnd, cellStart, evaluateCell, firstCell, MASSES } from './cell';
import { type JsSupport, massesOf } from './support';

/** Writes the policy to `out`: outcomes of no mass get 0. n = 1 is the reference itself, n = Infinity its top block. */
export function policy(s: JsSupport, plan: Float64Array, out: Float64Array): void {
  if (plan[N] !== 1) {
    blockMasses(s, plan);
    spread(s, s.masses, out);
    return;
  }
  out.fill(0);
  for (let k = 0; k < s.count; k++) out[s.order[k]] = s.share[k];
}

/** Writes to `out` the policy that has the given masses of blocks, inside a block in proportion to the reference. */
export function spread(s: JsSupport, masses: Float64Array, out: Float64Array): void {
  const { order, share, mass, blockOf } = s;
  out.fill(0);
  const untied = share === mass;
  for (let k = 0; k < s.count; k++) {
    const j = untied ? k : blockOf[k];
    const within = untied ? 1 : share[k] / mass[j];
    out[order[k]] = masses[j] * within;
  }
}

/** Writes to `s.masses` the best-of-n mass of every block. */
export function blockMasses(s: JsSupport, plan: Float64Array): void {
  massesOf(s);
  if (plan[N] === Infinity) {
    s.masses.fill(0);
    s.masses[s.blocks - 1] = 1;
    return;
  }
  const start = firstCell(s, plan);
  for (let c = 0; c < s.cells; c++) {
    const from = cellStart(c);
    const to = cellEnd(s, c);
    if (c >= start) evaluateCell(s, plan, c);
    for (let j = from; j < to; j++) s.masses[j] = c < start ? 0 : MASSES[j - from];
  }
}
