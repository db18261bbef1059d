// What the reader has chosen, and how it stands in the page's address, so that a link shows the same. This is the only file that knows the
// parameters of the address; address.ts puts them there.

import { type Bar, barsOfText, textOfBars } from './bars';
import { LAYOUTS, type NumberLayout } from './files/number-layouts';
import { GOAL_NAMES, GOALS, type Goal, type Targets } from './goals';
import { LARGEST_N } from './n-range';
import { catalogueEntry, SOFTMAX_REWARDS, type SoftmaxRewards, TEMPERATURES } from './references';

export interface State {
  /** The name of the reference. */
  reference: string;
  temperature: number;
  rewards: SoftmaxRewards;
  /** The n that the reader asks for. A file may have fewer samples, and then shows the most that it has. */
  n: number;
  /** What the trade-off sets against KL divergence. */
  goal: Goal;
  targets: Targets;
  /** Data of the reader's own that is small enough for a link, and what its numbers are. */
  data?: string;
  layout?: NumberLayout;
  /** The bars that the reader has dragged. */
  bars?: Bar[];
  /** The n whose numbers stay in sight, in ascending order. */
  pins: readonly number[];
  /** How the policies themselves are drawn. */
  shape: Shape;
  /** The second reference, if there is one. */
  second?: Second;
  /** The only chart of the page, where it stands in a frame of another page. */
  embed?: ChartName;
}

/** Longer data, in characters, is not put into the address: programs that pass links on cut long ones off. */
export const MAX_LINKED_DATA = 2048;

/** The charts by the ids of their cards. Links depend on them, so they never change. */
export const CHART_NAMES = ['kl', 'gap', 'win-rate', 'reward', 'trade-off', 'distribution'] as const;
export type ChartName = (typeof CHART_NAMES)[number];

/** The second reference: one of the catalogue, which has the first one's choice of rewards. */
export interface Second {
  reference: string;
  temperature: number;
}

/** The names stand in links, so they never change. */
export const SHAPES = ['reward', 'rank'] as const;
export type Shape = (typeof SHAPES)[number];

/** What a link asks for. */
export interface Linked {
  state: State;
  /** The parameters that the page cannot follow, as they stand in the link. What they ask for is as if it were not there. */
  refused: string[];
}

/** What is shown to a reader who comes without a link: where the formula is far off. */
export const START: State = {
  reference: 'words-length',
  temperature: 0.8,
  rewards: 'independent',
  n: 64,
  goal: 'winRate',
  targets: { winRate: 0.9 },
  data: undefined,
  layout: undefined,
  bars: undefined,
  pins: [],
  shape: 'reward',
  second: undefined,
  embed: undefined,
};

/** What a link means by a parameter that it does not have. Links depend on it, so it never changes, whatever the start is. */
const UNSAID: State = { ...START, reference: 'uniform-100', n: 16 };

const REWARD_NAMES = Object.keys(SOFTMAX_REWARDS) as SoftmaxRewards[];
const TARGET_PARAMETERS = GOAL_NAMES.map((goal) => GOALS[goal].parameter);
/** Links depend on these names, so they never change. */
const PARAMETERS = [
  'reference',
  'temperature',
  'rewards',
  'n',
  'value',
  'data',
  'layout',
  'bars',
  ...TARGET_PARAMETERS,
  'pin',
  'policies',
  'b',
  'bTemperature',
  'embed',
];

/** A number as people and JavaScript write one: no hexadecimal, no blank. */
const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;

/**
 * What the part of an address after # asks for: the start if there is nothing; undefined if it has none of the page's parameters, as the name of an
 * element. Of a parameter that stands there twice the last one counts, as where somebody has added one to a link.
 */
