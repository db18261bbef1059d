// What docs/accuracy.md promises beyond the golden values: n above 1e300, rewards below 1e-290, means beside what cancels in them, what no value
// passes, and the least n in the middle of the range. Against exact values in decimal.js, in both engines.

import type Decimal from 'decimal.js';
import { describe, expect, it } from 'vitest';
import { klBound, klEstimate, type MetricName, winRateBound } from '../../src/index';
import { arithmeticOf, blocksExactly, ofDouble } from '../helpers/exact';
import { CASES, D, expectDigits, expectShare, inBoth, random } from '../helpers/promise';

/** Enough decimals for weights over 280 decades. */
const { D: E, ln } = arithmeticOf(700);
const sumOf = (terms: Decimal[]) => terms.reduce((a, b) => a.plus(b), new E(0));

/** Weights of a kind: equal, any, over many decades, or one of nearly all the mass. */
function weightsOf(u: () => number, size: number): number[] {
  const kind = u();
  const at = Math.floor(size * u());
  const spike = 10 ** (17 * u());
  return Array.from({ length: size }, (_, i) => {
    if (kind < 0.2) return 1 + Math.floor(5 * u());
    if (kind < 0.5) return u();
    if (kind < 0.7) return 10 ** (-280 * u());
    return i === at ? spike : 0.01 + u();
  });
}

it('metrics of n above 1e300', () => {
  const u = random(11);
  for (let k = 0; k < 20 * CASES; k++) {
    const weights = weightsOf(u, 2 + Math.floor(5 * u()));
    const rewards = weights.map((_, i) => i - 1);
    const n = k % 10 === 0 ? Number.MAX_VALUE : 10 ** (300 + 8.25 * u());
    const blocks = blocksExactly(weights, n, 700);
    const N = ofDouble(E, n);
    const bound = ln(N).minus(N.minus(1).div(N));
    const kl = sumOf(blocks.filter(({ Pi }) => Pi.gt(0)).map(({ Pi, P }) => Pi.times(ln(Pi.div(P)))));
    const winRate = sumOf(blocks.map(({ Pi, middle }) => Pi.times(middle)));
    const exact: Partial<Record<MetricName, Decimal>> = {
      kl,
      klBound: bound,
      klGap: bound.minus(kl),
      winRate,
      winRateGap: N.div(N.plus(1)).minus(winRate),
      totalVariation: sumOf(blocks.map(({ Pi, P }) => Pi.minus(P).abs())).div(2),
      chiSquared: sumOf(blocks.map(({ Pi, P }) => Pi.minus(P).pow(2).div(P))),
      squaredHellinger: sumOf(blocks.map(({ Pi, P }) => Pi.sqrt().minus(P.sqrt()).pow(2))).div(2),
    };
    const metrics = inBoth({ weights, rewards }, (support) => support.metrics(n));
    const where = `of ${JSON.stringify({ weights, n })}`;
    for (const [name, value] of Object.entries(exact)) {
      const actual = metrics[name as 'kl'];
      if (value.abs().lt('1e-290')) expect(Math.abs(actual), `${name} ${where}`).toBeLessThanOrEqual(1e-289);
      else expectDigits(`${name}-of-huge-n ${where}`, actual, value);
    }
    // n log F and the series of the rest: the one divergence that grows as n does
    const below = blocks.slice(0, -1).map(({ F, P }) => ln(F).times(N).times(P).neg());
    if (metrics.reverseKl < Infinity && sumOf(below).gt('1e30'))
      expectDigits(`reverseKl-of-huge-n ${where}`, metrics.reverseKl, sumOf(below));
    else if (metrics.reverseKl === Infinity) expect(ln(blocks[0].F).times(N).abs().gt(Number.MAX_VALUE), where).toBe(true);
    expect(klBound(n)).toBe(metrics.klBound);
    expect(winRateBound(n)).toBe(1);
    expect(klEstimate(n, 0.25)).toBeCloseTo(Math.log(4), 14);
  }
});

it('the estimator, also where one of its forms gives way to the next', () => {
  const u = random(15);
  const { D: Z, ln: log, exp } = arithmeticOf(80);
  for (let k = 0; k < 300 * CASES; k++) {
    const n = [2, 3, 16, 64, 2 + u(), 2 ** (30 * u())][k % 6];
    if (n <= 1) continue;
    // next to each step -log(1 - epsilon) at which the form changes, and anywhere
    const step = [0.25 / n, 0.6875 / (n - 1), 2 ** -18 / n, Math.LN2, 1 / 64, 10 ** (-3 * u()), 5 * u(), 36 * u()][
      Math.floor(8 * u())
    ];
    const epsilon = -Math.expm1(-step * (1 + (u() - 0.5) * 10 ** (-12 * u())));
    const [N, e] = [ofDouble(Z, n), ofDouble(Z, epsilon)];
    const lambda = log(new Z(1).minus(e)).neg();
    const unseen = exp(lambda.times(N).neg());
    const bound = log(N).minus(1).plus(new Z(1).div(N));
    const seen = new Z(1).minus(unseen);
    // the chance that the draw is never seen, and the KL divergence between the two outcomes
    const exact = unseen.times(bound.minus(N.minus(1).times(lambda))).plus(seen.times(log(seen.div(e))));
    expectDigits(`klEstimate-of-step n = ${n}, epsilon = ${epsilon}`, klEstimate(n, epsilon), exact);
  }
});

