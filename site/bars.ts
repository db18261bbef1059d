// A small reference whose probabilities the reader drags, the best outcome first, and how it stands in a link.

export interface Bar {
  reward: number;
  /** Above 0: an outcome without probability would be none. */
  probability: number;
}

/** More bars than these are too thin for a finger, and too many for a link. */
export const MAX_BARS = 30;

/** The least that a bar can be dragged to. */
export const MIN_PROBABILITY = 1e-4;

/** What is dragged where nothing was dragged before. */
export const FIRST_BARS: readonly Bar[] = [5, 4, 3, 2, 1].map((reward) => ({ reward, probability: 0.2 }));

const REWARD = /^-?((\d+\.?\d*|\.\d+)(e[+-]?\d+)?|Infinity)$/i;
const PROBABILITY = /^(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;

/** Six digits are more than a reader can drag. */
const digits = (x: number) => String(Number(x.toPrecision(6)));

export function textOfBars(bars: readonly Bar[]): string {
  return bars.map(({ reward, probability }) => `${String(reward)}:${digits(probability)}`).join('_');
}

/** undefined if the text holds no bars. Probabilities need not add up to 1: they are what the bars are of their sum. */
export function barsOfText(text: string): Bar[] | undefined {
  const pairs = text.split('_').map((pair) => pair.split(':'));
  const isBar = (pair: readonly string[]) =>
    pair.length === 2 && REWARD.test(pair[0]) && PROBABILITY.test(pair[1]) && Number(pair[1]) > 0;
  if (pairs.length < 2 || pairs.length > MAX_BARS || !pairs.every(isBar)) return undefined;
  const bars = pairs.map(([reward, probability]) => ({ reward: Number(reward), probability: Number(probability) }));
  const sum = bars.reduce((all, { probability }) => all + probability, 0);
  const shares = bars.map(({ reward, probability }) => ({ reward, probability: probability / sum }));
  // where the sum is too large for a number, or far larger than one of them, no share is left
  if (shares.some(({ probability }) => probability === 0)) return undefined;
  return shares.sort((a, b) => b.reward - a.reward);
}

/** The bars with another probability of one of them: the others keep their proportions. */
export function withProbability(bars: readonly Bar[], i: number, asked: number): Bar[] {
  const most = 1 - MIN_PROBABILITY * (bars.length - 1);
  const probability = Math.min(most, Math.max(MIN_PROBABILITY, asked));
  const rest = bars.reduce((sum, bar, j) => (j === i ? sum : sum + bar.probability), 0);
  const scale = (1 - probability) / rest;
  return bars.map((bar, j) => ({ ...bar, probability: j === i ? probability : bar.probability * scale }));
}
