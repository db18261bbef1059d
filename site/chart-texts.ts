// The cards of the page: which metrics each chart draws, its axis and its title. What is said of it is made in captions.ts from what it draws.

import { type Caption, gapCaption, klCaption, rewardCaption, winRateCaption } from './captions';
import { type SeriesStyle, STYLES } from './charts/style';
import { OTHER_POLICIES } from './charts/trade-off';
import { EXPLORER_METRICS, type ExplorerMetric } from './explorer-metrics';
import type { CardOptions } from './page/card';

export interface OverNCardOptions extends CardOptions {
  /** The metrics, from the one that is drawn first to the one on top. */
  metrics: readonly (readonly [ExplorerMetric, SeriesStyle])[];
  caption: Caption;
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
    caption: klCaption,
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
    caption: gapCaption,
    metrics: [
      ['klGap', STYLES.exact],
      ['klGapBound', STYLES.bound],
    ],
    y: { label: 'nats (logarithmic)', type: 'log', ticks: 6, tickFormat: (y) => `1e${Math.round(Math.log10(y))}` },
  }),
  overN({
    id: 'win-rate',
    title: 'Win rate against the reference',
    caption: winRateCaption,
    metrics: [
      ['winRate', STYLES.exact],
      ['winRateBound', STYLES.bound],
    ],
    y: { label: 'win rate', domain: [0.5, 1] },
  }),
  overN({
    id: 'reward',
    title: 'Expected reward',
    caption: rewardCaption,
    metrics: [['expectedReward', STYLES.exact]],
    y: { label: 'reward' },
  }),
];

export const TRADE_OFF: CardOptions = {
  id: 'trade-off',
  title: 'What a nat of KL divergence buys',
  legend: [['best-of-n', STYLES.exact], ...OTHER_POLICIES.map(({ label, style }) => [label, style] as const)],
};

export const DISTRIBUTION: CardOptions = {
  id: 'distribution',
  title: 'The policies themselves',
  legend: [
    ['best-of-n', STYLES.exact],
    ['reference', STYLES.reference],
  ],
};
