// The charts of the page, and the sentence that explains each.

import { STYLES, type Style } from './charts/style';
import { type Field, LABELS } from './fields';
import type { CardOptions } from './views/card';

type Fields = readonly (readonly [Field, Style])[];

export interface OverNCard extends CardOptions {
  fields: Fields;
  y: { label: string; type?: 'log'; domain?: [number, number]; ticks?: number; tickFormat?: (y: number) => string };
}

const overN = (options: Omit<OverNCard, 'legend'>): OverNCard => ({
  ...options,
  legend: options.fields.map(([field, style]) => [LABELS[field], style] as const),
});

export const OVER_N: readonly OverNCard[] = [
  overN({
    id: 'kl',
    title: 'KL divergence from the reference',
    text: 'The formula that the literature reports is an upper bound only (theorem 3.1): it rises for ever, while the exact value levels off at −log of the best outcome’s probability. The estimator of section 4 needs no more than the probability of the outcome drawn; it comes close where no rewards tie.',
    fields: [
      ['kl', STYLES.exact],
      ['klBound', STYLES.bound],
      ['klEstimate', STYLES.estimator],
    ],
    y: { label: 'nats' },
  }),
  overN({
    id: 'gap',
    title: 'How far the formula is off',
    text: 'What the formula has too much, and the bound that theorem 3.4 puts on that: small while n is small beside the number of likely outcomes.',
    fields: [
      ['klGap', STYLES.exact],
      ['klGapBound', STYLES.bound],
    ],
    y: { label: 'nats (logarithmic)', type: 'log', ticks: 6, tickFormat: (y) => `1e${Math.round(Math.log10(y))}` },
  }),
  overN({
    id: 'win-rate',
    title: 'Win rate against the reference',
    text: 'The chance that a best-of-n draw beats one reference draw, a tie counting one half; never more than n/(n+1) (theorem 5.3), which only a reference without likely outcomes comes near.',
    fields: [
      ['winRate', STYLES.exact],
      ['winRateBound', STYLES.bound],
    ],
    y: { label: 'win rate', domain: [0.5, 1] },
  }),
  overN({
    id: 'reward',
    title: 'Expected reward',
    text: 'The mean reward of the winner among n draws (section 2): it rises with every further draw, by less each time, to the highest reward.',
    fields: [['expectedReward', STYLES.exact]],
    y: { label: 'reward' },
  }),
];

export const TRADE_OFF: CardOptions = {
  id: 'trade-off',
  title: 'What a nat of KL divergence buys',
  text: 'At equal KL divergence no policy does better than the tilted one, the KL-regularised optimum (section 7); best-of-n comes close to it, and the threshold policy, which draws until a reward is reached (section 6), a little less so.',
  legend: [
    ['best-of-n', STYLES.exact],
    ['tilted: the best possible', STYLES.optimum],
    ['threshold', STYLES.estimator],
  ],
};

export const DISTRIBUTION: CardOptions = {
  id: 'distribution',
  title: 'The policies themselves',
  text: 'Best-of-n moves probability to the outcomes of highest reward: rank by rank it is F<sup>n</sup> less its value just below (section 2), where F is the chance that a reference draw is no better. The area below a line is a probability.',
  legend: [
    ['best-of-n', STYLES.exact],
    ['reference', STYLES.reference],
  ],
};
