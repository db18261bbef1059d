// The beta at which the tilted policy has a given KL divergence.

import { exp, log } from './exp-log';
import { sumOf } from './sum';
import { type Scored, type Tilted, tiltBlocks } from './tilt';

/** The most evaluations of the search, which reaches the last digit long before. */
const MAX_STEPS = 300;
/** Where beta is smaller, a multiple of it is searched for, since beta itself may be far below the smallest double. */
const SMALL_BETA = 2 ** -1000;
const BETA_SCALE = 2 ** 600;
/** Next to its limit the computed divergence may stop rising a few roundings early. */
const SATURATED = 1e-14;

/**
 * Searches for the tilt, on which the divergence depends smoothly: near 0 it is in proportion to beta^2, and near its limit `most` what is left of it falls
 * like a power of e. So Newton's method, with the slope `dKL / d log(beta) = Var(beta s)`, is used on the logarithm of one or the other. Where
 * a step would leave the bracket, and at every third step, the bracket is halved in its logarithm instead, since scores may spread over any
 * number of decades.
 *
 * @returns the tilt and its beta > 0, as near as a double comes; undefined if beta is above the largest number.
 */
export function tiltOfKl(scored: Scored, kl: number, most: number): { beta: number; tilted: Tilted } | undefined {
  const { high: score } = scored;
  const start = 1 / (score[score.length - 1] - score[0]) / scored.unit;
  const found = search(scored, start, kl, most);
  if (found === undefined || found.beta > SMALL_BETA) return found;
  const scaled = search({ ...scored, unit: scored.unit / BETA_SCALE }, start * BETA_SCALE, kl, most);
  return scaled && { ...scaled, beta: scaled.beta / BETA_SCALE };
}

function search(scored: Scored, start: number, kl: number, most: number): { beta: number; tilted: Tilted } | undefined {
  let low = 0;
  let high = Infinity;
  let stride = 2;
  let best: { beta: number; tilted: Tilted } | undefined;
  let leastMiss = Infinity;
  let beta = within(start);
  for (let step = 0; step < MAX_STEPS; step++) {
    const tilted = tiltBlocks(scored, beta);
    const miss = tilted.kl - kl;
    if (Math.abs(miss) < leastMiss) {
      leastMiss = Math.abs(miss);
      best = { beta, tilted };
    }
    const variance = varianceOf(tilted);
    if (leastMiss <= 2e-16 * kl || (variance === 0 && leastMiss <= SATURATED * kl)) return best;
    if (miss < 0) low = beta;
    else high = beta;
    if (low === Number.MAX_VALUE) return undefined;
    const bracketed = low > 0 && high < Infinity;
    const newton = newtonStep(beta, tilted.kl, kl, most, variance);
    let next = bracketed ? Math.sqrt(low) * Math.sqrt(high) : within(miss < 0 ? beta * stride : beta / stride);
    if (!bracketed) stride = Math.min(stride * stride, 2 ** 64);
    if (step % 3 !== 2 && newton > low && newton < high) next = within(newton);
    if (next <= low || next >= high || next === beta) return best;
    beta = next;
  }
  return best;
}

function within(beta: number): number {
  return Math.min(Math.max(beta, 2 ** -1022), Number.MAX_VALUE);
}

/** The next beta; NaN where the divergence tells none. */
function newtonStep(beta: number, at: number, kl: number, most: number, variance: number): number {
  if (variance === 0 || at === 0 || at >= most) return Number.NaN;
  if (kl > most / 2) return beta + (beta * (log((most - at) / (most - kl)) * (most - at))) / variance;
  const change = (log(kl / at) * at) / variance;
  return Math.abs(change) < 700 ? beta * exp(change) : Number.NaN;
}

/** The variance of the exponents `beta s`. */
function varianceOf({ masses, exponents }: Tilted): number {
  const mean = sumOf(masses.length, (j) => masses[j] * exponents[j]);
  return sumOf(masses.length, (j) => masses[j] * (exponents[j] - mean) * (exponents[j] - mean));
}
