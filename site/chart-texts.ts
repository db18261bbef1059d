// The cards of the page: which metrics each chart draws, and the sentences that explain it.

import { type SeriesStyle, STYLES } from './charts/style';
import { OTHER_POLICIES } from './charts/trade-off';
import { EXPLORER_METRICS, type ExplorerMetric } from './explorer-metrics';
import type { CardOptions } from './page/card';

export interface OverNCardOptions extends CardOptions {
  /** The metrics, from the one that is drawn first to the one on top. */
  metrics: readonly (readonly [ExplorerMetric, SeriesStyle])[];
  y: { label: string; type?: 'log'; domain?: [number, number]; ticks?: number; tickFormat?: (y: number) => string };
}

const overN = (options: Omit<OverNCardOptions, 'legend'>): OverNCardOptions => ({
  ...options,
  legend: options.metrics.map(([metric, style]) => [EXPLORER_METRICS[metric].label, style] as const),
});

export const OVER_N: readonly OverNCardOptions[] = [
  overN({
    id: 'kl',
    title: 'KL divergence from the reference',
    text: 'The formula that the literature reports is only an upper bound (theorem 3.1): it rises for ever, while the exact value levels off at −log of the best outcome’s probability. The estimator of section 4 needs only the probability of the outcome drawn; it comes close where no rewards tie.',
    metrics: [
      ['kl', STYLES.exact],
      ['klBound', STYLES.bound],
      ['klEstimate', STYLES.estimator],
    ],
    y: { label: 'nats' },
  }),
  overN({
    id: 'gap',
    title: 'How far the formula is off',
    text: 'By how much the formula exceeds the exact value, and the bound that theorem 3.4 puts on that: small while n is small compared with the number of likely outcomes.',
    metrics: [
      ['klGap', STYLES.exact],
      ['klGapBound', STYLES.bound],
    ],
    y: { label: 'nats (logarithmic)', type: 'log', ticks: 6, tickFormat: (y) => `1e${Math.round(Math.log10(y))}` },
  }),
  overN({
    id: 'win-rate',
    title: 'Win rate against the reference',
    text: 'The chance that a best-of-n draw beats one reference draw, a tie counting one half; never more than n/(n+1) (theorem 5.3), which only a reference without likely outcomes comes near.',
    metrics: [
      ['winRate', STYLES.exact],
      ['winRateBound', STYLES.bound],
    ],
    y: { label: 'win rate', domain: [0.5, 1] },
  }),
  overN({
    id: 'reward',
    title: 'Expected reward',
    text: 'The mean reward of the winner among n draws (section 2): it rises with every further draw, by less each time, to the highest reward.',
    metrics: [['expectedReward', STYLES.exact]],
    y: { label: 'reward' },
  }),
];

export const TRADE_OFF: CardOptions = {
  id: 'trade-off',
  title: 'What a nat of KL divergence buys',
  text: 'At equal KL divergence no policy does better than the tilted one, the KL-regularised optimum (section 7); best-of-n comes close to it, and the threshold policy, which draws until a reward is reached (section 6), a little less so.',
  legend: [['best-of-n', STYLES.exact], ...OTHER_POLICIES.map(({ label, style }) => [label, style] as const)],
};

export const DISTRIBUTION: CardOptions = {
  id: 'distribution',
  title: 'The policies themselves',
  text: 'Best-of-n moves probability to the outcomes of highest reward: rank by rank it is F<sup>n</sup> minus its value just below (section 2), where F is the chance that a reference draw is no better. The area below a line is a probability.',
  legend: [
    ['best-of-n', STYLES.exact],
    ['reference', STYLES.reference],
  ],
};
