// What a reader may want of a policy: a high win rate or a high reward. The trade-off chart sets a goal against KL divergence, and the search for
// the smallest n asks for a least value of one or both.

import type { Tilt } from '../src/index';

interface Definition {
  /** The label of the goal's axis. */
  axis: string;
  /** What it is called beside a number. */
  short: string;
  /** Its name at the beginning of a sentence, and the sentence that says which targets there are. */
  name: string;
  range: string;
  /** The ends of the goal's axis; without it they are those of the values. */
  domain?: [number, number];
  /** The tilted policy that reaches most of it at any KL divergence. */
  tilt: Tilt;
  /** Its name in the page's address. Links depend on it, so it never changes. */
  parameter: string;
  /** The targets that can be asked for. */
  min: number;
  max: number;
  /** The id of the input that takes the target. */
  input: string;
}

export type Goal = 'winRate' | 'expectedReward';

export const GOALS: Record<Goal, Definition> = {
  winRate: {
    axis: 'win rate against the reference',
    short: 'win rate',
    name: 'A win rate',
    range: 'A win rate lies between 0 and 1.',
    domain: [0.5, 1],
    tilt: 'winRate',
    parameter: 'winRate',
    min: 0,
    max: 1,
    input: 'target-win-rate',
  },
  expectedReward: {
    axis: 'expected reward',
    short: 'reward',
    name: 'An expected reward',
    range: 'An expected reward is a finite number.',
    tilt: 'reward',
    parameter: 'reward',
    min: -Number.MAX_VALUE,
    max: Number.MAX_VALUE,
    input: 'target-reward',
  },
};

export const GOAL_NAMES = Object.keys(GOALS) as Goal[];

/** What a policy must reach at least. */
export type Targets = { [goal in Goal]?: number };
