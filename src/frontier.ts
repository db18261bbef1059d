// The largest win rate that any policy can have at a given KL divergence from a continuous reference, and the reverse.

import { checkFinite, outOfRange } from './input/numbers';
import { excessOf, klOfTilt, tiltWithExcess, tiltWithKl } from './numerics/rank-tilt';

/** From here on the win rate is 1 up to rounding: what it lacks is `e^-(kl+1)`. */
const MAX_KL = 40;

/**
 * The largest win rate against one reference draw among all policies with a KL divergence of at most `kl` from a continuous reference (Gui, Gârbacea and Veitch,
 * arXiv:2406.00832): that of a density in proportion to `e^(c u)` in the rank u. Supports with ties lie on or below it.
 *
 * @param kl - nats, >= 0.
 * @returns a probability, from 1/2 to 1.
 * @throws TypeError if kl is not a number, RangeError if it is negative, infinite or NaN.
 *
 * @example
 * winRateFrontier(klBound(16)); // → 0.94128668
 */
export function winRateFrontier(kl: number): number {
  checkFinite('kl', kl, 0);
  if (kl === 0) return 0.5;
  return kl >= MAX_KL ? 1 : 0.5 + excessOf(tiltWithKl(kl));
}

/**
 * The least KL divergence from a continuous reference of a policy with this win rate: the reverse of `winRateFrontier`.
 *
 * @param winRate - from 1/2 to less than 1.
 * @returns nats.
 * @throws TypeError if winRate is not a number, RangeError if it is out of range.
 *
 * @example
 * klFrontier(0.75); // → 0.40863882
 */
export function klFrontier(winRate: number): number {
  checkFinite('winRate', winRate);
  if (!(winRate >= 0.5 && winRate < 1)) throw outOfRange('winRate', winRate, 'a number from 0.5 to less than 1');
  return winRate === 0.5 ? 0 : klOfTilt(tiltWithExcess(winRate - 0.5));
}
