// pass@k beyond the samples that there are, by a model, with how sure it is and how well it foretells what is known.

import { type BetaBinomial, betaBinomial } from './beta-binomial';
import { CONFIDENCE, SEED } from './defaults';
import { checkConfidence, checkWhole, fieldsOf, type Numbers, toDoubles } from './input/numbers';
import { logFail } from './numerics/beta-binomial-chance';
import { type Covariance, covarianceOf } from './numerics/beta-binomial-error';
import { exp, expm1, log } from './numerics/exp-log';
import { uniforms } from './numerics/random';
import { spreadOf } from './numerics/spread';
import { studentQuantile } from './numerics/student';
import { passAtK } from './pass-at-k';
import { clustersOf } from './prompt-means';
import { wholeNs } from './sample-batch-input';

/**
 * For which numbers of samples `extrapolatePassAtK` asks the model.
 *
 * @example
 * const correct = [3, 5, 0, 2, 8, 1, 4, 0, 6, 2];
 * extrapolatePassAtK(correct, Array(10).fill(8), { ns: [16], confidence: 0.9 }).rows[0].n; // → 16
 */
export interface ExtrapolateOptions {
  /** Numbers of samples, whole numbers >= 1, also beyond those that there are. */
  ns: Numbers;
  /** Confidence level of the intervals, strictly between 0 and 1. @default 0.95 */
  confidence?: number;
  /** For each prompt the group that it belongs to, whose prompts depend on each other. */
  clusters?: readonly (string | number)[];
  /** Seed of the choice of the samples that are held out, a whole number. @default 1 */
  seed?: number;
}

/**
 * What a model says of numbers of samples that no prompt has.
 *
 * @example
 * const correct = [3, 5, 0, 2, 8, 1, 4, 0, 6, 2];
 * const found = extrapolatePassAtK(correct, Array(10).fill(8), { ns: [32] });
 * found.rows[0].passAtK; // → 0.92475965
 * found.check.samples; // → 4
 */
export interface Extrapolation {
  /** The fitted model. */
  model: BetaBinomial;
  /** What it says at each n. */
  rows: {
    /** The number of samples. */
    n: number;
    /** The model's pass@n. */
    passAtK: number;
    /** The interval of the model's pass@k over prompts, if the model holds; null where the fit has no error. */
    interval: [number, number] | null;
  }[];
  /** Whether a fit to half of the samples of each prompt foretells pass@k at the smallest number of samples; null for fewer than four samples. */
  check: {
    /** The smallest number of samples that a prompt was fitted by. */
    samples: number;
    /** The n that was foretold. */
    n: number;
    /** What the model says there. */
    predicted: number;
    /** The mean of the unbiased estimates there. */
    observed: number;
    /** Its standard error over prompts; null for a single prompt. */
    standardError: number | null;
  } | null;
}

/**
 * pass@k by the beta-binomial model, fitted to how many samples of each prompt pass (Kazdan et al., arXiv:2510.05197). Its interval is made on the scale of
 * `log(-log(1 - pass@k))` by the delta method, with Student's t and a covariance that holds where the model is wrong too (White 1982); it says how the model
 * would vary with the prompts, not how wrong the model is. Where some prompts can never be passed, the model is too high at large k.
 *
 * @param correct - how many samples of each prompt pass.
 * @param samples - how many samples each prompt has.
 * @throws TypeError if an argument has the wrong type; RangeError if there is no prompt, or a number is out of range.
 *
 * @example
 * const correct = [3, 5, 0, 2, 8, 1, 4, 0, 6, 2];
 * const { rows } = extrapolatePassAtK(correct, Array(10).fill(8), { ns: [8, 64] });
 * rows.map(({ passAtK }) => passAtK); // → [0.80113286, 0.95471933]
 */
export function extrapolatePassAtK(correct: Numbers, samples: Numbers, options: ExtrapolateOptions): Extrapolation {
  const given = fieldsOf('options', options, ['ns', 'confidence', 'clusters', 'seed']);
  const { confidence = CONFIDENCE, seed = SEED } = given;
  const ns = wholeNs(given.ns);
  checkConfidence(confidence);
  checkWhole('seed', seed, Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER);
  const model = betaBinomial(correct, samples);
  const [passed, all] = [toDoubles('correct', correct), toDoubles('samples', samples)];
  const clusters = given.clusters === undefined ? undefined : clustersOf(given.clusters, passed.length);
  const intervalAt = intervalOf(model, passed, all, confidence, clusters?.of);
  return {
    model,
    rows: ns.map((n) => ({ n, passAtK: model.passAtK(n), interval: intervalAt?.(n) ?? null })),
    check: checkOf(passed, all, seed),
  };
}

/** Returns the function from n to the interval; undefined where the fit has no error. */
function intervalOf(
  { alpha, beta, limit }: BetaBinomial,
  passed: ArrayLike<number>,
  all: ArrayLike<number>,
  confidence: number,
  clusters?: ArrayLike<number>
): ((n: number) => [number, number]) | undefined {
  if (limit !== undefined || alpha === null || beta === null) return undefined;
  const covariance = covarianceOf(passed, all, { alpha, beta }, clusters);
  if (covariance.units < 3) return undefined;
  const t = studentQuantile(confidence, covariance.units - 2);
  return (n) => {
    const centre = log(-logFail(alpha, beta, n));
    const half = t * errorAt(alpha, beta, n, covariance);
    const passAt = (x: number) => -expm1(-exp(x));
    return [passAt(centre - half), passAt(centre + half)];
  };
}

/** A step in the logarithms of alpha and beta: small beside how sharply the model bends, and large beside rounding. */
const STEP = 1e-4;

/** The standard error of `log(-log(1 - pass@n))`. */
function errorAt(alpha: number, beta: number, n: number, { aa, ab, bb }: Covariance): number {
  const at = (a: number, b: number) => log(-logFail(alpha * exp(a), beta * exp(b), n));
  const slopeA = (at(STEP, 0) - at(-STEP, 0)) / (2 * STEP);
  const slopeB = (at(0, STEP) - at(0, -STEP)) / (2 * STEP);
  return Math.sqrt(Math.max(0, slopeA * slopeA * aa + 2 * slopeA * slopeB * ab + slopeB * slopeB * bb));
}

/** Fewer samples cannot be parted into two that are worth a fit. */
const MIN_CHECKED = 4;

function checkOf(passed: ArrayLike<number>, all: ArrayLike<number>, seed: number): Extrapolation['check'] {
  const n = Array.from(all).reduce((least, size) => Math.min(least, size), Infinity);
  if (n < MIN_CHECKED) return null;
  const random = uniforms(seed);
  // in an order of their own, so that it does not matter in which the prompts are given
  const prompts = Array.from(all, (size, i) => ({ size, passed: passed[i] })).sort(
    (a, b) => a.size - b.size || a.passed - b.passed
  );
  const halves = prompts.map(({ size }) => Math.floor(size / 2));
  const kept = prompts.map(({ size, passed: own }, i) => passedOf(halves[i], own, size, random));
  const predicted = betaBinomial(kept, halves).passAtK(n);
  const { mean, standardError } = spreadOf(Float64Array.from(all, (size, i) => passAtK(size, passed[i], n)));
  return { samples: Math.floor(n / 2), n, predicted, observed: mean as number, standardError };
}

/** How many of some samples that are drawn at random pass, of all of which so many pass. */
function passedOf(drawn: number, passed: number, all: number, random: () => number): number {
  let hits = 0;
  for (let i = 0; i < drawn; i++) if (random() * (all - i) < passed - hits) hits++;
  return hits;
}
