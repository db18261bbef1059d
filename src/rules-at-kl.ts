// The rules of selection side by side at one KL divergence, that of best-of-n.

import { coarseSupport } from './coarse-support';
import { type Coded, messageOf } from './errors';
import { winRateFrontier } from './frontier';
import type { Doubles } from './input/numbers';
import { lawOf, policyOfLaw } from './law-names';
import { RULES, type Rule } from './matched-rules';
import type { PolicyMetrics } from './policies';
import type { Support } from './support';

/** A rule at a divergence, or why it has no parameter of that divergence. */
export interface RuleAtKl {
  /** What people call the rule. */
  rule: string;
  /** Its name with the parameter that was found, from which `lawOf` makes it again; absent for the frontier, and where there is none. */
  law?: string;
  /** What the parameter is called, and its value. */
  parameter?: readonly [symbol: string, value: number];
  /** What the policy is and does; absent where there is none. */
  at?: {
    /** Nats. */
    kl: number;
    winRate: number;
    /** By how much the win rate is below the largest that a policy of this divergence can have on a continuous reference. */
    shortfall: number;
    /** Absent for the frontier, which is of no support. */
    expectedReward?: number;
    /** The probability of each outcome, in the order of the input; absent for the frontier. */
    policy?: Float64Array;
  };
  /** Why there is no policy, or none of exactly this divergence. */
  reason?: string;
}

/** A place on the curve of a rule. */
export interface RulePoint {
  kl: number;
  winRate: number;
}

/** What the last row is called, which is of a continuous reference. */
export const FRONTIER = 'frontier';

/** The distinct rewards in order. */
const distinct = (rewards: Doubles) => Float64Array.from(new Set(rewards)).sort();

/**
 * Every rule at the KL divergence of best-of-n, and last the frontier.
 *
 * @param rewards - those that the support was made of.
 */
export function rulesAtKl(support: Support, rewards: Doubles, n: number): RuleAtKl[] {
  const { kl } = support.metrics(n, ['kl']);
  const coarse = coarseSupport(support, rewards)?.support;
  const context = { support, n, kl, rewards: distinct(rewards), ...(coarse && { coarse }) };
  const rows = RULES.map((rule): RuleAtKl => {
    const { title } = rule;
    return orReason(title, () => {
      const found = rule.find(context);
      if (typeof found === 'string') return { rule: title, reason: found };
      const { symbol, value, reason, policy } = found;
      const law = rule.nameOf(value, context);
      const at = policy ?? policyOfLaw(lawOf(law), support);
      return {
        rule: title,
        law,
        parameter: [symbol, value],
        at: { kl: at.kl, winRate: at.winRate, shortfall: shortfallOf(at), expectedReward: at.expectedReward, policy: at.policy },
        ...(reason === undefined ? {} : { reason }),
      };
    });
  });
  coarse?.dispose();
  return [...rows, { rule: FRONTIER, at: { kl, winRate: winRateFrontier(kl), shortfall: 0 } }];
}

/** By how much the win rate is below the frontier; below 0 it would be mere rounding. */
export const shortfallOf = ({ kl, winRate }: Pick<PolicyMetrics, 'kl' | 'winRate'>): number =>
  Number.isFinite(kl) ? Math.max(winRateFrontier(kl) - winRate, 0) : Number.NaN;

/**
 * The curve of each rule that was found: win rate and divergence at many of its parameters, by rising divergence. On a large support they are those of one that is
 * nearly alike, which is enough for a picture.
 *
 * @param rows - what `rulesAtKl` returned.
 * @param most - the largest divergence that is wanted, in nats.
 */
export function ruleCurves(support: Support, rewards: Doubles, n: number, rows: readonly RuleAtKl[], most: number) {
  const coarse = coarseSupport(support, rewards);
  const drawn = coarse ?? { support, rewards };
  const { kl } = drawn.support.metrics(n, ['kl']);
  const context = { support: drawn.support, n, kl, rewards: distinct(drawn.rewards) };
  const pointAt = (rule: Rule, x: number): RulePoint[] => {
    try {
      const { kl, winRate } = policyOfLaw(lawOf(rule.nameOf(x, context)), drawn.support);
      return kl <= most ? [{ kl, winRate }] : [];
    } catch (error) {
      // a multiple of the parameter may be out of its range
      if (isOfRange(error)) return [];
      throw error;
    }
  };
  const curves = RULES.flatMap((rule) => {
    const value = rows.find((row) => row.rule === rule.title)?.parameter?.[1];
    if (value === undefined) return [];
    const points = [value, ...rule.around(value, context)].flatMap((x) => pointAt(rule, x));
    return [{ rule: rule.title, isDiscrete: rule.isDiscrete === true, points: points.sort((a, b) => a.kl - b.kl) }];
  });
  coarse?.support.dispose();
  return curves;
}

/** Why a support has no policy of a rule at a divergence. */
const RANGE_CODES: readonly unknown[] = ['UNREACHABLE', 'INFINITE_REWARD', 'OUT_OF_RANGE'];
const isOfRange = (error: unknown) => error instanceof RangeError && RANGE_CODES.includes((error as Partial<Coded>).code);

function orReason(rule: string, row: () => RuleAtKl): RuleAtKl {
  try {
    return row();
  } catch (error) {
    if (!isOfRange(error)) throw error;
    return { rule, reason: messageOf(error) };
  }
}