it('means and variances of rewards below 1e-290', () => {
  const u = random(12);
  for (let k = 0; k < 80 * CASES; k++) {
    const weights = weightsOf(u, 2 + Math.floor(5 * u()));
    const unit = 10 ** (-290 - 33 * u());
    const rewards = weights.map((_, i) => (i - 2 + u()) * unit);
    const n = 1 + 10 ** (4 * u() - 1);
    const { expectedReward, rewardVariance } = inBoth({ weights, rewards }, (support) => support.metrics(n));
    const blocks = blocksExactly(weights, n, 120);
    const exact = sumOf(blocks.map(({ Pi }, i) => Pi.times(ofDouble(D, rewards[i]))));
    const size = sumOf(blocks.map(({ Pi }, i) => Pi.times(ofDouble(D, Math.abs(rewards[i])))));
    const error = ofDouble(D, expectedReward).minus(exact).abs();
    const text = `${expectedReward}, exactly ${exact.toPrecision(20)}`;
    expectShare(
      `tiny-rewards of ${JSON.stringify({ weights, rewards, n })}`,
      error.div(size.times(1e-14).plus(2e-323)).toNumber(),
      text
    );
    expect(rewardVariance).toBe(0);
  }
});

it('means where rewards cancel, beside the mean of |r|: supports of up to 100 outcomes', () => {
  const u = random(13);
  for (let k = 0; k < 30 * CASES; k++) {
    const weights = weightsOf(u, 2 + Math.floor(100 ** u()));
    const rewards = weights.map((_, i) => (k % 2 ? u() - 0.5 : i - weights.length * u()) * (k % 3 ? 1 : 10 ** (20 * u())));
    const order = rewards.map((_, i) => i).sort((a, b) => rewards[a] - rewards[b]);
    const n = 1 + 10 ** (5 * u() - 2);
    const [one, few] = inBoth({ weights, rewards }, (support) => [
      support.metrics(n, ['expectedReward']).expectedReward,
      support.curve([n, n], ['expectedReward']).expectedReward[1],
    ]);
    const blocks = blocksExactly(
      order.map((i) => weights[i]),
      n,
      120
    );
    const terms = order.map((i, j) => blocks[j].Pi.times(ofDouble(D, rewards[i])));
    const [exact, size] = [sumOf(terms), sumOf(terms.map((term) => term.abs()))];
    for (const mean of [one, few]) {
      const error = ofDouble(D, mean).minus(exact).abs().div(size).toNumber();
      expectShare(
        `mean-beside-size at n = ${n}`,
        error / 1e-14,
        `${mean}, exactly ${exact.toPrecision(20)}, of ${size.toPrecision(3)}`
      );
    }
  }
});

describe('what no value passes', () => {
  it('a win rate is at least 1/2 also where nearly all the mass is one outcome', () => {
    const u = random(14);
    for (let k = 0; k < 400 * CASES; k++) {
      const size = 2 + Math.floor(12 * u());
      const at = Math.floor(size * u());
      const spike = 10 ** (17 * u());
      const weights = Array.from({ length: size }, (_, i) => (i === at ? spike : u()));
      const ns = [1 + 2 ** (-52 * u()), 1 + 3 * u(), 1 + 10 ** (9 * u())].sort((a, b) => a - b);
      const input = { weights, rewards: weights.map((_, i) => i) };
      const rates = inBoth(input, (support) => [
        ...support.curve(ns, ['winRate']).winRate,
        ...ns.map((n) => support.metrics(n, ['winRate']).winRate),
      ]);
      for (const rate of rates) expect(rate, JSON.stringify({ weights, ns })).toBeGreaterThanOrEqual(0.5);
      expect(inBoth(input, (support) => Math.max(...support.policy(ns[1])))).toBeLessThanOrEqual(1);
    }
  });

  it('the limits themselves: -log P and 1 - P/2 of the highest reward', () => {
    const u = random(15);
    for (let k = 0; k < 300 * CASES; k++) {
      const weights = weightsOf(u, 2 + Math.floor(6 * u()));
      const { kl, winRate } = inBoth({ weights, rewards: weights.map((_, i) => i) }, (support) => support.metrics(Infinity));
      const { P } = blocksExactly(weights, 1, 400).at(-1) as { P: Decimal };
      const where = JSON.stringify(weights);
      if (P.lt(1))
        expectShare(`kl-limit of ${where}`, ofDouble(D, kl).div(ln(P).neg()).minus(1).abs().toNumber() / 4.5e-16, String(kl));
      expect(winRate, where).toBe(new E(1).minus(P.div(2)).toNumber());
    }
  });
});

it('smallestN in the middle of the range is the least n by the exact values', () => {
  const u = random(16);
  for (let k = 0; k < 60 * CASES; k++) {
    const weights = Array.from({ length: 2 + Math.floor(4 * u()) }, () => 0.05 + u());
    const rewards = weights.map((_, i) => i - 1.5 * u());
    const name = (['winRate', 'expectedReward'] as const)[k % 2];
    const part = 0.02 + 0.96 * u();
    const [target, answer] = inBoth({ weights, rewards }, (support) => {
      const [low, high] = [1, Infinity].map((n) => support.metrics(n, [name])[name]);
      const between = low + (high - low) * part;
      return [between, support.smallestN({ [name]: between })];
    });
    const valueAt = (n: number) => {
      const blocks = blocksExactly(weights, n, 80);
      return sumOf(blocks.map(({ Pi, middle }, i) => Pi.times(name === 'winRate' ? middle : ofDouble(D, rewards[i]))));
    };
    const what = `${name} ${target} of ${JSON.stringify({ weights, rewards })} at ${answer}`;
    expect(valueAt(answer).gte(ofDouble(D, target)), what).toBe(true);
    if (answer > 1) expect(valueAt(answer - 1).lt(ofDouble(D, target)), what).toBe(true);
  }
});
