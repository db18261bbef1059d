// Where digits are lost most easily: the least probabilities, rewards next to each other or next to overflow, limits, far tails, and rewards that
// cancel. Against exact values in decimal.js, in both engines. CASES=20 tries twenty times as many random cases, SEED=… others.

import Decimal from 'decimal.js';
import { describe, expect, it } from 'vitest';
import { evaluateBatch } from '../../src/index';
import { blocksExactly, exactly, ofDouble } from '../helpers/exact';
import { CASES, D, expectDigits, expectShare, inBoth, random, sumOf } from '../helpers/promise';

describe('probabilities of the least doubles', () => {
  const LEAST = 5e-324;
  it.each<[number[], number]>([
    [[1, LEAST], 2],
    [[LEAST, 1], 2],
    [[0.25, 0.25, LEAST, 0.5], 16],
    [[0.5, 3 * LEAST, 0.5, 7 * LEAST], 3.5],
    [[1, LEAST], 1e300],
    [[LEAST, LEAST, 1], 1.25],
  ])('%j at n = %d', (weights, n) => {
    const rewards = weights.map((_, i) => i);
    const { policy, klBound, ...exact } = exactly({ weights, rewards }, n, 700);
    const metrics = inBoth({ weights, rewards }, (support) => support.metrics(n));
    for (const [name, value] of Object.entries(exact)) {
      if (value.abs().lt('1e-330')) expect(Math.abs(metrics[name as keyof typeof exact])).toBeLessThanOrEqual(1e-323);
      else expectDigits(`${name}-of-least`, metrics[name as keyof typeof exact], value);
    }
    inBoth({ weights, rewards }, (support) => [...support.policy(n)]).forEach((mass, i) => {
      if (policy[i].gt('1e-330')) expectDigits('policy-of-least', mass, policy[i]);
    });
    const fields = ['kl', 'winRate', 'expectedReward', 'rewardVariance', 'klEstimate', 'chiSquared'] as const;
    const rows = evaluateBatch({
      rewards: Float64Array.from(rewards),
      weights: Float64Array.from(weights),
      rows: rewards.length,
      ns: [n],
      metrics: fields,
    });
    for (const field of fields) expect(rows[field][0], field).toBe(metrics[field]);
    const curve = inBoth({ weights, rewards }, (support) => support.curve([n, n], fields));
    for (const field of fields) expect(curve[field][1], field).toBe(metrics[field]);
  });

  it('given as logits', () => {
    for (const logit of [-744.1, -744.5, -745, -745.13]) {
      const metrics = inBoth({ logits: [0, logit], rewards: [0, 1] }, (support) => support.metrics(2));
      expect(Object.values(metrics).some(Number.isNaN)).toBe(false);
      expect(metrics.winRate).toBe(0.5);
      expect(Math.abs(metrics.expectedReward - 2 * Math.exp(-700) * Math.exp(logit + 700))).toBeLessThanOrEqual(1e-323);
    }
  });
});

