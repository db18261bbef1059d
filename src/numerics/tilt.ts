// The tilted masses `P e^(beta s) / Z` and their KL divergence. Scores are only ever used as differences from the block with the largest tilted
// mass, and those keep their digits however close together or far apart the scores are.

import { productRemainder } from './double-double';
import { exp, log, log1p } from './exp-log';
import { expm1FromLog, phiTerm } from './near-one';
import { accumulate, SUM_SIZE, sumOf, total, twoSumError } from './sum';

/** The reference masses of the blocks, and the scores by which they are tilted, in ascending order: `(high + low) unit`, up to a constant. */
export interface Scored {
  mass: Float64Array;
  high: Float64Array;
  low: Float64Array;
  unit: number;
  /** The logarithms of the masses; made when first needed. */
  logMass?: Float64Array;
}

/** Finite rewards as scores; halves of them where differences could overflow. */
export function scoresOfRewards(mass: Float64Array, reward: Float64Array): Scored {
  const huge = Math.max(Math.abs(reward[0]), Math.abs(reward[reward.length - 1])) > 2 ** 1000;
  const high = huge ? reward.map((r) => r / 2) : reward;
  return { mass, high, low: new Float64Array(mass.length), unit: huge ? 2 : 1 };
}

/** The chances of beating one reference draw, `F_{j-1} + P_j/2`, counted from the end that a tilt of this sign favours: from there the distances
 *  are sums of masses, and nothing close to 1 is subtracted. Twice the distances are kept, since halves of subnormal masses lose digits. */
export function scoresOfWinRates(mass: Float64Array, beta: number): Scored {
  const count = mass.length;
  const [high, low] = [new Float64Array(count), new Float64Array(count)];
  // the rounded masses sum to 1 but for this
  const excess = sumOf(count + 1, (j) => (j === 0 ? -1 : mass[j - 1]));
  const step = beta < 0 ? 1 : -1;
  let sum = 0;
  let error = 0;
  for (let j = beta < 0 ? 1 : count - 2; j >= 0 && j < count; j += step) {
    const half = sum + mass[j - step];
    error += twoSumError(sum, mass[j - step], half);
    sum = half + mass[j];
    error += twoSumError(half, mass[j], sum);
    high[j] = step * sum;
    low[j] = step * (error - sum * excess);
  }
  return { mass, high, low, unit: 0.5 };
}

/** Beyond this exponent e^w is taken as the square of e^(w/2), since it might be subnormal or overflow. */
const MAX_EXPONENT = 700;
/** Below this exponent even the largest mass is 0 beside the smallest. */
const LEAST_EXPONENT = -2000;
/** Masses are scaled by this, so that none is subnormal and no sum of them overflows. */
const MASS_SCALE = 2 ** 1000;
/** A beta outside this range is brought nearer to 1, and the differences of scores the other way, since halves of the larger would overflow. */
const LARGE_BETA = 2 ** 900;
const SMALL_BETA = 2 ** -300;
const BETA_SCALE = 2 ** 200;

/** The tilted masses, their exponents `beta s`, which are 0 at the block with the largest mass, and the KL divergence. */
export interface Tilted {
  masses: Float64Array;
  exponents: Float64Array;
  kl: number;
}

/** Tilts the blocks. The exponents have two parts: the rounding of a large one would be an error of the mass. `log(Q/P)` is the exponent
 *  minus log Z, in which an error matters in the second order only, so that the divergence keeps its digits as long as the exponents do. */
export function tiltBlocks(scored: Scored, beta: number): Tilted {
  const { mass, high, low, unit } = scored;
  const count = mass.length;
  const masses = mass.slice();
  const exponents = new Float64Array(count);
  if (beta === 0) return { masses, exponents, kl: 0 };
  const tails = new Float64Array(count);
  const size = Math.abs(beta);
  const scale = size > LARGE_BETA ? BETA_SCALE : size < SMALL_BETA ? 1 / BETA_SCALE : 1;
  const b = beta / scale;
  const pivot = largestTilted(scored, beta);
  const pivotHigh = high[pivot];
  const pivotLow = low[pivot];
  const [rest, whole] = [new Float64Array(SUM_SIZE), new Float64Array(SUM_SIZE)];
  for (let j = 0; j < count; j++) {
    const p = mass[j];
    const d = high[j] - pivotHigh;
    const scaled = d * scale;
    const product = b * scaled;
    const w = Math.max(product * unit, LEAST_EXPONENT);
    let tilted = p * MASS_SCALE;
    if (Math.abs(w) < MAX_EXPONENT) {
      const tail = twoSumError(high[j], -pivotHigh, d) + (low[j] - pivotLow);
      const wLow = (productRemainder(b, scaled, product) + b * (tail * scale)) * unit;
      const power = exp(w);
      const more = power * wLow;
      tilted *= power + more;
      accumulate(rest, 0, j & 1, p * (expm1FromLog(power, w) + more));
      tails[j] = wLow;
    } else {
      const root = exp(w / 2);
      tilted = tilted * root * root;
      accumulate(rest, 0, j & 1, tilted / MASS_SCALE - p);
    }
    accumulate(whole, 0, j & 1, tilted);
    masses[j] = tilted;
    exponents[j] = w;
  }
  const sum = total(whole, 0);
  const logZ = logOfZ(total(rest, 0), sum);
  const kl = new Float64Array(SUM_SIZE);
  for (let j = 0; j < count; j++) {
    const q = (masses[j] /= sum);
    accumulate(kl, 0, j & 1, phiTerm(mass[j], q, q / mass[j], exponents[j] - logZ + tails[j]));
  }
  return { masses, exponents, kl: total(kl, 0) };
}

/** log Z from Z - 1 or, where that has no digits left, from Z as scaled. */
function logOfZ(rest: number, scaled: number): number {
  if (rest > -0.5) return log1p(rest);
  const z = scaled / MASS_SCALE;
  return z > 1e-290 ? log(z) : log(scaled) - 1000 * Math.LN2;
}

/** The index of the block with the largest `p e^(beta s)`, found with distances from the end that the tilt favours: in any other block that
 *  could be the one they are below 750 / beta, so that their roundings do not matter. */
function largestTilted(scored: Scored, beta: number): number {
  const { mass, high, low, unit } = scored;
  const logMass = (scored.logMass ??= mass.map(log));
  const end = beta > 0 ? mass.length - 1 : 0;
  let pivot = end;
  let largest = logMass[end];
  for (let j = 0; j < mass.length; j++) {
    const size = logMass[j] + beta * (high[j] - high[end] + (low[j] - low[end])) * unit;
    if (size <= largest) continue;
    largest = size;
    pivot = j;
  }
  return pivot;
}
