// The small support that stands for a large one: nearly the same curve, and a search that ends where it would without it.

import { expect, it } from 'vitest';
import { coarseSupport } from '../../src/coarse-support';
import { Support } from '../../src/index';
import { rulesAtKl } from '../../src/rules-at-kl';
import { lcg } from '../helpers/recipes';

const SIZE = 20_000;
const weights = lcg(3, SIZE).map((v) => 1 + v / 2 ** 32);
const rewards = Float64Array.from(lcg(4, SIZE), (v, i) => v / 2 ** 32 + i * 1e-12);

it('has the curve of the large one, nearly', () => {
  const support = Support.from({ weights, rewards });
  const coarse = coarseSupport(support, rewards)?.support as Support;
  expect(coarse.blocks).toBeLessThan(1000);
  for (const n of [1, 2, 16, 256]) {
    const [all, some] = [support, coarse].map((one) => one.metrics(n));
    expect(some.kl).toBeLessThanOrEqual(all.kl);
    expect(Math.abs(some.kl - all.kl)).toBeLessThan(2e-4 * Math.max(all.kl, 1));
    expect(Math.abs(some.winRate - all.winRate)).toBeLessThan(2e-4);
    expect(Math.abs(some.expectedReward - all.expectedReward)).toBeLessThan(2e-3);
  }
  coarse.dispose();
  support.dispose();
});

it('is made of large supports with finite rewards only', () => {
  const cases = [
    rewards.subarray(0, 1000),
    rewards.map((r) => Math.round(8 * r)),
    rewards.map((r, i) => (i === 7 ? -Infinity : r)),
  ];
  for (const few of cases) {
    const support = Support.from({ weights: weights.slice(0, few.length), rewards: few });
    expect(coarseSupport(support, few)).toBeUndefined();
    support.dispose();
  }
});

it('changes no result of a search', () => {
  const support = Support.from({ weights, rewards });
  const kl = support.metrics(16, ['kl']).kl;
  for (const { rule, at, reason } of rulesAtKl(support, rewards, 16)) {
    expect([rule, at === undefined]).toEqual([rule, false]);
    if (reason === undefined) expect(Math.abs((at?.kl as number) - kl)).toBeLessThanOrEqual(1e-12 * kl);
  }
  support.dispose();
});
