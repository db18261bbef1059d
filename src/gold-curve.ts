// A proxy reward against a gold score: what choosing by the one does to the other, and how far it can be pushed.

import { klBound } from './bounds';
import { CONFIDENCE } from './defaults';
import { coded } from './errors';
import { type GaoFit, gaoFit } from './gao-fit';
import { checkConfidence, fieldsOf, type Numbers } from './input/numbers';
import { noScore } from './input/scores';
import { exp, log } from './numerics/exp-log';
import { powersOfTwo } from './numerics/grids';
import { ROUNDING, sizeOfPairs } from './numerics/rounding';
import { spreadOf } from './numerics/spread';
import { pairedDifference } from './paired-difference';
import { estimatesOfPrompts, samplesOfPrompts } from './prompts';
import type { RunEstimates } from './run-estimates';
import { wholeNs } from './sample-batch-input';
import type { Samples } from './samples';

/**
 * Which score is gold, and at which numbers of samples it is looked at.
 *
 * @example
 * const prompts = [[1, 0], [0, 1]].map((gold) => Samples.from({ rewards: [1, 2], scores: { gold } }));
 * goldCurve(prompts, { score: 'gold', ns: [1, 2], confidence: 0.9 }).points.length; // → 2
 */
export interface GoldOptions {
  /** The name of the gold score. */
  score: string;
  /** The numbers of samples, whole numbers >= 1, that every prompt has, and n = 1, which gains are counted from; by default the powers of two up to the
   *  smallest number of samples. */
  ns?: Numbers;
  /** Confidence level, strictly between 0 and 1, of what is said of all n at once. @default 0.95 */
  confidence?: number;
  /** For each prompt the group that it belongs to, whose prompts depend on each other. */
  clusters?: readonly (string | number)[];
}

/**
 * Proxy and gold at one n.
 *
 * @example
 * const prompts = [[1, 0], [0, 1]].map((gold) => Samples.from({ rewards: [1, 2], scores: { gold } }));
 * const [, point] = goldCurve(prompts, { score: 'gold' }).points;
 * [point.n, point.reward, point.gold]; // → [2, 2, 0.5]
 */
export interface GoldPoint {
  /** The number of samples. */
  n: number;
  /** The KL divergence from the reference, in nats: the mean estimate, or the formula `log n - (n-1)/n`. */
  kl: number;
  /** Its square root, which the scaling laws of over-optimisation are written in. */
  distance: number;
  /** The mean reward of the best of n. */
  reward: number;
  /** The mean gold score of the best of n by reward. */
  gold: number;
  /** The mean difference of the gold score from that at n = 1. */
  gain: number;
  /** An interval of `gain` so wide that those of all n hold the truth at once with the given confidence; null where prompts do not tell an error. */
  band: [number, number] | null;
}

/**
 * What choosing by a reward does to a gold score.
 *
 * @example
 * const prompts = [[1, 0], [0, 1]].map((gold) => Samples.from({ rewards: [1, 2], scores: { gold } }));
 * const { peak, divergence } = goldCurve(prompts, { score: 'gold' });
 * [peak.n, divergence]; // → [ 1, 'formula' ]
 */
export interface GoldCurve {
  /** The name of the gold score. */
  score: string;
  /** How many prompts there are. */
  prompts: number;
  /** Where the divergences come from: the estimate from `logProbs`, where all samples have them, or the formula, which is an upper bound. */
  divergence: 'estimate' | 'formula';
  /** The confidence level. */
  confidence: number;
  /** A point for each n, 1 among them. */
  points: GoldPoint[];
  /** Where the gold score is highest: the smallest such n, and the value there. */
  peak: {
    /** The number of samples. */
    n: number;
    /** The mean gold score there. */
    value: number;
    /** The smallest and the largest n whose gold score is not certainly lower than that of the peak. */
    between: [number, number];
  };
  /** The largest n at which, with the given confidence, gold is not lower than at n = 1; null where this is certain of none. Where the gold score never
   *  changes, the largest n there is. */
  harmless: number | null;
  /** The smallest n at which gold is certainly lower than at n = 1; null if there is none. */
  harmful: number | null;
  /** The curve of Gao et al. through the gains, over the square root of the divergence; null for fewer than three n, or where the gold score never changes. */
  fit: GaoFit | null;
}

/**
 * The gold score of the best of n by reward, over n and over the square root of the KL divergence. What is said to be certain is so for all n at once: the
 * level of each difference is widened by Šidák's rule, and differences are taken prompt by prompt.
 *
 * @param prompts - the samples of each prompt, with the gold score among their scores.
 * @throws TypeError if an argument has the wrong type; RangeError if there is no prompt, a prompt lacks the score or has fewer samples than some n, a score
 *   is infinite, or an option is out of range.
 *
 * @example
 * // the reward likes long answers, the judge only up to a point
 * const prompts = [1, 2, 3, 4].map((shift) => {
 *   const rewards = [1, 2, 3, 4, 5, 6, 7, 8];
 *   return Samples.from({ rewards, scores: { gold: rewards.map((x) => x * (12 - x) + shift * (x % 2)) } });
 * });
 * const { peak, harmless } = goldCurve(prompts, { score: 'gold' });
 * peak.n; // → 4
 * harmless; // → 8
 */
