// What a support keeps so that a curve over n costs far less than a pass over the outcomes for each n; by hand, since the kernel packs the
// moments of two slices into pairs. See assembly/moments.ts.

import { CELL } from '../../../assembly/layout';
import { exp } from '../../numerics/exp-log';
import { total } from '../../numerics/sum';
import { cellsOf, doubles, type Moments, Support } from './arrays';
import { nearestReward, padLane } from './blocks';
import { addMoments, countLarge, isLarge, LARGE_STEPS, MOMENT_SUMS, ORDERS, sliceStart } from './slices';

/** At one n, a slice or a large block costs about this many times as much as a block in a walk over all blocks. */
const SLICE_COST = 4;

/** The k-th moment of a slice. */
export function moment(m: Moments, slice: number, k: number): number {
  return m.sums[slice * ORDERS + k];
}

/** `sum x^m / m! M_m` over the moments of a slice from `start` up to `end`; `quotients` holds x / k, and the first one used is at `offset`. */
export function taylor(m: Moments, slice: number, start: number, end: number, quotients: Float64Array, offset: number): number {
  const { sums } = m;
  const base = slice * ORDERS;
  let sum = sums[base + end - 1];
  for (let k = end - 1; k > start; k--) sum = sum * quotients[offset + k - start - 1] + sums[base + k - 1];
  return sum;
}

/** The moments of a support, made when first needed; without slices where they would save nothing. */
export function momentsOf(s: Support): Moments {
  s.moments ??= makeMoments(s);
  return s.moments;
}

function makeMoments(s: Support): Moments {
  const { logCdf, reward } = s;
  // all blocks but the top one, which is large, are in slices
  const pivot = nearestReward(s, 0, 0);
  let slices = 0;
  let upper = 0;
  for (let end = s.blocks - 1; end > 0; slices++) {
    end = sliceStart(s, end, pivot);
    if (end >= pivot) upper++;
  }
  const large = countLarge(s);
  if ((slices + large) * SLICE_COST > s.blocks) slices = 0;
  const m: Moments = {
    slices,
    upper,
    pivotReward: reward[pivot],
    span: reward[s.blocks - 1] - reward[0],
    centre: doubles(slices),
    power: doubles(slices),
    reach: doubles(slices),
    above: doubles(slices),
    sums: new Float64Array(slices * ORDERS),
    large: slices === 0 ? null : gatherLarge(s, large),
  };
  for (let slice = 0, end = s.blocks - 1; slice < slices; slice++) {
    const from = sliceStart(s, end, pivot);
    const low = logCdf[from];
    const high = logCdf[end - 1];
    const centre = 0.5 * (low + high);
    m.centre[slice] = centre;
    m.power[slice] = exp(centre);
    m.reach[slice] = 0.5 * (high - low) + Math.min(-low, 1) / LARGE_STEPS;
    m.above[slice] = reward[end];
    addMoments(s, from, end, centre);
    for (let k = 0; k < ORDERS; k++) m.sums[slice * ORDERS + k] = total(MOMENT_SUMS, k);
    end = from;
  }
  return m;
}

/** The large blocks, of which there is at least the top one, as a support of their own. */
function gatherLarge(s: Support, count: number): Support {
  const large = new Support(0);
  for (const name of ['refMass', 'midCdf', 'logStep', 'logCdf', 'logMid', 'reward'] as const) large[name] = doubles(count);
  large.blocks = count;
  large.cells = cellsOf(count);
  large.cellMaxStep = doubles(large.cells);
  for (let j = 0, k = 0; j < s.blocks; j++) {
    if (!isLarge(s, j)) continue;
    large.refMass[k] = s.refMass[j];
    large.midCdf[k] = s.midCdf[j];
    large.logStep[k] = s.logStep[j];
    large.logCdf[k] = s.logCdf[j];
    large.logMid[k] = s.logMid[j];
    const cell = Math.floor(k / CELL);
    large.cellMaxStep[cell] = Math.max(s.logStep[j], large.cellMaxStep[cell]);
    k++;
  }
  padLane(large);
  return large;
}
