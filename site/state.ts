// What the reader has chosen. It stands in the page's address, so that a link shows the same.

import { GOAL_NAMES, GOALS, type Goal, type Targets } from './goals';
import { catalogueEntry, SOFTMAX_REWARDS, type SoftmaxRewards } from './references';

export interface State {
  /** The name of the reference. */
  reference: string;
  temperature: number;
  rewards: SoftmaxRewards;
  n: number;
  /** What the trade-off sets against KL divergence. */
  goal: Goal;
  targets: Targets;
}

export const START: State = {
  reference: 'uniform-100',
  temperature: 0.8,
  rewards: 'independent',
  n: 16,
  goal: 'winRate',
  targets: { winRate: 0.9 },
};

const REWARD_NAMES = Object.keys(SOFTMAX_REWARDS) as SoftmaxRewards[];

/** The state in the part of an address after #. Whatever the page does not understand there is as at the start. */
export function stateIn(hash: string): State {
  const parameters = new URLSearchParams(hash.replace(/^#/, ''));
  const numberIn = (name: string, min: number, max: number) => {
    const value = Number(parameters.get(name) ?? Number.NaN);
    return value >= min && value <= max ? value : undefined;
  };
  const reference = parameters.get('reference') ?? '';
  const targets: Targets = {};
  for (const goal of GOAL_NAMES) {
    const { parameter, min, max } = GOALS[goal];
    const target = numberIn(parameter, min, max);
    if (target !== undefined) targets[goal] = target;
  }
  return {
    reference: catalogueEntry(reference) ? reference : START.reference,
    temperature: numberIn('temperature', 0.1, 2) ?? START.temperature,
    rewards: REWARD_NAMES.find((name) => name === parameters.get('rewards')) ?? START.rewards,
    n: numberIn('n', 1, Number.MAX_VALUE) ?? START.n,
    goal: GOAL_NAMES.find((goal) => GOALS[goal].parameter === parameters.get('value')) ?? START.goal,
    targets: parameters.size === 0 ? START.targets : targets,
  };
}

export function hashOf({ reference, temperature, rewards, n, goal, targets }: State): string {
  const parameters = new URLSearchParams({ reference });
  if (catalogueEntry(reference)?.controls === 'softmax') {
    parameters.set('temperature', String(temperature));
    parameters.set('rewards', rewards);
  }
  parameters.set('n', String(n));
  parameters.set('value', GOALS[goal].parameter);
  for (const name of GOAL_NAMES) {
    const target = targets[name];
    if (target !== undefined) parameters.set(GOALS[name].parameter, String(target));
  }
  return `#${parameters}`;
}
