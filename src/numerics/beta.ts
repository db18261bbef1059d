// The incomplete beta function and its inverse, with full relative accuracy in either tail.

import { exp, log } from './exp-log';
import { binomialMass } from './gamma';

/** Far more steps than the fraction takes for a + b up to 1e10. */
const MAX_STEPS = 200_000;

/** A probability with its complement, each with its own digits. */
export interface Split {
  x: number;
  y: number;
}

/** `I_x(a, b)` and `1 - I_x(a, b)` for a, b >= 1/2, of x and y = 1 - x. */
export function betaTails(a: number, b: number, { x, y }: Split): { lower: number; upper: number } {
  if (x <= 0) return { lower: 0, upper: 1 };
  if (y <= 0) return { lower: 1, upper: 0 };
  if (a * y >= b * x) {
    const lower = lowerTail(a, b, x, y);
    return { lower, upper: 1 - lower };
  }
  const upper = lowerTail(b, a, y, x);
  return { lower: 1 - upper, upper };
}

/**
 * `I_x(a, b)` where x is at most a/(a + b), by a continued fraction whose terms are built from `a - (a + b) x`, which keeps its digits (DiDonato and
 * Morris, Algorithm 708, 1992, BFRAC).
 */
function lowerTail(a: number, b: number, x: number, y: number): number {
  const front = ((a * b) / (a + b)) * binomialMass(a, b, x, y);
  if (front === 0) return 0;
  const c = a * y - b * x + 1;
  const c1 = 1 / a + 1;
  let [p, s] = [1, a + 1];
  let [above, aboveNext, below, belowNext] = [0, 1, 1, c / c1];
  let fraction = c1 / c;
  for (let i = 1; i < MAX_STEPS; i++) {
    const t = i / a;
    const w = i * (b - i) * x;
    const e = a / s;
    const alpha = p * (p + b / a) * e * e * w * x;
    const beta = i + w / s + ((t + 1) / (c1 + t + t)) * (c + i * (y + 1));
    p = t + 1;
    s += 2;
    [above, aboveNext] = [aboveNext, alpha * above + beta * aboveNext];
    [below, belowNext] = [belowNext, alpha * below + beta * belowNext];
    const before = fraction;
    fraction = aboveNext / belowNext;
    if (Math.abs(fraction - before) <= 2 ** -53 * fraction) break;
    above /= belowNext;
    below /= belowNext;
    aboveNext = fraction;
    belowNext = 1;
  }
  return front * fraction;
}

/**
 * The x below which the beta distribution lies with a probability, by Newton's method on the logarithm of that tail over log(x/y): it is concave, so
 * that every step but the first ends below the solution.
 *
 * @param tail - strictly between 0 and 1, best at most 1/2.
 */
export function betaQuantile(a: number, b: number, tail: number): Split {
  const target = log(tail);
  // next to the deviation of the logit: farther away the tail may vanish
  const farthest = 4 * Math.sqrt(1 / a + 1 / b);
  let logit = log(a / b);
  for (let i = 0; i < 200; i++) {
    const at = splitOf(logit);
    const { lower } = betaTails(a, b, at);
    // the derivative of log I over the logit is x^a y^b / (B(a, b) I)
    const slope = (((a * b) / (a + b)) * binomialMass(a, b, at.x, at.y)) / lower;
    const step = Math.min((log(lower) - target) / slope, farthest);
    logit -= step;
    if (Math.abs(step) <= 2 ** -51 * Math.max(1, Math.abs(logit))) break;
  }
  return splitOf(logit);
}

function splitOf(logit: number): Split {
  const e = exp(-Math.abs(logit));
  const [less, more] = [e / (1 + e), 1 / (1 + e)];
  return logit < 0 ? { x: less, y: more } : { x: more, y: less };
}