export function linkedState(hash: string): Linked | undefined {
  const parameters = new URLSearchParams(hash.replace(/^#/, ''));
  if (parameters.size === 0) return { state: { ...START, targets: { ...START.targets } }, refused: [] };
  if (!hash.includes('=') || !PARAMETERS.some((name) => parameters.has(name))) return undefined;

  const refused: string[] = [];
  const given = <T>(name: string, read: (text: string, whole: string) => T | undefined): T | undefined => {
    const whole = parameters.getAll(name).at(-1) ?? '';
    const text = whole.trim();
    if (text === '') return undefined;
    const value = read(text, whole);
    if (value === undefined) refused.push(`${name}=${text}`);
    return value;
  };
  const number = (name: string, min: number, max: number) =>
    given(name, (text) => (NUMBER.test(text) && Number(text) >= min && Number(text) <= max ? Number(text) : undefined));

  const reference = given('reference', (text) => catalogueEntry(text)?.name);
  const temperature = number('temperature', TEMPERATURES.min, TEMPERATURES.max);
  const rewards = given('rewards', (text) => REWARD_NAMES.find((name) => name === text));
  const n = number('n', 1, LARGEST_N);
  const goal = given('value', (text) => GOAL_NAMES.find((name) => GOALS[name].parameter === text));
  // a tab at its beginning is an empty cell
  const data = given('data', (_, whole) => (whole.length <= MAX_LINKED_DATA ? whole : undefined));
  const layout = given('layout', (text) => (Object.hasOwn(LAYOUTS, text) ? (text as NumberLayout) : undefined));
  const bars = given('bars', barsOfText);
  const pins = given('pin', pinsIn);
  const shape = given('policies', (text) => SHAPES.find((name) => name === text));
  // a link has no file
  const second = given('b', (text) => (text === 'file' ? undefined : catalogueEntry(text)?.name));
  const secondTemperature = number('bTemperature', TEMPERATURES.min, TEMPERATURES.max);
  const embed = given('embed', (text) => CHART_NAMES.find((name) => name === text));
  const targets: Targets = {};
  for (const name of GOAL_NAMES) {
    const { parameter, min, max } = GOALS[name];
    const target = number(parameter, min, max);
    if (target !== undefined) targets[name] = target;
  }
  return {
    state: {
      reference: reference ?? UNSAID.reference,
      temperature: temperature === undefined ? UNSAID.temperature : atStep(temperature),
      rewards: rewards ?? UNSAID.rewards,
      n: n ?? UNSAID.n,
      goal: goal ?? UNSAID.goal,
      targets,
      // always there, so that what another link has is not kept
      data,
      layout,
      bars,
      pins: pins ?? START.pins,
      shape: shape ?? START.shape,
      second: second ? { reference: second, temperature: atStep(secondTemperature ?? START.temperature) } : undefined,
      embed,
    },
    refused,
  };
}

/** More are no overview. */
export const MAX_PINS = 12;

/** A list with commas; undefined if one of it is no n, or there are too many. */
function pinsIn(text: string): number[] | undefined {
  const parts = text.split(',').map((part) => part.trim());
  const pins = [...new Set(parts.map(Number))].sort((a, b) => a - b);
  const areAll = parts.every((part) => NUMBER.test(part)) && pins.every((n) => n >= 1 && n <= LARGEST_N);
  return areAll && pins.length <= MAX_PINS ? pins : undefined;
}

/** The temperature at the nearest position of its slider, so that the slider shows what is computed. */
function atStep(temperature: number): number {
  return Number((Math.round(temperature / TEMPERATURES.step) * TEMPERATURES.step).toFixed(2));
}

export function hashOf(state: State): string {
  const { reference, temperature, rewards, n, goal, targets, data, layout, bars, pins, shape, second, embed } = state;
  const parameters = new URLSearchParams({ reference });
  const isSoftmax = (name?: string) => name !== undefined && catalogueEntry(name)?.controls === 'softmax';
  if (isSoftmax(reference)) parameters.set('temperature', String(temperature));
  if (isSoftmax(reference) || isSoftmax(second?.reference)) parameters.set('rewards', rewards);
  parameters.set('n', String(n));
  parameters.set('value', GOALS[goal].parameter);
  for (const name of GOAL_NAMES) {
    const target = targets[name];
    if (target !== undefined) parameters.set(GOALS[name].parameter, String(target));
  }
  if (reference === 'file' && data !== undefined) {
    parameters.set('data', data);
    if (layout !== undefined) parameters.set('layout', layout);
  }
  if (reference === 'bars' && bars !== undefined) parameters.set('bars', textOfBars(bars));
  if (pins.length > 0) parameters.set('pin', pins.join(','));
  if (shape !== START.shape) parameters.set('policies', shape);
  if (second) parameters.set('b', second.reference);
  if (second && isSoftmax(second.reference)) parameters.set('bTemperature', String(second.temperature));
  if (embed) parameters.set('embed', embed);
  // a comma means nothing in this part of an address, and a list is easier to read with it
  return `#${`${parameters}`.replaceAll('%2C', ',')}`;
}
