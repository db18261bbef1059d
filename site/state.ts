// What the reader has chosen, kept in the page's address so that a link shows the same.

import type { Targets, Value } from './fields';
import { isReferenceName, type SoftmaxRewards } from './references';

export interface State {
  /** The name of the reference. */
  reference: string;
  temperature: number;
  rewards: SoftmaxRewards;
  n: number;
  /** What the trade-off sets against KL. */
  value: Value;
  targets: Targets;
}

export const START: State = {
  reference: 'uniform-100',
  temperature: 0.8,
  rewards: 'independent',
  n: 16,
  value: 'winRate',
  targets: { winRate: 0.9 },
};

const REWARDS: readonly SoftmaxRewards[] = ['independent', 'likely', 'unlikely'];

/** The state in the part of an address after #; whatever is not a state of the page is as at the start. */
export function stateIn(hash: string): State {
  const fields = new URLSearchParams(hash.replace(/^#/, ''));
  const numberIn = (name: string, least: number, most: number) => {
    const value = Number(fields.get(name) ?? Number.NaN);
    return value >= least && value <= most ? value : undefined;
  };
  const reference = fields.get('reference') ?? '';
  const rewards = REWARDS.find((name) => name === fields.get('rewards'));
  const targets = {
    ...optional('winRate', numberIn('winRate', 0, 1)),
    ...optional('expectedReward', numberIn('reward', -Number.MAX_VALUE, Number.MAX_VALUE)),
  };
  return {
    reference: isReferenceName(reference) ? reference : START.reference,
    temperature: numberIn('temperature', 0.1, 2) ?? START.temperature,
    rewards: rewards ?? START.rewards,
    n: numberIn('n', 1, Number.MAX_VALUE) ?? START.n,
    value: fields.get('value') === 'reward' ? 'expectedReward' : 'winRate',
    targets: fields.size === 0 ? START.targets : targets,
  };
}

export function hashOf({ reference, temperature, rewards, n, value, targets }: State): string {
  const fields = new URLSearchParams({ reference });
  if (reference === 'softmax') {
    fields.set('temperature', String(temperature));
    fields.set('rewards', rewards);
  }
  fields.set('n', String(n));
  fields.set('value', value === 'winRate' ? 'winRate' : 'reward');
  if (targets.winRate !== undefined) fields.set('winRate', String(targets.winRate));
  if (targets.expectedReward !== undefined) fields.set('reward', String(targets.expectedReward));
  return `#${fields}`;
}

function optional<K extends string, V>(name: K, value: V | undefined): { [key in K]?: V } {
  return value === undefined ? {} : ({ [name]: value } as { [key in K]: V });
}
