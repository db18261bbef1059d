// The kernel's exports. Addresses and sizes are in bytes; a Support is the address of its record. Whatever allocates may trap where memory
// cannot grow, before it changes anything: the wrapper turns that into a RangeError and disposes of the support.

import { bonMassOf, create as createSupport, doubles, release, Support } from "./arrays";
import { Batch, evaluate as evaluateBatch } from "./batch";
import { curve as evaluateCurve } from "./curve";
import { Doubles, setAt } from "./lanes";
import { BATCH_WORDS, COEFFICIENT_COUNT } from "./layout";
import { metrics as evaluate } from "./metrics";
import { policy as evaluatePolicy, spread as spreadMasses } from "./policy";
import { makeOrder, prepare as prepareSupport } from "./prepare";
import { RESULTS } from "./results";
import { totalOfLogs, totalOfWeights } from "./weights";

export { exp, expm1, log, log1p } from "./math";

const COEFFICIENTS: Doubles = memory.data(<i32>(COEFFICIENT_COUNT * 8), 16);

/** Where the coefficients of one n are to be written, f64[COEFFICIENT_COUNT], and where the results are to be read, f64[RESULT_COUNT]. */
export function coefficients(): usize { return COEFFICIENTS; }
export function results(): usize { return RESULTS; }

/** Memory of the caller's own. */
export function allocate(bytes: usize): usize { return heap.alloc(bytes); }
export function free(address: usize): void { heap.free(address); }

/** A new support without arrays; then room for its rewards and for its reference, f64[size] each. */
export function create(size: u32): Support { return createSupport(size); }
export function rewards(s: Support): usize { return (s.rewards = doubles(s.size)); }
export function reference(s: Support): usize { return (s.weights = doubles(s.size)); }

/** Makes doubles of the floats that stand in the upper half of their room: each is read before the doubles reach it. */
export function widen(doubles: usize, length: u32): void {
  const floats = doubles + (<usize>length << 2);
  for (let i: u32 = 0; i < length; i++) setAt(doubles, i, <f64>load<f32>(floats + (<usize>i << 2)));
}

/** Makes weights of the reference; `largest` is its largest entry. Returns their total: of `e^(l - largest)` for logarithms. */
export function normalise(s: Support, isLog: bool, largest: f64): f64 {
  return (s.total = isLog ? totalOfLogs(s.weights, s.size, largest) : totalOfWeights(s.weights, s.size, largest));
}

/** Sorts and gathers what the support was given, and writes what does not depend on n to the results. */
export function prepare(s: Support, tiesByIndex: bool): void { prepareSupport(s, tiesByIndex); }
/** Writes the sums of one n >= 1 to the results; those of groups that were not asked for mean nothing. */
export function metrics(s: Support, groups: u32): void { evaluate(s, COEFFICIENTS, groups); }
/** The same for a finite n and no group but GAPS, within 1e-13, from moments that the first call makes. */
export function curve(s: Support, groups: u32): void { evaluateCurve(s, COEFFICIENTS, groups); }
/** The address of the policy, f64[size] in the order of the input, valid until the next call. */
export function policy(s: Support): usize {
  const out = roomForPolicy(s);
  evaluatePolicy(s, COEFFICIENTS, out);
  return out;
}
/** The same of the policy that has the block masses which were written to `masses`. */
export function spread(s: Support): usize {
  const out = roomForPolicy(s);
  spreadMasses(s, s.bonMass, out);
  return out;
}
export function masses(s: Support): usize { return bonMassOf(s); }

function roomForPolicy(s: Support): Doubles {
  if (!s.order) makeOrder(s);
  if (!s.policy) s.policy = doubles(s.size);
  return s.policy;
}

/** The blocks by rising reward, f64[blocks] each: mass, reward (0 where infinite), CDF in the middle. */
export function blockMass(s: Support): usize { return s.refMass; }
export function blockReward(s: Support): usize { return s.reward; }
export function blockMidCdf(s: Support): usize { return s.midCdf; }
/** Evaluates every row of a batch; `s` is new, its size that of the longest row, and is the caller's to dispose of. */
export function batch(b: Batch, s: Support): void { evaluateBatch(b, s); }
export function dispose(s: Support): void { release(s); }

// The record of a batch is written word by word: the wrapper's count of its words must be the class's.
if (offsetof<Batch>() != BATCH_WORDS * 4) ERROR("BATCH_WORDS is not the number of fields of Batch");
