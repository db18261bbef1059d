// Soft best-of-n: n draws, one of which is kept with a probability in proportion to e^(reward / temperature).

import { KL } from '../assembly/layout';
import type { EngineSupport } from './engine/interface';
import { coded } from './errors';
import { log, log1p } from './numerics/exp-log';
import { phiTerm } from './numerics/near-one';
import { type Points, pointsOf } from './numerics/soft-points';
import { type Ratios, ratiosOf } from './numerics/soft-ratios';
import { writeValues } from './numerics/soft-sums';
import { accumulate, SUM_SIZE, total } from './numerics/sum';
import { checkFiniteRewards, type PolicyMetrics, policyOf } from './policies';

/** The inverse of a temperature below this would be above the largest number, so the tilt has a scale. */
const TILT_SCALE = 2 ** 600;
/** Nearer to 1 than this, a ratio is taken from its difference to 1. */
const MAX_DIFFERENCE = 0.5;

/** The policy of soft best-of-n, n >= 1 and temperature > 0, both of which may be infinite. */
export function softPolicy(support: EngineSupport, size: number, n: number, temperature: number): PolicyMetrics {
  checkFiniteRewards(support, 'has no soft best-of-n, which weighs draws by their rewards');
  if (n === 1 || temperature === Infinity) return policyOf(support, size, support.keepFrom(0)[KL]);
  if (n === Infinity) return policyOf(support, size, limitKl(support, temperature));
  // asked for first, since memory that grows moves the arrays
  const masses = support.roomForMasses();
  const points = pointsOf(support.blocks(), temperature);
  const ratios = ratiosOf(points, n);
  if (ratios === undefined) {
    const message = `n is ${n}: between whole numbers the digits of this policy would take too long; use a whole n`;
    throw coded(RangeError, 'OUT_OF_RANGE', message);
  }
  return policyOf(support, size, writeMasses(points, ratios, masses));
}

/** Tilts by the reward, which is the limit for n = Infinity. */
function limitKl(support: EngineSupport, temperature: number): number {
  const isSmall = temperature < 1 / TILT_SCALE;
  return support.tilt(false, isSmall ? 1 / (temperature * TILT_SCALE) : 1 / temperature, isSmall ? TILT_SCALE : 1)[KL];
}

/** Writes the masses and returns their KL divergence. */
function writeMasses(points: Points, { ratio, difference }: Ratios, masses: Float64Array): number {
  const { mass } = points.blocks;
  writeValues(points, ratio, false, masses);
  const sums = new Float64Array(2 * SUM_SIZE);
  const KL_SUM = 0;
  const MEAN = 1;
  // without differences, all of them are as if far from 0
  const xs = new Float64Array(difference === undefined ? 0 : masses.length);
  if (difference !== undefined) {
    writeValues(points, difference, true, xs);
    for (let j = 0; j < masses.length; j++) accumulate(sums, MEAN, j & 1, mass[j] * xs[j]);
  }
  const mean = total(sums, MEAN);
  for (let j = 0; j < masses.length; j++) {
    const x = difference === undefined ? 1 : xs[j] - mean;
    const isNear = Math.abs(x) < MAX_DIFFERENCE;
    const t = isNear ? 1 + x : masses[j];
    const p = mass[j];
    masses[j] = p * t;
    accumulate(sums, KL_SUM, j & 1, t > 0 ? phiTerm(p, p * t, t, isNear ? log1p(x) : log(t)) : p);
  }
  return total(sums, KL_SUM);
}
