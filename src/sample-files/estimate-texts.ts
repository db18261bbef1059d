// What people read about each estimate: heads of columns, titles and axes of charts, and the formula that it is compared with.

import type { EstimateField } from '../estimate-fields';
import { klBound, winRateBound } from '../index';
import { commandName } from './estimate-words';

interface EstimateTexts {
  /**
   * The head of its column in tables, and its name on the explorer's page.
   *
   * @param reward - the column of the reward.
   * @param member - the argument of a member of a family, such as the name of a score; '' for other estimates.
   */
  head(reward: string, member: string): string;
  /** The title of its chart. */
  title(reward: string, member: string): string;
  /** The label of the chart's axis, where it is not the head of the column. */
  axis?: string;
  /** Whether tables for people show the interval beside the mean: with one for every estimate they would be too wide to read. */
  hasInterval?: true;
  /** The formula of n alone that the estimate is compared with. */
  formula?: {
    label: string;
    at(n: number): number;
    /** The head of its column, where tables show it beside the mean. */
    head?: string;
  };
}

export const ESTIMATE_TEXTS = {
  expectedReward: { head: (reward) => reward, title: (reward) => `${reward} of the best of n`, hasInterval: true },
  winRate: {
    head: () => 'win rate',
    title: () => 'Win rate of the best of n against one more sample',
    formula: { label: 'bound n/(n+1)', at: winRateBound },
  },
  klEstimate: {
    head: () => 'KL estimate',
    title: () => 'KL divergence from the reference',
    axis: 'nats',
    formula: { label: 'formula log n − (n−1)/n', at: klBound, head: 'KL bound' },
  },
  scores: { head: (_, score) => score, title: (reward, score) => `${score} of the best of n by ${reward}` },
  estimates: { head: (_, name) => commandName(name), title: (_, name) => `${commandName(name)}, at k = n` },
} as const satisfies Record<EstimateField | 'estimates', EstimateTexts>;

export const textsOf = (field: EstimateField | 'estimates'): EstimateTexts => ESTIMATE_TEXTS[field];
