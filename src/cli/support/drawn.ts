// What the pictures of a support are drawn from, computed while the support is there.

import type { Support } from '../../index';
import { exp, log } from '../../numerics/exp-log';
import { sumOf } from '../../numerics/sum';
import { type RuleAtKl, type RulePoint, ruleCurves } from '../../rules-at-kl';
import type { LawRow, Score } from './law-table';
import type { Row } from './support-table';

/** The pictures of one reward; what is absent is not drawn. */
export interface Drawn {
  reward: string;
  rows?: readonly Row[];
  rules?: RuleCurves;
  laws?: readonly LawRow[];
  gold?: { score: string; points: GoldPoint[]; peak?: GoldPoint };
}

export interface RuleCurves {
  n: number;
  /** The divergence at which the rules were compared, and the end of the picture, in nats. */
  kl: number;
  most: number;
  curves: { rule: string; isDiscrete: boolean; points: RulePoint[] }[];
  found: RulePoint[];
}

export interface GoldPoint {
  n: number;
  /** The square root of the divergence. */
  distance: number;
  /** Gains over n = 1, in standard deviations under the reference. */
  reward: number;
  gold: number;
}

/** The picture goes on beyond the divergence that was asked for, by this factor of n. */
const BEYOND = 4;
const POINTS = 60;

export function ruleCurvesOf(
  support: Support,
  rewards: Float64Array,
  { n, kl }: { n: number; kl: number },
  rules: readonly RuleAtKl[]
): RuleCurves {
  const most = support.metrics(BEYOND * n, ['kl']).kl || 1;
  const curves = ruleCurves(support, rewards, n, rules, most);
  const found = rules.flatMap(({ parameter, at }) => (parameter && at ? [{ kl: at.kl, winRate: at.winRate }] : []));
  return { n, kl, most, curves, found };
}

/** Proxy and gold at real n from 1 to `most`, or beyond the peak if that is further. */
export function goldCurveOf(support: Support, { name, values }: Score, ns: readonly number[]): Drawn['gold'] {
  const peak = support.peak(name);
  const finite = [...ns, BEYOND * peak.n].filter((n) => n < Infinity);
  const most = finite.reduce((a, b) => Math.max(a, b), 2);
  const first = support.metrics(1, ['expectedReward', 'rewardVariance']);
  const reference = support.policy(1);
  const goldAtFirst = support.expectedScore(name, 1);
  const squares = sumOf(values.length, (i) => (reference[i] === 0 ? 0 : reference[i] * (values[i] - goldAtFirst) ** 2));
  const [rewardUnit, goldUnit] = [first.rewardVariance, squares].map((variance) => Math.sqrt(variance) || 1);
  const pointAt = (n: number): GoldPoint => {
    const { kl, expectedReward } = support.metrics(n, ['kl', 'expectedReward']);
    return {
      n,
      distance: Math.sqrt(kl),
      reward: (expectedReward - first.expectedReward) / rewardUnit,
      gold: (support.expectedScore(name, n) - goldAtFirst) / goldUnit,
    };
  };
  const points = Array.from({ length: POINTS + 1 }, (_, i) => pointAt(i === 0 ? 1 : exp((log(most) * i) / POINTS)));
  return { score: name, points, ...(peak.n < Infinity ? { peak: pointAt(peak.n) } : {}) };
}
