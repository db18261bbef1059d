// The smallest number of samples with which best-of-n reaches a target.

import { REFERENCE_REWARD, TOP_REWARD, WIN_RATE_LIMIT, WIN_RATE_LIMIT_LOW } from '../assembly/layout';
import type { EngineSupport } from './engine/interface';
import { coded } from './errors';
import { checkReal, fieldsOf } from './input/numbers';
import { type Metrics, metricsAt } from './metrics';
import { leastWholeAbove1 } from './numerics/least-whole';

const TARGETS = ['winRate', 'expectedReward'] as const;
type Target = Partial<Pick<Metrics, (typeof TARGETS)[number]>>;

/** A metric summed by moments is within 1e-13 of its scale. Where it is nearer to the target than ten times that, a walk over the blocks decides. */
const MOMENT_ERROR = 1e-12;

/** @throws as `Support.smallestN`, before anything is computed. */
export function checkTarget(target: Target): Target {
  const given = fieldsOf('target', target, TARGETS);
  if (TARGETS.every((name) => given[name] === undefined))
    throw coded(TypeError, 'EMPTY', 'target is empty: give winRate, expectedReward, or both');
  for (const name of TARGETS) if (given[name] !== undefined) checkReal(name, given[name]);
  return given;
}

/** The least whole n that reaches the target: both metrics rise with n. */
export function smallestN(support: EngineSupport, target: Target): number {
  const wanted = TARGETS.filter((name) => target[name] !== undefined);
  const { results } = support;
  // no mean of |r| is above this, since the part below 0 is largest at n = 1
  const scale = { winRate: 1, expectedReward: 2 * Math.abs(results[TOP_REWARD]) + Math.abs(results[REFERENCE_REWARD]) };
  const reaches = (n: number) => {
    let metrics = metricsAt(support, n, wanted, true);
    const missing = wanted.map((name) => (target[name] as number) - metrics[name]);
    if (missing.some((x, i) => Math.abs(x) <= MOMENT_ERROR * scale[wanted[i]])) metrics = metricsAt(support, n, wanted);
    return wanted.every((name) => metrics[name] >= (target[name] as number));
  };
  if (reaches(1)) return 1;
  // A limit is approached and never reached. Next to it both metrics are the largest doubles that their exact values reach, so that to
  // compare them with the target is to compare the exact values.
  if (target.winRate !== undefined && target.winRate >= results[WIN_RATE_LIMIT]) {
    if (target.winRate > results[WIN_RATE_LIMIT] || results[WIN_RATE_LIMIT_LOW] <= 0) return Infinity;
  }
  if (target.expectedReward !== undefined && target.expectedReward >= results[TOP_REWARD]) return Infinity;
  return leastWholeAbove1(reaches);
}
