// Policies that keep a part of the blocks, and what is told of any policy by its block masses.

import { bonMassOf, Support } from "./arrays";
import { surprisal } from "./estimator";
import { at, before, clearDoubles, div, Doubles, inFirstLane, mul, pair, setAt, setPair, splat } from "./lanes";
import { ACCEPTANCE, EXPECTED_REWARD, KL, WIN_RATE } from "./layout";
import { RESULTS } from "./results";
import { accumulateInline, clear, SUM_SIZE, Sums, total } from "./sum";
import { scaleOf } from "./weights";

const SUM: Sums = memory.data(<i32>(SUM_SIZE * 8), 16);

/** `sum a (b scale)` over the blocks from `from` up to `to`, with compensation. */
function sumOfProducts(a: Doubles, b: Doubles, from: u32, to: u32, scale: f64): f64 {
  clear(SUM, 0);
  for (let j = from; j < to; j += 2) accumulateInline(SUM, 0, before(to, j, mul(pair(a, j), mul(pair(b, j), splat(scale)))));
  return total(SUM, 0);
}

/** The reference mass of the blocks from `from` up to `to`, and `more`. */
export function massOf(s: Support, from: u32, to: u32, more: f64): f64 {
  clear(SUM, 0);
  accumulateInline(SUM, 0, inFirstLane(more));
  const mass = s.refMass;
  for (let j = from; j < to; j += 2) accumulateInline(SUM, 0, before(to, j, pair(mass, j)));
  return total(SUM, 0);
}

/** The KL divergence of the policy that keeps blocks of the mass `kept`, those from `from` up to `to` being the others. */
export function klOfPart(s: Support, kept: f64, from: u32, to: u32): f64 {
  return surprisal(kept, kept > 0.5 ? massOf(s, from, to, 0.0) : 0.0);
}

/** Writes to `s.bonMass` the policy that keeps the blocks from `from` on, and to RESULTS its acceptance and KL divergence. */
export function keepFrom(s: Support, from: u32): void {
  const masses = bonMassOf(s);
  const mass = s.refMass;
  const kept = from == 0 ? 1.0 : massOf(s, from, s.blocks, 0.0);
  clearDoubles(masses, from);
  s.massFrom = from;
  for (let j = from; j < s.blocks; j += 2) setPair(masses, j, div(pair(mass, j), splat(kept)));
  setAt(RESULTS, ACCEPTANCE, kept);
  setAt(RESULTS, KL, klOfPart(s, kept, 0, from));
}

/** The first block with a reward of at least `reward`, which is above -Infinity; the first `lowest` blocks and the last `highest` have infinite ones. */
export function firstAtLeast(s: Support, reward: f64, lowest: u32, highest: u32): u32 {
  let low = lowest;
  let high = s.blocks - highest;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (at(s.reward, middle) < reward) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The first block from `from` up to `to` that has any of the masses in `s.bonMass`; `to` if none has. */
function firstWithMass(s: Support, from: u32, to: u32): u32 {
  let j = max(from, min(s.massFrom, to));
  while (j < to && at(s.bonMass, j) == 0) j++;
  return j;
}

/** Writes to RESULTS win rate and expected reward of the masses in `s.bonMass`, infinite rewards left out: those of the first `lowest` blocks and
 *  of the last `highest`. Returns whether those have mass, as bits 1 and 2. */
export function means(s: Support, lowest: u32, highest: u32): u32 {
  const masses = s.bonMass;
  const top = s.blocks - 1;
  // an even number, so that the sum keeps its lanes
  const first = firstWithMass(s, 0, s.blocks) & ~1;
  const winRate = sumOfProducts(masses, s.midCdf, first, s.blocks, 1.0);
  setAt(RESULTS, WIN_RATE, within(winRate, at(s.midCdf, 0), at(s.midCdf, top)));
  const finite = s.blocks - highest;
  const from = firstWithMass(s, lowest, finite);
  let to = finite;
  while (to > from && at(masses, to - 1) == 0) to--;
  setAt(RESULTS, EXPECTED_REWARD, from < to ? meanReward(s, from, to) : 0.0);
  return (firstWithMass(s, 0, lowest) < lowest ? 1 : 0) | (firstWithMass(s, finite, s.blocks) < s.blocks ? 2 : 0);
}

/** The mean of the rewards of the blocks from `from` up to `to`, inside their range. */
function meanReward(s: Support, from: u32, to: u32): f64 {
  const low = at(s.reward, from);
  const high = at(s.reward, to - 1);
  // partial sums could overflow
  const scale = scaleOf(max(-low, high));
  return within(sumOfProducts(s.bonMass, s.reward, from, to, scale) / scale, low, high);
}

/** Puts a mean that left the range of its values by a rounding back into it. */
function within(mean: f64, low: f64, high: f64): f64 { return min(max(mean, low), high); }
