// The kernel's exports. Addresses and sizes are in bytes, handles are addresses of a Support.

import { Batch, evaluate as evaluateBatch } from "./batch";
import { curve as evaluateCurve } from "./curve";
import { metrics as evaluate } from "./metrics";
import { PLAN_SIZE, Plan } from "./plan";
import { policy as evaluatePolicy, spread as spreadMasses } from "./policy";
import { prepare as prepareSupport } from "./prepare";
import { totalOfLogs, totalOfWeights, widen as widenDoubles } from "./reference";
import { create as createSupport, doubles, massesOf, release, Support } from "./support";
import { FACTS } from "./totals";

export { exp, expm1, log, log1p } from "./math";

const PLAN = memory.data(<i32>(PLAN_SIZE * 8), 16);

/** Addresses of the plan to write, and of the facts to read. */
export function plan(): usize { return PLAN; }
export function facts(): usize { return FACTS; }

/** Memory of the caller's own. */
export function allocate(bytes: usize): usize { return heap.alloc(bytes); }
export function free(address: usize): void { heap.free(address); }

/** A new support without arrays; then one array for the rewards, one for the reference, of `size` doubles. */
export function create(size: u32): Support { return createSupport(size); }
export function rewards(s: Support): usize { return (s.rewards = doubles(s.size)); }
export function reference(s: Support): usize { return (s.weights = doubles(s.size)); }

/** Makes doubles of the floats that stand in the upper half of their room. */
export function widen(address: usize, length: u32): void { widenDoubles(address, length); }

/** Makes weights of the reference; `largest` is its largest entry. Returns their total: of `e^(l - largest)` for logarithms. */
export function normalise(s: Support, isLog: bool, largest: f64): f64 {
  return isLog ? totalOfLogs(s, largest) : totalOfWeights(s, largest);
}

export function prepare(s: Support, tiesByIndex: bool): void { prepareSupport(s, tiesByIndex); }
/** The sums of KL, win rate, expected reward and both gaps, by the moments that the first call makes. */
export function curve(s: Support, groups: u32): void { evaluateCurve(s, changetype<Plan>(PLAN), groups); }
export function metrics(s: Support, groups: u32): void { evaluate(s, changetype<Plan>(PLAN), groups); }
/** The address of the policy, in the order of the input; valid until the next call. */
export function policy(s: Support): usize { return evaluatePolicy(s, changetype<Plan>(PLAN)); }
/** The address of the policy that has given block masses, once they are written to `masses`. */
export function spread(s: Support): usize { return spreadMasses(s); }
export function masses(s: Support): usize { return massesOf(s); }
/** The blocks by rising reward: mass, reward (0 where infinite), CDF in the middle. */
export function blockMass(s: Support): usize { return s.mass; }
export function blockReward(s: Support): usize { return s.reward; }
export function blockMidCdf(s: Support): usize { return s.midCdf; }
/** Evaluates every row of a batch; `s` is new, its size that of the longest row, and is the caller's to dispose of. */
export function batch(b: Batch, s: Support): void { evaluateBatch(b, s); }
export function dispose(s: Support): void { release(s); }