export function goldCurve(prompts: Iterable<Samples>, options: GoldOptions): GoldCurve {
  const {
    score,
    ns,
    confidence = CONFIDENCE,
    clusters,
  } = fieldsOf('options', options, ['score', 'ns', 'confidence', 'clusters']);
  checkConfidence(confidence);
  const all = samplesOfPrompts(prompts);
  const grid = ns === undefined ? undefined : wholeNs(ns);
  let least = Infinity;
  all.forEach((samples, i) => {
    if (!samples.scoreNames.includes(score)) throw noScore(score, samples.scoreNames, `prompt ${i}: `, i);
    least = Math.min(least, samples.size);
  });
  grid?.forEach((n, i) => {
    if (n > least)
      throw coded(RangeError, 'OUT_OF_RANGE', `ns[${i}] is ${n}, expected at most the smallest number of samples, ${least}`, i);
  });
  const used = withOne(grid ?? powersOfTwo(least));
  return goldCurveOf(estimatesOfPrompts(all, used), { ns: used, score, confidence, clusters });
}

/** The numbers of samples with 1 among them, which gains are over. */
export const withOne = (ns: readonly number[]): readonly number[] => (ns.includes(1) ? ns : [1, ...ns]);

/** The same from estimates that every prompt has at every n, n = 1 among them. */
export function goldCurveOf(
  estimates: RunEstimates,
  {
    ns,
    score,
    confidence,
    clusters,
  }: { ns: readonly number[]; score: string; confidence: number; clusters?: readonly (string | number)[] }
): GoldCurve {
  const columns = ns.map((_, i) => Float64Array.from(estimates.column(`scores.${score}`, i)));
  columns.forEach((column, i) => {
    const at = column.findIndex((x) => !Number.isFinite(x));
    if (at < 0) return;
    const what = `prompt ${at} has the ${score} ${column[at]} at n = ${ns[i]}`;
    throw coded(RangeError, 'OUT_OF_RANGE', `${what}, expected finite scores`, at);
  });
  const means = (key: string) => ns.map((_, i) => spreadOf(Float64Array.from(estimates.column(key, i))).mean as number);
  const golds = columns.map((column) => spreadOf(column).mean as number);
  const kls = estimates.keys.includes('klEstimate') ? means('klEstimate') : [];
  const hasEstimate = kls.length > 0 && kls.every((kl) => Number.isFinite(kl));
  const rewards = means('expectedReward');
  const ofEach = exp(log(confidence) / Math.max(1, ns.length - 1));
  const differ = (i: number, j: number) => differenceOf(columns[i], columns[j], { confidence: ofEach, clusters });

  const first = ns.indexOf(1);
  const gains = ns.map((_, i) => differ(i, first));
  const points = ns.map((n, i): GoldPoint => {
    const kl = hasEstimate ? kls[i] : klBound(n);
    return { n, kl, distance: Math.sqrt(kl), reward: rewards[i], gold: golds[i], gain: gains[i].mean, band: gains[i].band };
  });
  const highest = golds.reduce((best, gold, i) => (gold > golds[best] ? i : best), 0);
  // what is as high, up to rounding, at fewer samples is the peak
  const top = ns.reduce((best, n, i) => (n < ns[best] && differ(i, highest).mean === 0 ? i : best), highest);
  const close = ns.filter((_, i) => i === top || !isBelow(differ(i, top)));
  const later = ns.map((n, i) => ({ n, gain: gains[i] })).filter((_, i) => i !== first);
  const harmless = later.filter(({ gain }) => isNotBelow(gain)).map(({ n }) => n);
  const harmful = later.filter(({ gain }) => isBelow(gain)).map(({ n }) => n);
  const changes = points.some(({ gain }) => gain !== 0);
  return {
    score,
    prompts: columns[0].length,
    divergence: hasEstimate ? 'estimate' : 'formula',
    confidence,
    points,
    peak: { n: ns[top], value: golds[top], between: [Math.min(...close), Math.max(...close)] },
    harmless: changes ? (harmless.length > 0 ? Math.max(...harmless) : null) : Math.max(...ns),
    harmful: harmful.length > 0 ? Math.min(...harmful) : null,
    fit: changes ? fitOf(points) : null,
  };
}

interface Difference {
  mean: number;
  band: [number, number] | null;
}

/** The mean difference of two columns, 0 where it is rounding, with its interval where the prompts differ among themselves by more than rounding. */
function differenceOf(
  a: Float64Array,
  b: Float64Array,
  options: { confidence: number; clusters?: readonly (string | number)[] }
): Difference {
  const { mean, interval, standardError, clusteredStandardError } = pairedDifference(a, b, options);
  const rounding = ROUNDING * sizeOfPairs(a, b);
  const varies = (clusteredStandardError ?? standardError ?? 0) > rounding;
  return { mean: Math.abs(mean) > rounding ? mean : 0, band: varies ? interval : null };
}

/** Where prompts do not tell an error, nothing is certain. */
const isBelow = ({ band }: Difference) => band !== null && band[1] < 0;
const isNotBelow = ({ band }: Difference) => band !== null && band[0] >= 0;

/** Of divergences that are estimated, some may be negative or no number. */
function fitOf(points: readonly GoldPoint[]): GaoFit | null {
  const usable = points.filter(({ distance }) => Number.isFinite(distance));
  const distances = usable.map(({ distance }) => distance);
  if (new Set(distances.filter((d) => d > 0)).size < 2) return null;
  return gaoFit(
    distances,
    usable.map(({ gain }) => gain)
  );
}
