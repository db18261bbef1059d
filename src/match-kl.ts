// The beta at which the tilted policy has a given KL divergence.

import { BLOCKS, EXPONENT_SQUARE, EXPONENT_SUM, KL } from '../assembly/layout';
import type { EngineSupport } from './engine/interface';
import { exp, log } from './numerics/exp-log';

/** The most evaluations of the search, which reaches the last digit long before. */
const MAX_STEPS = 300;
/** Where beta is smaller, a multiple of it is searched for, since beta itself may be far below the smallest double. */
const SMALL_BETA = 2 ** -1000;
const BETA_SCALE = 2 ** 600;
/** Next to its limit the computed divergence may stop rising a few roundings early. */
const SATURATED = 1e-14;
/** So near to the divergence asked for, as a part of it or of what is left to the limit, Newton's method is left to itself, and the search ends once it gets no nearer: what remains is rounding. */
const CLOSE = 1e-9;

interface Found {
  beta: number;
  kl: number;
}

/**
 * Searches for the tilt, on which the divergence depends smoothly: near 0 it is in proportion to beta^2, and near its limit `most` what is left of it falls
 * like a power of e. So Newton's method, with the slope `dKL / d log(beta) = Var(beta s)`, is used on the logarithm of one or the other. Where
 * a step would leave the bracket, or the last one did not halve the distance in that logarithm, the bracket is halved in its own instead, since scores
 * may spread over any number of decades.
 *
 * @returns beta > 0, as near as a double comes, and its KL divergence, with the support left as it is tilted by that; undefined if beta is above the
 *   largest number.
 */
export function tiltOfKl(support: EngineSupport, byWinRate: boolean, kl: number, most: number): Found | undefined {
  const top = support.results[BLOCKS] - 1;
  const start = byWinRate ? 1 : 1 / (support.rewardAt(top) / 2 - support.rewardAt(0) / 2) / 2;
  let scale = 1;
  let found = search(support, byWinRate, scale, start, kl, most);
  if (found !== undefined && found.beta <= SMALL_BETA) {
    scale = 1 / BETA_SCALE;
    found = search(support, byWinRate, scale, start * BETA_SCALE, kl, most);
  }
  if (found === undefined) return undefined;
  if (found.beta !== found.last) support.tilt(byWinRate, found.beta, scale);
  return { beta: found.beta * scale, kl: found.kl };
}

function search(support: EngineSupport, byWinRate: boolean, scale: number, start: number, kl: number, most: number) {
  const close = CLOSE * Math.min(kl, most - kl);
  let low = 0;
  let high = Infinity;
  let stride = 2;
  let best: Found = { beta: start, kl: Number.NaN };
  let leastMiss = Infinity;
  let lastDistance = Infinity;
  let beta = within(start);
  for (let step = 0; step < MAX_STEPS; step++) {
    const { [KL]: at, [EXPONENT_SUM]: sum, [EXPONENT_SQUARE]: square } = support.tilt(byWinRate, beta, scale);
    const variance = Math.max(square - sum * sum, 0);
    const miss = at - kl;
    const isDone = leastMiss <= close && Math.abs(miss) > leastMiss / 2;
    if (Math.abs(miss) < leastMiss) {
      leastMiss = Math.abs(miss);
      best = { beta, kl: at };
    }
    if (isDone || leastMiss <= 2e-16 * kl || (variance === 0 && leastMiss <= SATURATED * kl)) return { ...best, last: beta };
    if (miss < 0) low = beta;
    else high = beta;
    if (low === Number.MAX_VALUE) return undefined;
    const bracketed = low > 0 && high < Infinity;
    const distance = distanceTo(kl, at, most);
    const halved = Math.abs(distance) <= lastDistance / 2;
    lastDistance = Math.abs(distance);
    const newton = newtonStep(beta, distance, at, kl, most, variance);
    let next = bracketed ? Math.sqrt(low) * Math.sqrt(high) : within(miss < 0 ? beta * stride : beta / stride);
    if (!bracketed) stride = Math.min(stride * stride, 2 ** 64);
    if ((halved || leastMiss <= close) && newton > low && newton < high) next = within(newton);
    if (next <= low || next >= high || next === beta) break;
    beta = next;
  }
  return { ...best, last: beta };
}

function within(beta: number): number {
  return Math.min(Math.max(beta, 2 ** -1022), Number.MAX_VALUE);
}

/** How far the logarithm of the divergence, or of what is left to its limit, is from where it should be; Infinity where the divergence tells nothing. */
function distanceTo(kl: number, at: number, most: number): number {
  if (at === 0 || at >= most) return Infinity;
  return kl > most / 2 ? log((most - at) / (most - kl)) : log(kl / at);
}

/** The next beta; NaN where the divergence tells none. */
function newtonStep(beta: number, distance: number, at: number, kl: number, most: number, variance: number): number {
  if (variance === 0 || distance === Infinity) return Number.NaN;
  if (kl > most / 2) return beta + (beta * distance * (most - at)) / variance;
  const change = (distance * at) / variance;
  return Math.abs(change) < 700 ? beta * exp(change) : Number.NaN;
}
