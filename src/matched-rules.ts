// The rules of selection that are set side by side at one KL divergence, and how each finds the parameter that has it.

import { parameterAtKl } from './equal-kl';
import type { Coded } from './errors';
import { lawOf, policyOfLaw } from './law-names';
import { exp, expm1 } from './numerics/exp-log';
import type { PolicyMetrics } from './policies';
import type { Support } from './support';

/** What a rule is searched for by. */
export interface Context {
  support: Support;
  n: number;
  kl: number;
  /** The distinct rewards of the outcomes, by rising reward. */
  rewards: Float64Array;
  /** A small support that is nearly like this one, if it is large. */
  coarse?: Support;
}

interface Found {
  symbol: string;
  value: number;
  reason?: string;
  /** The policy, where it was made anyway. */
  policy?: PolicyMetrics;
}

export interface Rule {
  title: string;
  /** Its name with a parameter. */
  nameOf(value: number, context: Context): string;
  /** @throws RangeError that says why there is no such parameter. */
  find(context: Context): Found | string;
  /** Whether it has some divergences only, so that its places must not be joined by a line. */
  isDiscrete?: true;
  /** Parameters along its curve, from the divergence of best-of-n down and up. */
  around(value: number, context: Context): number[];
}

/** The parameters of a curve are these multiples of the one that was found: far down, since a chord from 0 would lie below a curve that rises like a root. */
const FACTORS = Array.from({ length: 51 }, (_, i) => exp(((i - 42) / 3) * Math.LN2));

interface Searched {
  symbol: string;
  nameOf(value: number, context: Context): string;
  /** Where the search begins. */
  start(context: Context): number;
  /** Whether the divergence falls as the parameter grows. */
  falls?: boolean;
  /** The parameter with a divergence of 0, where the search is for what lies above it; absent where only an infinite one has it. */
  least?: number;
}

/** A rule whose divergence depends on one number. */
function searched(title: string, { symbol, nameOf, start, falls = false, least }: Searched): Rule {
  const from = least ?? 0;
  return {
    title,
    nameOf,
    find(context) {
      const { support, kl } = context;
      if (kl === 0 && least !== undefined) return { symbol, value: least };
      // where all rewards are equal, every parameter has a divergence of 0
      if (kl === 0) return support.blocks === 1 ? { symbol, value: 1 } : `only an infinite ${symbol} has a divergence of 0`;
      let last: { x: number; policy: PolicyMetrics } | undefined;
      const klAt = (x: number, on: Support) => {
        last = { x, policy: policyOfLaw(lawOf(nameOf(from + x, context)), on) };
        return last.policy.kl;
      };
      const search = (on: Support, start: number) => parameterAtKl({ klAt: (x) => klAt(x, on), start, falls }, kl);
      const near = context.coarse && search(context.coarse, start(context));
      const x = search(support, near ?? start(context));
      if (x === undefined) return `no ${symbol} has a divergence of ${kl} nats`;
      return { symbol, value: from + x, ...(last?.x === x && { policy: last.policy }) };
    },
    around: (value) => FACTORS.map((factor) => from + (value - from) * (falls ? 1 / factor : factor)),
  };
}

/** A tilted policy, which the library searches for itself. */
const tilted = (title: string, tilt: 'reward' | 'winRate'): Rule => ({
  title,
  nameOf: (beta) => `tilted(${beta}${tilt === 'winRate' ? ',winRate' : ''})`,
  find: ({ support, kl }) => ({ symbol: 'beta', value: support.matchKl(kl, tilt).beta }),
  around: (beta) => FACTORS.map((factor) => beta * factor),
});

/** By how much rewards differ under the reference, with which a parameter in their unit is compared. */
function deviationOf({ support }: Context): number {
  const deviation = Math.sqrt(support.metrics(1, ['rewardVariance']).rewardVariance);
  return deviation > 0 && deviation < Infinity ? deviation : 1;
}

/** Soft best-of-n draws so many times as many samples as best-of-n: with as many its divergence is smaller at every temperature. */
const SOFT_FACTOR = 2;

/** In the order in which they are shown. */
export const RULES: readonly Rule[] = [
  {
    title: 'best-of-n',
    nameOf: (n) => `bestOf(${n})`,
    find: ({ n }) => ({ symbol: 'n', value: n }),
    around: (n) => FACTORS.map((factor) => 1 + (n - 1) * factor),
  },
  searched('best-of-Poisson', {
    symbol: 'mu',
    nameOf: (mu) => `bestOfPoisson(${mu})`,
    start: ({ n }) => (n > 1 && n < Infinity ? n - 1 : 1),
    least: 0,
  }),
  searched('top fraction', {
    symbol: 'm',
    nameOf: (m) => `topFraction(${m})`,
    start: ({ kl }) => expm1(kl),
    least: 1,
  }),
  {
    title: 'threshold',
    isDiscrete: true,
    nameOf: (reward) => `threshold(${reward})`,
    find: thresholdAtMost,
    around: (_, { rewards }) => rewardsAlong(rewards),
  },
  searched('soft best-of-n', {
    symbol: 'temperature',
    nameOf: (temperature, { n }) => `softBestOf(${SOFT_FACTOR * n},${temperature})`,
    start: (context) => deviationOf(context) / 2,
    falls: true,
  }),
  searched('pessimistic', { symbol: 'beta', nameOf: (beta) => `pessimistic(${beta})`, start: deviationOf, falls: true }),
  tilted('tilted by reward', 'reward'),
  tilted('tilted by win rate', 'winRate'),
];

/** Divergences that differ by no more than this part are equal. */
const SAME = 1e-12;

/** The threshold of the largest divergence that is not above the one asked for: its divergences are as many as there are distinct rewards. */
function thresholdAtMost({ support, kl, rewards }: Context): Found {
  const klAt = (i: number) => {
    try {
      return support.threshold(rewards[i]).kl;
    } catch (error) {
      // the highest rewards may have no mass
      if ((error as Partial<Coded>).code === 'UNREACHABLE') return Infinity;
      throw error;
    }
  };
  let [low, high] = [0, rewards.length];
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (klAt(middle) <= kl * (1 + SAME)) low = middle;
    else high = middle;
  }
  const isExact = klAt(low) >= kl * (1 - SAME);
  const reason = 'no threshold has exactly this divergence: it is the nearest below';
  return { symbol: 'reward', value: rewards[low], ...(isExact ? {} : { reason }) };
}

/** So many thresholds are all drawn. */
const MAX_THRESHOLDS = 512;

/** Some of the rewards, more of them toward the highest, where the divergence rises fastest. */
function rewardsAlong(rewards: Float64Array): number[] {
  const { length } = rewards;
  if (length <= MAX_THRESHOLDS) return [...rewards];
  const ranks = Array.from({ length: 64 }, (_, i) => length - 1 - Math.round((length - 1) * (i / 63) ** 3));
  return [...new Set(ranks)].map((rank) => rewards[rank]);
}
