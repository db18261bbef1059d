// The ratios Q/P of soft best-of-n by quadrature: the trapezoid rule in the logarithm of t, with the step halved until two results agree.

import { log } from './exp-log';
import { phiTerm } from './near-one';
import type { Profile } from './soft-channel';
import type { Points } from './soft-points';
import { differences } from './soft-sums';
import { sweep } from './soft-sweep';
import { sumOf } from './sum';

/**
 * The first step. For a whole n the law is a mixture of values `w_j / (w_j + ... )`, each of which the rule has with the relative error
 * `2 |Gamma(1 + 2 pi i / step)|`, which is 1e-17 here, so that no second step is needed.
 */
const STEP = 7 / 32;
/** How often the step is halved at most. */
const MAX_HALVINGS = 12;
/** Results of two steps that agree so far: the error of the rule is squared as the step is halved, and what remains is rounding. */
const AGREEMENT = 3e-14;
/** Below this mass the digits of a policy are not promised. */
const MIN_MASS = 1e-290;
/** Below this divergence, ratios less 1 are summed as such. */
const SMALL_KL = 0.05;
/** Below this n, `phi^(n-1)` less 1 is used for them. */
const SMALL_N = 2;

/** Q/P as a profile; and, where some may be near 1, Q/P - 1 less that of the median, from which a mean of 0 settles the rest. */
export interface Ratios {
  ratio: Profile;
  difference: Profile | undefined;
}

/** @returns undefined if the step would have to be too small. */
export function ratiosOf(points: Points, n: number): Ratios | undefined {
  let last: Ratios | undefined;
  let step = STEP;
  for (let halvings = 0; halvings <= MAX_HALVINGS; halvings++, step /= 2) {
    const next = ratiosAt(points, n, step);
    if (Number.isInteger(n)) return next;
    if (last !== undefined && agree(points, last, next)) return next;
    last = next;
  }
  return undefined;
}

function ratiosAt(points: Points, n: number, step: number): Ratios {
  const swept = sweep(points, n, step, n < SMALL_N);
  const { ratio } = swept;
  return { ratio, difference: roughKl(points, ratio) < SMALL_KL ? differences(points, swept) : undefined };
}

function roughKl({ count, mass }: Points, { values }: Profile): number {
  return sumOf(count, (k) => {
    const t = values[k];
    return t > 0 ? phiTerm(mass[k], mass[k] * t, t, log(t)) : mass[k];
  });
}

function agree(points: Points, a: Ratios, b: Ratios): boolean {
  const { count, mass, median, momentsAt } = points;
  const close = (x: number, y: number) => Math.abs(x - y) <= AGREEMENT * Math.abs(y);
  for (let k = 0; k < count; k++)
    if (mass[k] * b.ratio.values[k] > MIN_MASS && !close(a.ratio.values[k], b.ratio.values[k])) return false;
  if (b.difference === undefined) return true;
  if (a.difference === undefined) return false;
  for (let k = 0; k < count; k++) {
    if (k !== median && !close(a.difference.values[k], b.difference.values[k])) return false;
    // the slope of a run, which is all that there is of it where weights hardly differ
    const at = momentsAt[k];
    if (at >= 0 && !close(slope(a.difference, at), slope(b.difference, at))) return false;
  }
  return true;
}

function slope({ series }: Profile, at: number): number {
  return series[at] + series[at + 1];
}
