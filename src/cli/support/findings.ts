// What a user asks of a support beyond its curve: a second score, targets, and what a draw costs.

import type { Support } from '../../index';
import type { Target } from '../../sample-files/questions';
import { leastNOfScore } from '../../score-target';

export interface Findings {
  /** The second score where the reward chooses. */
  gold?: {
    score: string;
    /** The real n at which it is highest, and its mean there. */
    peak: { n: number; value: number };
    /** Its mean where nothing is chosen, and where the highest reward is. */
    reference: number;
    limit: number;
    /** How often the two scores order two draws of the reference differently, a tie of one of them counting one half. */
    pairwiseDisagreement: number;
  };
  targets?: ReachedTarget[];
  stopping?: ReturnType<Support['stopping']> & { cost: number };
}

export interface ReachedTarget extends Target {
  /** The least n; Infinity where none reaches it. */
  n: number;
  /** The value at that n, or the highest that there is. */
  at: number;
}

export interface Asked {
  /** The column of the reward that chooses. */
  reward: string;
  gold?: string;
  target?: readonly Target[];
  cost?: number;
}

/** What the library calls the value of a target. */
function quantityOf({ column }: Target, { reward, gold }: Asked): 'winRate' | 'expectedReward' | 'expectedScore' | undefined {
  if (column === 'winRate' || column === 'expectedReward' || column === 'expectedScore') return column;
  if (column === reward) return 'expectedReward';
  return column === gold ? 'expectedScore' : undefined;
}

export function findingsOf(support: Support, asked: Asked): Findings {
  const { gold, target = [], cost } = asked;
  const targets = target.flatMap((one) => {
    const quantity = quantityOf(one, asked);
    // it is of another reward
    if (quantity === undefined) return [];
    const at =
      quantity === 'expectedScore' ? scoreReached(support, gold as string, one.value) : reached(support, quantity, one.value);
    return [{ ...one, ...at }];
  });
  return {
    ...(gold === undefined ? {} : { gold: goldOf(support, gold) }),
    ...(targets.length > 0 ? { targets } : {}),
    ...(cost === undefined ? {} : { stopping: { cost, ...support.stopping(cost) } }),
  };
}

function goldOf(support: Support, score: string): Findings['gold'] {
  return {
    score,
    peak: support.peak(score),
    reference: support.expectedScore(score, 1),
    limit: support.expectedScore(score, Infinity),
    pairwiseDisagreement: support.pairwiseDisagreement(score),
  };
}

function reached(support: Support, quantity: 'winRate' | 'expectedReward', value: number) {
  const n = support.smallestN({ [quantity]: value });
  return { n, at: support.metrics(n, [quantity])[quantity] };
}

function scoreReached(support: Support, score: string, value: number) {
  const peak = support.peak(score);
  const n = leastNOfScore((n) => support.expectedScore(score, n), peak, value);
  return { n, at: n === Infinity ? peak.value : support.expectedScore(score, n) };
}
