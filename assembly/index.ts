// The kernel's exports. Addresses and sizes are in bytes, handles are addresses of a Support.

import { metrics as evaluate } from "./metrics";
import { PLAN_SIZE, Plan } from "./plan";
import { policy as evaluatePolicy, spread as spreadMasses } from "./policy";
import { prepare as prepareSupport, SUMMARY } from "./prepare";
import { totalOfLogs, totalOfWeights } from "./reference";
import { create as createSupport, doubles, massesOf, release, Support } from "./support";
import { RESULTS } from "./totals";

export { exp, expm1, log, log1p } from "./math";

const PLAN = memory.data(<i32>(PLAN_SIZE * 8), 16);

/** Addresses of the plan to write, and of the results to read. */
export function plan(): usize { return PLAN; }
export function summary(): usize { return SUMMARY; }
export function results(): usize { return RESULTS; }

/** Memory of the caller's own. */
export function allocate(bytes: usize): usize { return heap.alloc(bytes); }
export function free(address: usize): void { heap.free(address); }

/** A new support without arrays; then one array for the rewards, one for the reference, of `size` doubles. */
export function create(size: u32): Support { return createSupport(size); }
export function rewards(s: Support): usize { return (s.rewards = doubles(s.size)); }
export function reference(s: Support): usize { return (s.weights = doubles(s.size)); }

/** Makes weights of the reference; `largest` is its largest entry. Returns their total: of `e^(l - largest)` for logarithms. */
export function normalise(s: Support, isLog: bool, largest: f64): f64 {
  return isLog ? totalOfLogs(s, largest) : totalOfWeights(s, largest);
}

export function prepare(s: Support, tiesByIndex: bool): void { prepareSupport(s, tiesByIndex); }
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
/** The masses of the top block's outcomes: from address `topFrom` up to `topTo`. */
export function topFrom(s: Support): usize {
  let k = s.count;
  while (k > 0 && load<u32>(s.blockOf + (<usize>(k - 1) << 2)) == s.blocks - 1) k--;
  return s.share + (<usize>k << 3);
}
export function topTo(s: Support): usize { return s.share + (<usize>s.count << 3); }
export function dispose(s: Support): void { release(s); }
