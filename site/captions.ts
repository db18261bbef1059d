// What the page says about its charts in words. Each sentence is made from the very numbers that are drawn, so that none is said of a reference for which it
// is not true. All of it is plain text.

import { count, grouped, percent, short } from '../src/format/number';
import { EXPLORER_METRICS, type ExplorerMetric, isEstimate } from './explorer-metrics';
import type { Goal } from './goals';
import { GOALS } from './goals';
import { nText } from './n-range';
import { MAX_BARS } from './worker/reward-ends';
import type { TradeOff } from './worker/trade-off';
import type { MeanAtN, Overview, SmallestN } from './worker/view-types';
import { maxNIn } from './worker/view-types';

/** The text above a chart against n. */
export type Caption = (overview: Overview) => string;

/** Some or all prompts, such as `2 of the 3 prompts`. */
function promptsOf(some: number, all: number): string {
  if (all === 1) return 'the only prompt';
  return some === all ? `all ${grouped(all)} prompts` : `${grouped(some)} of the ${grouped(all)} prompts`;
}

/** Which prompts have so many samples, such as `2 of the 3 prompts have so many samples`. */
export function promptsWithSoMany(some: number, all: number): string {
  return `${promptsOf(some, all)} ${some === 1 ? 'has' : 'have'} so many samples`;
}

/** What the lines of means are of, and the bands around them. Nothing for a whole support, whose values are exact. */
function meansText({ means, bands, counts }: Overview, metrics: readonly ExplorerMetric[]): string {
  const drawn = metrics.filter(isEstimate).filter((metric) => counts[metric]?.some((prompts) => prompts > 0));
  if (means === undefined || drawn.length === 0) return '';
  const hasBand = drawn.some((metric) => bands[metric]?.low.some(Number.isFinite));
  const band = hasBand ? `; the shaded band is the ${percent(means.confidence)} % confidence interval of the mean` : '';
  // the win rate compares the best of n with one sample more
  const [last, enough] = drawn.includes('winRate')
    ? [means.least - 1, 'a sample more than that']
    : [means.least, 'so many samples'];
  const breaks =
    means.least < means.most
      ? ` Beyond n = ${grouped(last)}${last >= 1 ? ', the dashed upright line,' : ''} fewer prompts have ${enough}: the line breaks wherever the prompts change.`
      : '';
  return ` The line is the mean over ${count(means.prompts, 'prompt')}${band}.${breaks}`;
}

const NEVER_SAMPLED = 'The exact value is not known from samples.';

export const klCaption: Caption = (overview) => {
  const formula = 'The formula that the literature reports is only an upper bound (theorem 3.1)';
  if (overview.support === undefined) {
    const estimator =
      overview.curves.klEstimate === undefined
        ? 'The estimator of section 4 would need the log-probabilities of the samples.'
        : 'The estimator of section 4 needs only the probability of the outcome drawn, and takes rewards for distinct.';
    return `${NEVER_SAMPLED} ${formula}. ${estimator}${meansText(overview, ['klEstimate'])}`;
  }
  const { maxKl, best, outcomes, blocks } = overview.support;
  const estimator = 'The estimator of section 4 needs only the probability of the outcome drawn';
  const ties =
    blocks < outcomes ? 'it cannot see that rewards tie, as they do here' : 'it is made for rewards that do not tie, as here';
  if (maxKl === 0) return `${formula}: it rises for ever, while the exact value is 0 at every n, because all rewards tie.`;
  return `${formula}: it rises for ever, while the exact value levels off at ${short(maxKl)} nats, −log of ${short(best)}, the probability of the best reward. ${estimator}; ${ties}.`;
};

export const gapCaption: Caption = ({ support }) =>
  support === undefined
    ? NEVER_SAMPLED
    : 'By how much the formula exceeds the exact value, and the bound that theorem 3.4 puts on that: small while n is small compared with the number of likely outcomes.';

export const winRateCaption: Caption = (overview) =>
  overview.support === undefined
    ? `The chance that the best of n samples beats one more, a tie counting one half; n/(n+1) where no rewards tie, and less where they do.${meansText(overview, ['winRate'])}`
    : 'The chance that a best-of-n draw beats one reference draw, a tie counting one half; never more than n/(n+1) (theorem 5.3), which only a reference without likely outcomes comes near.';