describe('variance', () => {
  it('of rewards one unit in the last place apart', () => {
    const u = random(1);
    for (let k = 0; k < 60 * CASES; k++) {
      const weights = Array.from({ length: 2 + Math.floor(3 * u()) }, () => 10 ** (-8 * u()) * (1 + u()));
      const base = u() < 0.5 ? 1 : 2 ** Math.floor(80 * u() - 40);
      const rewards = weights.map((_, i) => base * (1 + i * 2 ** -52));
      const n = 1 + 10 ** (2 * u() - 0.5);
      const blocks = blocksExactly(weights, n, 260);
      const E = Decimal.clone({ precision: 260 });
      const mean = blocks.reduce((sum, { Pi }, i) => sum.plus(Pi.times(ofDouble(E, rewards[i]))), new E(0));
      const exact = blocks.reduce((sum, { Pi }, i) => sum.plus(Pi.times(ofDouble(E, rewards[i]).minus(mean).pow(2))), new E(0));
      const { rewardVariance } = inBoth({ weights, rewards }, (support) => support.metrics(n, ['rewardVariance']));
      if (exact.gt('1e-300'))
        expectDigits(`variance-of-neighbours of ${JSON.stringify({ weights, rewards, n })}`, rewardVariance, exact);
    }
  });

  it('and mean, where rewards or masses leave the doubles', () => {
    const MAX = Number.MAX_VALUE;
    const cases: [number[], number[], number][] = [
      [[3, 2, 1], [0.9999999999999998 * MAX, 0.9999999999999999 * MAX, MAX], 10],
      [[1, 2, 4], [-MAX, 0.5 * MAX, MAX], 3],
      [[1, 1], [0, 2.5e154], 1.5],
      [[1, 2], [-1e20, 0], 690],
      [[1, 2], [-1e200, 3], 900.5],
      [[1, 1, 1], [-1e300, -1e150, 0], 1200],
      [[2, 5, 1], [-3e154, 0, 3e154], 2],
    ];
    for (const [weights, rewards, n] of cases) {
      const what = JSON.stringify({ weights, rewards, n });
      const { expectedReward, rewardVariance } = inBoth({ weights, rewards }, (support) => support.metrics(n));
      const blocks = blocksExactly(weights, n, 900);
      const E = Decimal.clone({ precision: 900 });
      const mean = blocks.reduce((sum, { Pi }, i) => sum.plus(Pi.times(ofDouble(E, rewards[i]))), new E(0));
      const exact = blocks.reduce((sum, { Pi }, i) => sum.plus(Pi.times(ofDouble(E, rewards[i]).minus(mean).pow(2))), new E(0));
      expectDigits(`mean-of-extremes of ${what}`, expectedReward, mean, Decimal.min(mean.abs(), blocks[0].Pi));
      if (exact.gt(MAX)) expect(rewardVariance).toBe(Infinity);
      else expectDigits(`variance-of-extremes of ${what}`, rewardVariance, exact, Decimal.min(exact, blocks[0].Pi));
      const batch = { rewards: Float64Array.from(rewards), weights: Float64Array.from(weights), rows: rewards.length, ns: [n] };
      const rows = evaluateBatch({ ...batch, metrics: ['expectedReward', 'rewardVariance'] });
      expect([rows.expectedReward[0], rows.rewardVariance[0]]).toEqual([expectedReward, rewardVariance]);
    }
    expect(
      inBoth({ probs: [0.5, 0.5], rewards: [0, 1] }, (s) => s.metrics(1e154, ['klGapBound']).klGapBound / 1e308)
    ).toBeCloseTo(1, 12);
  });
});

