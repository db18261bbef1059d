// The parameter at which a rule has a given KL divergence, for every rule whose divergence depends on one positive number and rises or falls with it.

import { exp, log } from './numerics/exp-log';

export interface KlSearch {
  /** The divergence at a parameter, in nats. */
  klAt(x: number): number;
  /** Where the search begins, > 0. */
  start: number;
  /** Whether the divergence falls as the parameter grows. */
  falls?: boolean;
}

/** Divergences are told apart down to this part of them, which no table shows. */
const CLOSE = 1e-13;
/** The most evaluations; from a bracket some ten suffice. */
const MAX_STEPS = 200;
/** The first step of the logarithm of the parameter. */
const MIN_STRIDE = 1e-9;
const MAX_STRIDE = 4;
/** The range of the logarithm of the parameter. */
const MAX_LOG = 700;
/** Stands for the logarithm of a divergence of 0, so that differences stay finite. */
const LEAST_LOG = -800;

/**
 * Chandrupatla's method (1997), which interpolates where that is safe and halves the bracket where it is not, on the logarithms of parameter and divergence:
 * next to 0 the divergence is in proportion to a power of most parameters, so that they are nearly a straight line.
 *
 * @param kl - nats, > 0.
 * @returns the parameter, or undefined if no parameter between e^-700 and e^700 has so large a divergence, or so small a one.
 */
export function parameterAtKl({ klAt, start, falls = false }: KlSearch, kl: number): number | undefined {
  const missAt = (u: number) => {
    const at = klAt(exp(u));
    const miss = at > 0 ? Math.max(log(at / kl), LEAST_LOG) : LEAST_LOG;
    return falls ? -miss : miss;
  };
  let a = log(start);
  let fa = missAt(a);
  if (Math.abs(fa) <= CLOSE) return exp(a);
  const direction = fa < 0 ? 1 : -1;
  let [b, fb] = [a, fa];
  // a divergence that grows like the square root of the parameter, or faster, is bracketed at once
  for (let stride = Math.min(Math.max(2 * Math.abs(fa), MIN_STRIDE), MAX_STRIDE); fa < 0 === fb < 0; stride *= 2) {
    if (Math.abs(a) >= MAX_LOG) return undefined;
    [b, fb] = [a, fa];
    a = Math.min(Math.max(a + direction * stride, -MAX_LOG), MAX_LOG);
    fa = missAt(a);
    if (Math.abs(fa) <= CLOSE) return exp(a);
  }
  let [c, fc] = [b, fb];
  let part = Math.min(Math.max(fa / (fa - fb), 0.05), 0.95);
  for (let step = 0; step < MAX_STEPS; step++) {
    const next = a + part * (b - a);
    if (next === a || next === b) break;
    const miss = missAt(next);
    if (Math.abs(miss) <= CLOSE) return exp(next);
    if (miss < 0 === fa < 0) [c, fc] = [a, fa];
    else [c, fc, b, fb] = [b, fb, a, fa];
    [a, fa] = [next, miss];
    const least = Math.max(2 ** -52 * Math.abs(Math.abs(fa) < Math.abs(fb) ? a : b), 2 ** -60) / Math.abs(b - a);
    if (least > 0.5) break;
    const xi = (a - b) / (c - b);
    const phi = (fa - fb) / (fc - fb);
    const isSafe = phi * phi < xi && (1 - phi) * (1 - phi) < 1 - xi;
    part = isSafe ? (fa / (fb - fa)) * (fc / (fb - fc)) + ((((c - a) / (b - a)) * fa) / (fc - fa)) * (fb / (fc - fb)) : 0.5;
    part = Math.min(Math.max(part, least), 1 - least);
  }
  return exp(Math.abs(fa) < Math.abs(fb) ? a : b);
}
