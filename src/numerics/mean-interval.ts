// Intervals of means over prompts. docs/intervals.md says how each is made and how often it holds the true mean.

import { exp, expm1, log, log1p } from './exp-log';
import { lowerNormalQuantile } from './normal-quantile';
import { clopperPearson, wilson } from './proportion';
import type { Spread } from './spread';
import { studentQuantile } from './student';

/** What an interval may be asked to be made by, and what says how one was made. */
export type AskedMethod = 'auto' | 't' | 'wilson';
export type MadeBy = 'clopper-pearson' | 'agresti-coull' | 'hall' | 't' | 'wilson';

/** What estimates cannot lie below and above, within 0 and 1. */
export type Range = readonly [least: number, most: number];

/** An interval with the method that made it, or the reason why there is none. */
export type Made = { interval: [number, number]; method: MadeBy } | { interval: null; reason: string };

/** By how much more than it is the skewness counts: few values seldom show all of it, and 1.25 is the least that reaches 92 % (docs/intervals.md). */
const SKEWNESS_FACTOR = 1.25;

/**
 * Returns the function from the spread of a column to the interval of its mean. Columns of as many values share their quantiles. `isSure` says that no
 * estimate can be outside of the range; otherwise only these are not, as may be by chance, and the interval reaches as far as if there were no range.
 */
export function intervalMaker(
  method: AskedMethod,
  confidence: number
): (spread: Spread, range?: Range, isSure?: boolean) => Made {
  const tail = (1 - confidence) / 2;
  const z = lowerNormalQuantile(tail);
  const quantiles = new Map<number, number>();
  const quantile = (degrees: number) => {
    const known = quantiles.get(degrees) ?? studentQuantile(confidence, degrees);
    quantiles.set(degrees, known);
    return known;
  };
  return (spread, range, isSure = true) => {
    const { prompts, units, mean, standardError, error, passed } = spread;
    if (mean === null || standardError === null || units < 2)
      return none(prompts < 2 ? 'fewer than two prompts have an estimate' : 'the prompts are of a single cluster');
    if (Number.isNaN(standardError)) return none('an estimate is infinite');
    if (method === 'wilson') {
      if (range === undefined) return none('a score interval needs estimates between 0 and 1');
      const trials = effectiveTrials(spread, mean);
      return { interval: wilson(mean * trials, trials, tail), method };
    }
    if (method === 'auto' && range !== undefined) {
      if (passed >= 0 && units === prompts)
        return { interval: clopperPearson(passed, prompts - passed, tail), method: 'clopper-pearson' };
      const ofScores = agrestiCoull(spread, mean, range, (z * z) / 3, quantile(units - 1));
      const beyond = isSure || error === 0 || units === 2 ? ofScores : hall(spread, mean, quantile(units - 2));
      const interval: [number, number] = [Math.min(ofScores[0], beyond[0]), Math.max(ofScores[1], beyond[1])];
      if (isSure || units > 2)
        return { interval, method: interval[0] < ofScores[0] || interval[1] > ofScores[1] ? 'hall' : 'agresti-coull' };
    }
    if (error === 0) return none('all estimates are equal, which does not tell how far others would lie from them');
    if (method === 't') {
      const half = quantile(units - 1) * standardError;
      return { interval: [finite(mean - half), finite(mean + half)], method };
    }
    if (units === 2) return none(`two ${units === prompts ? 'prompts' : 'clusters'} do not tell how skewed the estimates are`);
    return { interval: hall(spread, mean, quantile(units - 2)), method: 'hall' };
  };
}

const none = (reason: string): Made => ({ interval: null, reason });

const finite = (x: number) => Math.min(Math.max(x, -Number.MAX_VALUE), Number.MAX_VALUE);

/** How many prompts that pass or fail have a mean as uncertain (Korn and Graubard 1998): all of them where they pass or fail. */
function effectiveTrials({ prompts, units, error, passed }: Spread, mean: number): number {
  if (passed >= 0 && units === prompts) return prompts;
  // prompts that pass or fail have the variance p (1 - p) / prompts, without the factor for few of them
  const variance = error * error * (1 - 1 / units);
  return variance === 0 ? units : Math.min((mean * (1 - mean)) / variance, Number.MAX_SAFE_INTEGER);
}

/**
 * The interval of Agresti and Coull (1998) for the mean of values within a range: Student's after `added` units at its one end and as many at the other have
 * been added. It is never a point, and where the values are equal it leaves room for a share of others that they would show none of.
 */
function agrestiCoull({ units, error }: Spread, mean: number, [least, most]: Range, added: number, t: number): [number, number] {
  const width = most - least;
  const count = units + 2 * added;
  const share = Math.min(Math.max((mean - least) / width, 0), 1);
  const centre = (units * share + added) / count;
  const shift = (added * (1 - 2 * share)) / count;
  const ends = centre * centre + (1 - centre) * (1 - centre);
  const squares = (error / width) ** 2 * units * (units - 1) + units * shift * shift + added * ends;
  const half = t * Math.sqrt(squares / (count - 1) / count);
  const [low, high] = [Math.max(0, centre - half), Math.min(1, centre + half)];
  // the mean of estimates that are all at an end may be a rounding beyond it
  return [Math.min(least + low * width, mean), Math.max(most - (1 - high) * width, mean)];
}

/**
 * The wider at either end of Student's interval and of Hall's, who takes the skewness out of t by the monotone cubic
 * `g(t) = t + b t^2 / 3 + b^2 t^3 / 27 + b / 6`, where b is the skewness by the square root of the number of values (J. R. Statist. Soc. B 54, 1992). The estimate of the skewness costs a degree of freedom.
 */
function hall({ units, error, skewness }: Spread, mean: number, t: number): [number, number] {
  // without the bias of few values
  const unbiased = (skewness * Math.sqrt(units * (units - 1))) / (units - 2);
  const b = (SKEWNESS_FACTOR * unbiased) / Math.sqrt(units);
  const low = Math.max(t, inverse(t, b));
  const high = Math.min(-t, inverse(-t, b));
  return [finite(mean - error * low), finite(mean - error * high)];
}

/** The t at which Hall's cubic is y: `3 / b (cbrt(1 + b (y - b / 6)) - 1)`. */
function inverse(y: number, b: number): number {
  if (b === 0) return y;
  const x = b * (y - b / 6);
  // the cube root of a negative number is that of the positive one, mirrored
  const root = x > -1 ? expm1(log1p(x) / 3) : x === -1 ? -1 : -exp(log(-1 - x) / 3) - 1;
  return (3 * root) / b;
}