describe('limits', () => {
  const fields = ['kl', 'winRate', 'expectedReward', 'totalVariation', 'chiSquared', 'squaredHellinger'] as const;

  it('are never passed, in metrics, curves, policies and batches', () => {
    const u = random(2);
    for (let k = 0; k < 150 * CASES; k++) {
      const size = 2 + Math.floor(u() * (k % 50 === 0 ? 900 : 12));
      const weights = Float64Array.from({ length: size }, () => (u() < 0.5 ? 1 + Math.floor(9 * u()) : u()));
      const offset = u() < 0.5 ? 0 : 1000 * (u() - 0.5);
      const rewards = weights.map((_, i) => offset + i);
      const ns = [1.5, 10 * u() + 2, 1000 * u() + 2, 10 ** (3 + 3 * u())].sort((a, b) => a - b);
      const all = inBoth({ weights, rewards }, (support) => {
        const limit = support.metrics(Infinity, fields);
        const each = ns.map((n) => support.metrics(n, fields));
        const curve = support.curve(ns, ['kl', 'winRate', 'expectedReward']);
        return { limit, each, curve, policy: ns.map((n) => Math.max(...support.policy(n))) };
      });
      const rows = evaluateBatch({ rewards, weights, rows: rewards.length, ns, metrics: fields });
      const unit = evaluateBatch({ rewards, rows: rewards.length, ns, metrics: ['winRate', 'expectedReward'] });
      ns.forEach((n, i) => {
        const what = `${JSON.stringify([...weights].slice(0, 12))} at n = ${n}`;
        for (const name of fields) {
          expect(all.each[i][name], `${name} of ${what}`).toBeLessThanOrEqual(all.limit[name]);
          expect(rows[name][i], `${name} of the batch of ${what}`).toBe(all.each[i][name]);
        }
        for (const name of ['kl', 'winRate', 'expectedReward'] as const) {
          expect(all.curve[name][i], `${name} of the curve of ${what}`).toBeLessThanOrEqual(all.limit[name]);
        }
        expect(all.each[i].winRate).toBeGreaterThanOrEqual(0.5);
        expect(all.each[i].expectedReward).toBeGreaterThanOrEqual(rewards[0]);
        expect(all.each[i].expectedReward, what).toBeLessThan(rewards[size - 1]);
        expect(unit.expectedReward[i], what).toBeLessThan(rewards[size - 1]);
        expect(unit.winRate[i], what).toBeLessThanOrEqual(1 - 0.5 / size);
        expect(all.policy[i]).toBeLessThanOrEqual(1);
      });
    }
  });

  it('smallestN is at most the n whose own value is the target', () => {
    const u = random(3);
    for (let k = 0; k < 60 * CASES; k++) {
      const weights = Array.from({ length: 2 + Math.floor(4 * u()) }, () => (u() < 0.6 ? 1 + Math.floor(5 * u()) : u()));
      const rewards = weights.map((_, i) => (k % 2 ? i : 0.37 * i - 1.1));
      for (let i = 0; i < 4; i++) {
        const n = 1 + Math.floor(300 ** u() * 2);
        for (const name of ['winRate', 'expectedReward'] as const) {
          const [target, least] = inBoth({ weights, rewards }, (support) => {
            const value = support.metrics(n, [name])[name];
            return [value, support.smallestN({ [name]: value })];
          });
          expect(least, `${name} ${target} of ${JSON.stringify({ weights, rewards })}`).toBeLessThanOrEqual(n);
        }
      }
    }
  });

  it('and next to a limit it is the least by the exact values', () => {
    const u = random(4);
    for (let k = 0; k < 80 * CASES; k++) {
      const weights = Array.from({ length: 2 + Math.floor(4 * u()) }, () => (u() < 0.6 ? 1 + Math.floor(5 * u()) : 0.05 + u()));
      const rewards = weights.map((_, i) => (k % 2 ? i : 0.37 * i - 1.1));
      const ofReward = k % 4 > 1;
      const blocks = blocksExactly(weights, 1, 120);
      const highest = blocks.at(-1) as (typeof blocks)[number];
      const values = ofReward ? rewards.map((r) => ofDouble(D, r)) : blocks.map(({ middle }) => middle);
      const limit = ofReward ? (values.at(-1) as Decimal) : new D(1).minus(highest.P.div(2));
      const nearest = limit.toNumber();
      const target = k % 3 === 0 ? nearest - Math.abs(nearest) * 1.2e-16 * Math.floor(4 * u()) : nearest - 10 ** (-6 - 10 * u());
      const left = limit.minus(ofDouble(D, target));
      const leftAt = (n: number) => sumOf(blocks.slice(0, -1).map(({ F }, j) => F.pow(n).times(values[j + 1].minus(values[j]))));
      let least = 1;
      if (left.lte(0)) least = Infinity;
      else {
        while (leftAt(least).gt(left)) least *= 2;
        for (let step = least / 4; step >= 1; step /= 2) if (leftAt(least - step).lte(left)) least -= step;
        while (least > 1 && leftAt(least - 1).lte(left)) least--;
      }
      const name = ofReward ? 'expectedReward' : 'winRate';
      const answer = inBoth({ weights, rewards }, (support) => support.smallestN({ [name]: target }));
      expect(answer, `${name} ${target} of ${JSON.stringify({ weights, rewards })}`).toBe(least);
    }
  });

  it('smallestN of equal weights and of coin flips', () => {
    const three = (target: number) => inBoth({ weights: [1, 1, 1], rewards: [0, 1, 2] }, (s) => s.smallestN({ winRate: target }));
    expect(three(0.833333333333333)).toBe(86);
    expect(three(0.8333333333333333)).toBe(89);
    expect(three(0.8333333333333334)).toBe(Infinity);
    for (let n = 1; n <= 50; n++) {
      expect(inBoth({ weights: [1, 1], rewards: [0, 1] }, (s) => s.smallestN({ expectedReward: 1 - 2 ** -n }))).toBe(n);
    }
  });
});

