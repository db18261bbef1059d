// The beta-binomial distribution of the greatest likelihood. Since counts are whole, the logarithms of gamma functions and their derivatives are sums
// over `alpha + j`, `beta + j` and `alpha + beta + j`, in which nothing cancels.

import { exp, log } from './exp-log';

/** For every j, how many problems have more than j passes, failures and samples. */
export interface Counts {
  more: { passes: Float64Array; fails: Float64Array; samples: Float64Array };
  /** Passes and failures of all problems together, and the share of passes. */
  passes: number;
  fails: number;
  share: number;
  /** Whether problems differ by more than chance would have them. */
  isSpread: boolean;
}

export function countsOf(passed: ArrayLike<number>, all: ArrayLike<number>): Counts {
  const failed = Array.from(passed, (k, i) => all[i] - k);
  const passes = Array.from(passed).reduce((sum, k) => sum + k, 0);
  const fails = failed.reduce((sum, k) => sum + k, 0);
  const share = passes / (passes + fails);
  const excess = failed.reduce((sum, miss, i) => {
    const [hit, tries] = [passed[i], all[i]];
    return sum + (hit * (hit - 1)) / share + (miss * (miss - 1)) / (1 - share) - tries * (tries - 1);
  }, 0);
  const more = { passes: moreThan(passed), fails: moreThan(failed), samples: moreThan(all) };
  return { more, passes, fails, share, isSpread: excess > 0 };
}

function moreThan(values: ArrayLike<number>): Float64Array {
  const most = Array.from(values).reduce((a, b) => Math.max(a, b), 0);
  const counts = new Float64Array(most);
  for (let i = 0; i < values.length; i++) if (values[i] > 0) counts[values[i] - 1]++;
  for (let j = most - 2; j >= 0; j--) counts[j] += counts[j + 1];
  return counts;
}

/** `a log(a/(a+b)) + b log(b/(a+b))`, where 0 log 0 is 0. */
export function logPowers(a: number, b: number): number {
  const part = (x: number) => (x === 0 ? 0 : x * log(x / (a + b)));
  return part(a) + part(b);
}

export function logLikelihood({ more }: Counts, alpha: number, beta: number): number {
  const sum = (counts: Float64Array, x: number) => counts.reduce((all, count, j) => all + count * log(x + j), 0);
  return sum(more.passes, alpha) + sum(more.fails, beta) - sum(more.samples, alpha + beta);
}

/** The sums of `count / (x + j)` and of `count / (x + j)^2`. */
function slopes(counts: Float64Array, x: number): [number, number] {
  let [first, second] = [0, 0];
  for (let j = counts.length - 1; j >= 0; j--) {
    const share = 1 / (x + j);
    first += counts[j] * share;
    second += counts[j] * share * share;
  }
  return [first, second];
}

/** The model at which the likelihood is greatest; undefined where it rises towards the binomial limit. */
export function fitBetaBinomial(counts: Counts): { alpha: number; beta: number } | undefined {
  if (!counts.isSpread) return undefined;
  const { more, share } = counts;
  let alpha = share;
  let beta = 1 - share;
  let height = logLikelihood(counts, alpha, beta);
  for (let round = 0; round < 500; round++) {
    const [pass, passSquares] = slopes(more.passes, alpha);
    const [fail, failSquares] = slopes(more.fails, beta);
    const [all, allSquares] = slopes(more.samples, alpha + beta);
    // gradient and Hessian over the logarithms of alpha and beta
    const gradient = [alpha * (pass - all), beta * (fail - all)];
    const aa = gradient[0] + alpha * alpha * (allSquares - passSquares);
    const bb = gradient[1] + beta * beta * (allSquares - failSquares);
    const ab = alpha * beta * allSquares;
    let steps = newtonStep(gradient, aa, ab, bb);
    const size = Math.max(Math.abs(steps[0]), Math.abs(steps[1]));
    if (size < 1e-14) break;
    if (size > 2) steps = steps.map((step) => (2 * step) / size);
    // halved until the likelihood is no smaller, as far as it can be told
    for (let halving = 0; halving < 60; halving++) {
      const [a, b] = [alpha * exp(steps[0]), beta * exp(steps[1])];
      const there = logLikelihood(counts, a, b);
      if (there >= height - 1e-13 * Math.abs(height)) {
        [alpha, beta, height] = [a, b, there];
        break;
      }
      steps = steps.map((step) => step / 2);
    }
    // towards the binomial limit the likelihood is flat
    if (alpha + beta > 1e12) return undefined;
  }
  return { alpha, beta };
}

/** Newton's step to a maximum; where the likelihood does not bend downwards, one along the gradient. */
function newtonStep([ga, gb]: readonly number[], aa: number, ab: number, bb: number): number[] {
  const determinant = aa * bb - ab * ab;
  if (aa < 0 && determinant > 0) return [(ab * gb - bb * ga) / determinant, (ab * ga - aa * gb) / determinant];
  const scale = Math.max(Math.abs(aa), Math.abs(bb), Math.abs(ab));
  return [ga / scale, gb / scale];
}