export const rewardCaption: Caption = (overview) => {
  const { support, means } = overview;
  const mean = means?.passes
    ? 'The chance that at least one of n samples passes (pass@n), which is the mean reward of the best of them.'
    : 'The mean reward of the winner among n samples.';
  if (support === undefined) return `${mean}${meansText(overview, ['expectedReward'])}`;
  const { low, high } = support.infinite;
  if (low > 0 && high > 0)
    return 'The mean reward of the winner among n draws (section 2): undefined at every n, because rewards of −∞ and of ∞ both have some probability.';
  if (low + high > 0)
    return `The mean reward of the winner among n draws (section 2): ${high > 0 ? '∞' : '−∞'} at every n, because an infinite reward has some probability.`;
  if (support.blocks === 1)
    return 'The mean reward of the winner among n draws (section 2): the same at every n, because all rewards tie.';
  return 'The mean reward of the winner among n draws (section 2): it rises with every further draw, by less each time, to the highest reward.';
};

/** The text above the trade-off: of best-of-n alone, or also of the other policies, once they are drawn, and of the second reference. */
export function tradeOffCaption({ bins }: Overview, others: TradeOff | undefined, hasSecond = false): string {
  if (bins === null) return 'Win rate or reward against KL divergence needs the distribution of a single prompt.';
  const second = hasSecond
    ? ' B stands at its divergence from B itself, and only the first reference has the other policies.'
    : '';
  if (others === undefined) return `What best-of-n reaches at each KL divergence from the reference.${second}`;
  return `At equal KL divergence no policy does better than the tilted one, the KL-regularised optimum (section 7). Best-of-n lies on that line or below it, and so do the threshold policies, which draw until a reward is reached (section 6).${second}`;
}

export const distributionCaption: Caption = ({ bins }) =>
  bins === null
    ? 'Samples of many prompts have no single distribution.'
    : 'Best-of-n moves probability to the outcomes of highest reward: rank by rank it is Fⁿ minus its value just below (section 2), where F is the chance that a reference draw is no better. The area below a line is a probability.';

/** The same for the policies by reward. */
export const byRewardCaption: Caption = ({ bins, support }) => {
  if (bins === null || support === undefined) return 'Samples of many prompts have no single distribution.';
  if (support.blocks === 1) return 'All rewards tie, so that best-of-n is the reference itself at every n.';
  return support.blocks <= MAX_BARS
    ? 'Best-of-n moves probability to the highest rewards (section 2). Each pair of bars is one reward: how likely it is under the reference, and of the best of n draws.'
    : 'The chance of a reward up to the one on the axis: F for the reference, and Fⁿ for best-of-n, because all n draws must be that low (section 2). The further right a line rises, the better the policy.';
};

/** What a chart against n shows, for readers who do not see it: the series that are drawn, and no other. */
export function overNSummary(title: string, drawn: readonly ExplorerMetric[], maxN: number): string {
  const labels = drawn.map((metric) => EXPLORER_METRICS[metric].label).join(', ');
  return `${title} against n from 1 to ${nText(maxN)}: ${labels === '' ? 'no finite value' : `${labels}. The table has the numbers`}.`;
}

export function tradeOffSummary(goal: Goal, maxKl: number, others: TradeOff | undefined, hasSecond = false): string {
  const own = others === undefined ? 'best-of-n' : 'best-of-n, tilted and threshold policies';
  const policies = hasSecond ? `${own}, and best-of-n from B` : own;
  return `${GOALS[goal].axis} against KL divergence of ${policies}, from 0 to ${maxKl.toFixed(2)} nats.`;
}

/** What the means at one n are of, and how sure the reward's is; '' for a whole support. */
export function meansAtN(n: number, { means }: Overview, reward: MeanAtN | undefined): string {
  if (means === undefined || reward === undefined) return '';
  const { prompts, mean, standardError, interval } = reward;
  const of = `At n = ${n}: ${promptsWithSoMany(prompts, means.prompts)}.`;
  const error = standardError === null ? 'no standard error of fewer than two prompts' : `standard error ${short(standardError)}`;
  const ends = interval === null ? '' : `, ${percent(means.confidence)} % interval ${interval.map(short).join(' to ')}`;
  return mean === null ? of : `${of} Expected reward ${short(mean)}, ${error}${ends}.`;
}

/** @param overview - what is open: samples have estimates up to the most of a prompt, a support has values for any n. */
export function smallestText({ n, of }: SmallestN, overview: Overview | undefined): string {
  if (n === Number.POSITIVE_INFINITY)
    return overview?.sampled
      ? `No n up to ${grouped(maxNIn(overview))}, the most samples of a prompt, reaches it.`
      : 'No number of samples reaches it.';
  return `n = ${nText(n)}${of === undefined ? '' : `, where ${promptsWithSoMany(of.prompts, of.all)}`}`;
}
