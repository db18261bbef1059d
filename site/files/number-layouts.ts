// What the numbers of a text without names may be: rewards, rewards with weights, or the rewards of prompts.

/** What the numbers of a text are taken for. */
export type NumberLayout = 'rewards' | 'rewardWeight' | 'weightReward' | 'prompts' | 'decimals';

/** What the page calls each of them. */
export const LAYOUTS: Record<NumberLayout, string> = {
  rewards: 'a reward each, all equally likely',
  rewardWeight: 'reward and weight on each line',
  weightReward: 'weight and reward on each line',
  prompts: 'the rewards of a prompt’s samples on each line',
  decimals: 'a reward on each line, with a decimal comma',
};

/** The numbers of a line, or of a list. */
export interface NumberLine {
  /** The line, from 1; the entry of a JSON list, from 1. */
  at: number;
  numbers: number[];
  /** The one number that the line is if its comma stands before decimals: the digits after it are no number of their own, since 1,05 is not 1,5. */
  decimal?: number;
}

export interface NumberText {
  lines: NumberLine[];
  /** What the numbers are taken for, unless the reader says otherwise. */
  layout: NumberLayout;
  /** All that they can be. */
  layouts: NumberLayout[];
  /** What was found that one does not see. */
  notice?: string;
}

/** What the lines may be, and what they are taken for: what is said of them, or else the likeliest. */
export function layoutOf(lines: NumberLine[], named?: NumberLayout, mayBeDecimals = false): Omit<NumberText, 'notice'> {
  const arePairs = lines.every(({ numbers }) => numbers.length === 2);
  const layouts: NumberLayout[] = ['rewards', ...(arePairs ? (['rewardWeight', 'weightReward'] as const) : []), 'prompts'];
  if (mayBeDecimals) layouts.push('decimals');
  const single = lines.length === 1 || lines.every(({ numbers }) => numbers.length === 1);
  return { lines, layouts, layout: named ?? (single ? 'rewards' : arePairs ? pairsOf(lines) : 'prompts') };
}

/** Of two columns the second has the weights, unless only the first can have them, or has probabilities. */
function pairsOf(lines: readonly NumberLine[]): NumberLayout {
  const column = (i: 0 | 1) => lines.map(({ numbers }) => numbers[i]);
  const [first, second] = [column(0), column(1)];
  const mayWeigh = (values: readonly number[]) => values.every((x) => x >= 0 && Number.isFinite(x)) && values.some((x) => x > 0);
  const areProbabilities = (values: readonly number[]) =>
    mayWeigh(values) && Math.abs(values.reduce((sum, x) => sum + x, 0) - 1) < 1e-6;
  if (!mayWeigh(second)) return mayWeigh(first) ? 'weightReward' : 'prompts';
  return areProbabilities(first) && !areProbabilities(second) ? 'weightReward' : 'rewardWeight';
}

/** The numbers as outcomes: a reward each, with its weight and its place. Undefined for the layout that has prompts. */
export function outcomesIn({ lines }: NumberText, layout: Exclude<NumberLayout, 'prompts'>) {
  const outcomes = lines.flatMap(({ at, numbers, decimal }) => {
    if (layout === 'rewards') return numbers.map((reward) => ({ at, reward, weight: 1 }));
    if (layout === 'rewardWeight') return [{ at, reward: numbers[0], weight: numbers[1] }];
    if (layout === 'weightReward') return [{ at, reward: numbers[1], weight: numbers[0] }];
    return [{ at, reward: decimal as number, weight: 1 }];
  });
  return {
    rewards: Float64Array.from(outcomes, ({ reward }) => reward),
    weights: Float64Array.from(outcomes, ({ weight }) => weight),
    places: Uint32Array.from(outcomes, ({ at }) => at),
  };
}
