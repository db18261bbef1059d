// pi_n in the order of the input.

import { cellEnd, cellStart, evaluateCell, firstCell, MASSES } from "./cell";
import { at, indexAt, pair, setAt, setPair, splat } from "./lanes";
import { Plan } from "./plan";
import { makeOrder } from "./sort";
import { doubles, massesOf, Support } from "./support";

/** Writes the policy to `s.policy`: outcomes of no mass get 0. n = 1 is the reference itself, n = Infinity its top block. */
export function policy(s: Support, plan: Plan): usize {
  if (plan.n != 1) {
    blockMasses(s, plan);
    return spread(s);
  }
  startPolicy(s);
  for (let k: u32 = 0; k < s.count; k++) setAt(s.policy, indexAt(s.order, k), at(s.share, k));
  return s.policy;
}

/** Writes to `s.policy` the policy that has the masses in `s.masses`, inside a block in proportion to the reference. */
export function spread(s: Support): usize {
  startPolicy(s);
  const untied = s.share == s.mass;
  for (let k: u32 = 0; k < s.count; k++) {
    const j = untied ? k : indexAt(s.blockOf, k);
    const within = untied ? 1.0 : at(s.share, k) / at(s.mass, j);
    setAt(s.policy, indexAt(s.order, k), at(s.masses, j) * within);
  }
  return s.policy;
}

function startPolicy(s: Support): void {
  if (!s.order) makeOrder(s);
  if (!s.policy) s.policy = doubles(s.size);
  memory.fill(s.policy, 0, <usize>s.size << 3);
}

/** Writes to `s.masses` the best-of-n mass of every block. */
export function blockMasses(s: Support, plan: Plan): void {
  massesOf(s);
  if (plan.n == Infinity) {
    memory.fill(s.masses, 0, <usize>s.blocks << 3);
    setAt(s.masses, s.blocks - 1, 1);
    return;
  }
  const start = firstCell(s, plan);
  for (let c: u32 = 0; c < s.cells; c++) {
    const from = cellStart(c);
    const to = cellEnd(s, c);
    if (c >= start) evaluateCell(s, plan, c);
    for (let j = from; j < to; j += 2) setPair(s.masses, j, c < start ? splat(0.0) : pair(MASSES, j - from));
  }
}
