// The ratio of a policy's mass to the reference mass of a block of equal reward.

import { log, log1p } from './exp-log';

/** `t = Q/P` of a block, and its logarithm u, exact also where t is next to 1. */
export interface Ratio {
  t: number;
  u: number;
}

/** Writes the ratio `1 + x`, for x >= -1. */
export function ratioFromExcess(x: number, ratio: Ratio): void {
  ratio.t = 1 + x;
  ratio.u = ratio.t > 0 ? log1p(x) : -Infinity;
}

/** Writes the ratio t, which rounding may have made negative. */
export function ratioFrom(t: number, ratio: Ratio): void {
  ratio.t = Math.max(t, 0);
  ratio.u = t > 0 ? log(t) : -Infinity;
}
