// Repairs the results of an engine where a sum alone cannot give them: at n = 1, at n = Infinity, and where it overflowed. Both engines call
// this, so that what `EngineSupport.metrics` returns can be read as it is. assembly/layout.ts says where each result stands.

import {
  BELOW_TOP,
  BLOCKS,
  CHI_SQUARED,
  KL,
  KL_GAP,
  REVERSE_KL,
  REWARD_VARIANCE,
  SQUARED_HELLINGER,
  TOP_MASS,
  TOTAL_VARIATION,
  WIN_RATE,
  WIN_RATE_GAP,
  WIN_RATE_LIMIT,
} from '../../assembly/layout';
import { surprisal } from '../numerics/kl-estimator';

/** Repairs the results of one n in place. */
export function repairResults(results: Float64Array, n: number): void {
  if (n === Infinity) {
    resultsAtInfinity(results);
    return;
  }
  // a sum that overflowed is NaN or infinite: that of the reverse KL beyond n = 1e300, and that of squares where it is above the largest double
  if (Number.isNaN(results[REVERSE_KL])) results[REVERSE_KL] = Infinity;
  if (Number.isNaN(results[REWARD_VARIANCE])) results[REWARD_VARIANCE] = Infinity;
  // best of one is the reference itself
  if (n === 1) results[WIN_RATE] = 0.5;
}

/** At n = Infinity all mass is on the top block, and all but the estimates follow from that block alone. */
function resultsAtInfinity(results: Float64Array): void {
  const topMass = results[TOP_MASS];
  const belowTop = results[BELOW_TOP];
  results[KL] = surprisal(topMass, belowTop);
  results[WIN_RATE] = results[WIN_RATE_LIMIT];
  results[KL_GAP] = Infinity;
  results[WIN_RATE_GAP] = topMass / 2;
  results[REVERSE_KL] = results[BLOCKS] === 1 ? 0 : Infinity;
  results[TOTAL_VARIATION] = belowTop;
  results[CHI_SQUARED] = belowTop / topMass;
  results[SQUARED_HELLINGER] = belowTop / (1 + Math.sqrt(topMass));
}
