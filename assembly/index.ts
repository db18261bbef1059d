// The kernel's exports; asc writes their types for the wrapper (build/kernel.d.ts). Addresses and sizes are in bytes, and a handle is the address
// of a Support. Whatever allocates may trap where memory cannot grow, before it changes anything: the wrapper turns that into a RangeError
// and disposes of the support.

import { bonMassOf, create as createSupport, doubles, release, Support } from "./arrays";
import { Batch, evaluate as evaluateBatch } from "./batch";
import { curve as evaluateCurve } from "./curve";
import { Doubles, setAt } from "./lanes";
import { BATCH_WORDS, COEFFICIENT_COUNT, OUTCOME_ORDER } from "./layout";
import { metrics as evaluate } from "./metrics";
import { firstAtLeast as findFirst, keepFrom as keepPart, means as meansOf } from "./parts";
import { blockMasses as evaluateMasses, policy as evaluatePolicy, spread as spreadMasses } from "./policy";
import { makeOrder, prepare as prepareSupport } from "./prepare";
import { rankLaw as applyRankLaw } from "./rank-laws";
import { renyi as evaluateRenyi } from "./renyi";
import { RESULTS } from "./results";
import { evaluate as evaluateSampleRows, SampleRows } from "./sample-rows";
import { tilt as tiltBy } from "./tilt";
import { totalOfLogs, totalOfWeights } from "./weights";

export { exp, expm1, log, log1p } from "./math";

/** The address of a Support, as the wrapper holds it. */
type Handle = usize;

// @ts-ignore: decorator
@inline function supportAt(s: Handle): Support { return changetype<Support>(s); }

const COEFFICIENTS: Doubles = memory.data(<i32>(COEFFICIENT_COUNT * 8), 16);

/** Where the coefficients of one n are to be written: f64[COEFFICIENT_COUNT]. */
export function coefficients(): usize { return COEFFICIENTS; }
/** Where the results are to be read: f64[RESULT_COUNT]. */
export function results(): usize { return RESULTS; }

/** Memory of the caller's own; traps where it cannot be had. */
export function allocate(bytes: usize): usize { return heap.alloc(bytes); }
/** Gives back the memory that `allocate` returned. */
export function free(address: usize): void { heap.free(address); }

/** A new support of `size` outcomes without arrays. */
export function create(size: u32): Handle { return changetype<usize>(createSupport(size)); }
/** Makes room for the rewards of a support, f64[size], and returns the address. */
export function rewards(s: Handle): usize { return (supportAt(s).rewards = doubles(supportAt(s).size)); }
/** Makes room for the reference of a support, f64[size], and returns the address. */
export function reference(s: Handle): usize { return (supportAt(s).weights = doubles(supportAt(s).size)); }

/** Turns floats into doubles in place. They stand in the upper half of the room, so that each is read before the doubles reach it. */
export function widen(doubles: usize, length: u32): void {
  const floats = doubles + (<usize>length << 2);
  for (let i: u32 = 0; i < length; i++) setAt(doubles, i, <f64>load<f32>(floats + (<usize>i << 2)));
}

/** Makes weights of the reference; `largest` is its largest entry. Returns their total: of `e^(l - largest)` for logarithms. */
export function normalise(handle: Handle, isLog: bool, largest: f64): f64 {
  const s = supportAt(handle);
  return (s.total = isLog ? totalOfLogs(s.weights, s.size, largest) : totalOfWeights(s.weights, s.size, largest));
}