it('a curve of spiked supports has the KL of metrics, and does not fall', () => {
  const u = random(5);
  for (let k = 0; k < 6 * CASES; k++) {
    const size = 1000 + Math.floor(3000 * u());
    const weights = Float64Array.from({ length: size }, () => (k % 2 ? 1 : 0.1 + u()));
    weights[k % 3 === 0 ? size - 1 : Math.floor(size * u())] = 10 ** (3 + 4 * u());
    const ns = Array.from({ length: 40 }, () => 1 + 10 ** (5 * u() - 1))
      .sort((a, b) => a - b)
      .flatMap((n) => [n, n * (1 + 1e-14)]);
    const input = { weights, rewards: weights.map((_, i) => i) };
    const [kl, each] = inBoth(input, (support) => [support.curve(ns, ['kl']).kl, ns.map((n) => support.metrics(n, ['kl']).kl)]);
    ns.forEach((n, i) => {
      expectDigits(`kl-of-curve of ${size} at n = ${n}`, kl[i], ofDouble(D, each[i]));
      if (i > 0) expect(kl[i], `n = ${n}`).toBeGreaterThanOrEqual(kl[i - 1] * (1 - 5e-15));
    });
  }
});

it('policy entries far down the tail', () => {
  const u = random(6);
  for (let k = 0; k < 150 * CASES; k++) {
    const kind = u();
    const weights = Array.from({ length: 3 + Math.floor(4 * u()) }, () => {
      if (kind < 0.4) return u() < 0.4 ? 1 + u() : 1e-6 * (1 + u());
      return kind < 0.7 ? u() : 10 ** (-15 * u());
    });
    const at = Math.floor(u() * (weights.length - 1));
    const { F } = blocksExactly(weights, 1, 60)[at];
    const n = Math.max(1, (220 + 420 * u()) / -F.ln().toNumber());
    const policy = inBoth({ weights, rewards: weights.map((_, i) => i) }, (support) => [...support.policy(n)]);
    blocksExactly(weights, n, 60).forEach(({ Pi }, i) => {
      if (Pi.gt('1e-290')) expectDigits(`policy-tail [${i}] of ${JSON.stringify({ weights, n })}`, policy[i], Pi);
    });
  }
});

it('means of small supports where rewards cancel', () => {
  const u = random(7);
  for (let k = 0; k < 100 * CASES; k++) {
    const weights = Array.from({ length: 2 + Math.floor(5 * u()) }, () => (k % 2 ? 0.1 * Math.ceil(9 * u()) : u()));
    const n = 2 + Math.floor(10 ** (2 * u()) - 1);
    const blocks = blocksExactly(weights, n, 120);
    const rewards = weights.map((_, i) => i + u());
    // the lowest reward is set so that the mean is next to 0
    const rest = sumOf(blocks.slice(1).map(({ Pi }, i) => Pi.times(ofDouble(D, rewards[i + 1]))));
    rewards[0] = rest.div(blocks[0].Pi).neg().toNumber();
    const exact = sumOf(blocks.map(({ Pi }, i) => Pi.times(ofDouble(D, rewards[i]))));
    const { expectedReward } = inBoth({ weights, rewards }, (support) => support.metrics(n, ['expectedReward']));
    // two doubles have 106 bits, of which powers and sums take some
    const size = sumOf(blocks.map(({ Pi }, i) => Pi.times(Math.abs(rewards[i]))));
    const error = ofDouble(D, expectedReward).minus(exact).abs();
    const share = error.div(Decimal.max(exact.abs().times(1e-13), size.times(2 ** -96))).toNumber();
    const text = `${expectedReward}, exactly ${exact.toPrecision(20)}`;
    expectShare(`mean-that-cancels of ${JSON.stringify({ weights, rewards, n })}`, share, text);
  }
});
