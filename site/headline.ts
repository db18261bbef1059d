// The sentence at the head of the page: what the formula says, what is true, and why they differ or do not. It is made from the numbers that are shown.

import { grouped, percent } from '../src/format/number';
import { log1p } from '../src/numerics/exp-log';
import { promptsWithSoMany } from './captions';
import type { MetricValues } from './explorer-metrics';
import type { MeanAtN, Overview } from './worker/view-types';

/** What the sentence needs of the reference that is open. */
export type HeadlineOverview = Pick<Overview, 'support' | 'means'> & { curves: Pick<Overview['curves'], 'expectedReward'> };

/** What it needs at one n. */
export interface HeadlineResult {
  values: Pick<MetricValues, 'kl' | 'klBound' | 'klGap' | 'klGapBound'>;
  reward?: MeanAtN;
}

/** Below this excess, as a part of the truth, the formula counts as nearly right. */
const NEARLY_RIGHT = 0.01;
/** An excess below this is not told from none. */
const NO_EXCESS = 1e-4;
/** From so many expected draws of the best reward on, it is the reason why further draws change little: one of them is there in half of the cases. */
const REACHED = Math.LN2;
/** Equal rewards among the draws are rare if there are fewer pairs of them than this, on average. */
const RARE = 0.1;

export function headline(n: number, overview: HeadlineOverview, result: HeadlineResult): string {
  if (overview.support === undefined) return ofMeans(n, overview, result.reward);
  const { kl, klBound, klGap } = result.values;
  if (kl === null || klBound === null) return '';
  const { blocks } = overview.support;
  if (n === 1)
    return blocks === 1
      ? 'With one draw nothing is chosen: the formula and the truth are both 0 nats.'
      : 'With one draw nothing is chosen yet: the formula and the truth are both 0 nats. Take a larger n.';
  if (blocks === 1)
    return `The formula says ${nats(klBound)}, the truth is 0: all rewards are equal, so that choosing the best changes nothing.`;
  const why = reasonsOf(n, overview.support.best, result.values.klGapBound ?? 0);
  if (klBound === Number.POSITIVE_INFINITY)
    return `The formula grows for ever, the truth stays at ${nats(kl)}, because ${why.far}.`;
  const excess = (klGap ?? klBound - kl) / kl;
  const says = `The formula says ${nats(klBound)}`;
  if (excess < NO_EXCESS) return `${says}, and that is right to within 0.01 %, because ${why.near}.`;
  if (excess < NEARLY_RIGHT) return `${says}, the truth is ${truth(kl)}: only ${tooMuch(excess)}, because ${why.near}.`;
  return `${says}, the truth is ${truth(kl)}: ${tooMuch(excess)}, because ${why.far}.`;
}

/**
 * Why the formula is too large, and why it is hardly too large: both are true of every reference, and which one is said depends on the excess.
 *
 * @param best - the probability of the best reward.
 * @param gapBound - the bound of theorem 3.4, which holds the chance that two draws have equal rewards.
 */
function reasonsOf(n: number, best: number, gapBound: number): { far: string; near: string } {
  const hasBest = `${one(best, 'draw', 'has', 'have')} the best reward`;
  const ties = gapBound / (2 * n * (n - 1));
  const isReached = n * -log1p(-best) >= REACHED;
  // the expected number of pairs of equal rewards among the draws, which is no less than the chance that there is one
  const pairs = ((n * (n - 1)) / 2) * ties;
  const isTold = Number.isInteger(n) && pairs < RARE;
  return {
    far: isReached
      ? hasBest.replace(/ (has|have) /, ' already $1 ')
      : `${one(ties, 'pair of draws', 'has', 'have')} equal rewards`,
    near: isTold ? `${oneSetIn(pairs)} sets of ${n} draws has the same reward twice` : `only ${hasBest}`,
  };
}

function oneSetIn(share: number): string {
  return share < 1e-6 ? 'less than one in a million' : `at most one in ${grouped(Math.floor(1 / share))}`;
}

const SMALL_NUMBERS = ['', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten', 'eleven', 'twelve'];
/** From this share on it is said in percent: one in two or in three is too coarse. */
const MIN_PERCENT = 0.29;

/** How many of all things are so, with the verb: `one draw in nine has`, `42 % of draws have`. */
function one(share: number, thing: string, singular: string, plural: string): string {
  if (share > 0.995) return `nearly every ${thing} ${singular}`;
  if (share >= MIN_PERCENT) return `${Math.round(100 * share)} % of ${thing.replace(/^\w+/, '$&s')} ${plural}`;
  if (share < 1e-9) return `less than one ${thing} in a billion ${singular}`;
  const number = Math.round(1 / share);
  const written = SMALL_NUMBERS[number] ?? grouped(number < 1000 ? number : Number(number.toPrecision(2)));
  return `one ${thing} in ${written} ${singular}`;
}

/** By how much the formula is too large, as a part of the truth. */
function tooMuch(excess: number): string {
  if (excess < 0.1) return `${percent(significant(excess, excess < NEARLY_RIGHT ? 1 : 2))} % too much`;
  if (excess < 4) return `${Math.round(100 * excess)} % too much`;
  if (excess > 1e6) return 'more than a million times as much';
  return `${grouped(Number(significant(excess + 1, 2)))} times as much`;
}

const significant = (x: number, digits: number) => Number(x.toPrecision(digits));

/** A divergence with two decimals, or with two digits where it is small. */
function nats(x: number): string {
  if (x === 0) return '0 nats';
  if (x < 1e-6) return 'less than a millionth of a nat';
  return `${x >= 0.095 ? x.toFixed(2) : Number(x.toPrecision(2))} nats`;
}

/** A divergence beside one that has its unit. */
const truth = (x: number) => nats(x).replace(/ nats$/, '');

/** Means over prompts have no KL divergence: what is said is what the best of n samples is worth. */
function ofMeans(n: number, { means, curves }: HeadlineOverview, reward: MeanAtN | undefined): string {
  if (means === undefined || reward === undefined || reward.mean === null) return '';
  const { mean, prompts } = reward;
  const of = prompts === means.prompts ? '' : `, where ${promptsWithSoMany(prompts, means.prompts)}`;
  // the means of fewer prompts are not those of all
  const single = prompts === means.prompts && n > 1 ? curves.expectedReward?.[0] : undefined;
  if (means.passes) {
    const than = single === undefined ? '' : `; of single samples, ${inPercent(single)} do`;
    return n === 1
      ? `Of single samples, ${inPercent(mean)} pass${of}. Take a larger n to keep the best of several.`
      : `At least one of ${n} samples passes for ${inPercent(mean)} of the prompts (pass@${n})${of}${than}.`;
  }
  const than = single === undefined || !Number.isFinite(single) ? '' : `, that of a single sample ${short3(single)}`;
  return n === 1
    ? `The mean reward of a single sample is ${short3(mean)}${of}. Take a larger n to keep the best of several.`
    : `The mean reward of the best of ${n} samples is ${short3(mean)}${of}${than}.`;
}

const short3 = (x: number) =>
  Number.isFinite(x) ? String(Number(x.toPrecision(3))) : Number.isNaN(x) ? 'undefined' : x > 0 ? '∞' : '−∞';

/** A share in percent, never rounded to all or none. */
export function inPercent(x: number): string {
  if (x > 0 && x < 0.001) return 'fewer than 0.1 %';
  if (x < 1 && x > 0.999) return 'more than 99.9 %';
  return `${Number((100 * x).toPrecision(3))} %`;
}