/** Sorts and gathers what the support was given, and writes what does not depend on n to the results. */
export function prepare(s: Handle, tiesByIndex: bool): void { prepareSupport(supportAt(s), tiesByIndex); }
/** Writes the sums of one n >= 1 to the results; those of groups that were not asked for mean nothing. */
export function metrics(s: Handle, groups: u32): void { evaluate(supportAt(s), COEFFICIENTS, groups); }
/** Does the same for a finite n and no group but GAPS, within 1e-13, from moments that the first call makes. */
export function curve(s: Handle, groups: u32): void { evaluateCurve(supportAt(s), COEFFICIENTS, groups); }
/** The Rényi divergence of the order `alpha`, which is above 0, finite and not 1, at a finite n > 1. */
export function renyi(s: Handle, alpha: f64): f64 { return evaluateRenyi(supportAt(s), COEFFICIENTS, alpha); }
/** The address of the policy, f64[size] in the order of the input, valid until the next call. */
export function policy(s: Handle): usize {
  const out = roomForPolicy(supportAt(s));
  evaluatePolicy(supportAt(s), COEFFICIENTS, out);
  return out;
}
/** The same for the policy whose block masses `keepFrom` or `tilt` made last. */
export function spread(s: Handle): usize {
  const out = roomForPolicy(supportAt(s));
  spreadMasses(supportAt(s), supportAt(s).bonMass, out);
  return out;
}
/** Keeps the blocks from `from` on, and writes the acceptance and the KL divergence of that to the results. */
export function keepFrom(s: Handle, from: u32): void { keepPart(supportAt(s), from); }
/** Tilts the reference by `beta scale` != 0, and writes the KL divergence and the sums of the exponents to the results. */
export function tilt(s: Handle, byWinRate: bool, beta: f64, scale: f64): void { tiltBy(supportAt(s), byWinRate, beta, scale); }
/** Makes the policy of a law of ranks, and writes its KL divergence to the results. */
export function rankLaw(s: Handle, law: u32, rate: f64): void { applyRankLaw(supportAt(s), law, rate); }
/** Writes to the results win rate and expected reward of what `keepFrom` or `tilt` made last, the `lowest` first blocks and the `highest` last ones
 *  left out of the latter; returns whether those have mass, as bits 1 and 2. */
export function means(s: Handle, lowest: u32, highest: u32): u32 { return meansOf(supportAt(s), lowest, highest); }
/** The first block between those that has a reward of at least `reward`, or the one after them. */
export function firstAtLeast(s: Handle, reward: f64, lowest: u32, highest: u32): u32 { return findFirst(supportAt(s), reward, lowest, highest); }

function roomForPolicy(s: Support): Doubles {
  withOrder(s);
  if (!s.policy) s.policy = doubles(s.size);
  return s.policy;
}

function withOrder(s: Support): void {
  if (!s.order) makeOrder(s);
}

/** Makes the order of the outcomes of positive mass, and returns how many there are. */
export function outcomes(s: Handle): u32 {
  withOrder(supportAt(s));
  return supportAt(s).count;
}
/** The k-th of the arrays of the blocks by rising reward, f64[blocks]: BLOCK_MASS and so on in layout.ts say which. Those of the outcomes are before them. */
export function blockArray(s: Handle, k: i32): usize { return load<usize>(s + offsetof<Support>("refMass") + <usize>k * sizeof<usize>()); }
/** The best-of-n masses of the blocks, f64[blocks], which are made and kept as those of `keepFrom` and `tilt` are. */
export function blockMasses(s: Handle): usize {
  evaluateMasses(supportAt(s), COEFFICIENTS);
  return supportAt(s).bonMass;
}
/** Where the masses of any other policy can be written, f64[blocks]. */
export function roomForMasses(s: Handle): usize { return bonMassOf(supportAt(s)); }
/** Evaluates every row of the batch whose description is at `b`. `s` is a new support with the size of the longest row; the caller disposes of it. */
export function batch(b: usize, s: Handle): void { evaluateBatch(changetype<Batch>(b), supportAt(s)); }
/** Evaluates the rows of samples whose description is at `b`. */
export function sampleRows(b: usize): void { evaluateSampleRows(changetype<SampleRows>(b)); }
/** Gives back everything that the support holds; the handle is void afterwards. */
export function dispose(s: Handle): void { release(supportAt(s)); }

// The record of a batch is written word by word: the wrapper's count of its words must be the class's.
if (offsetof<Support>("order") != offsetof<Support>("refMass") + OUTCOME_ORDER * sizeof<usize>()) ERROR("OUTCOME_ORDER is not where the order stands");
if (offsetof<Batch>() != BATCH_WORDS * 4) ERROR("BATCH_WORDS is not the number of fields of Batch");
