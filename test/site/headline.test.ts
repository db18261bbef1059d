// The sentence at the head of the explorer is true of the numbers, whatever they are.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { headline } from '../../site/headline';
import { meansView } from '../../site/worker/means-view';
import { supportView } from '../../site/worker/support-view';
import type { SupportInput } from '../../src/index';
import type { Group } from '../../src/sample-files/grouping';

function said(input: SupportInput, n: number): string {
  const view = supportView({ title: 'x', input });
  const text = headline(n, view.overview(16), view.at(n));
  view.dispose();
  return text;
}

const uniform = (size: number): SupportInput => ({
  weights: new Float64Array(size).fill(1),
  rewards: Float64Array.from({ length: size }, (_, i) => i),
});

function saidOfSamples(rewards: number[][], n: number): string {
  const group: Group = {
    labels: {},
    group: '',
    ids: rewards.map((_, i) => `t${i}`),
    offsets: Uint32Array.from([0, ...rewards].map((_, i) => rewards.slice(0, i).flat().length)),
    rewards: Float64Array.from(rewards.flat()),
    scores: {},
  };
  const view = meansView('x', group);
  return headline(n, view.overview(1), view.at(n));
}

describe('a whole reference', () => {
  it('of which the best reward is likely', () => {
    // two coins: the KL divergence is log 2 but for the chance of n tails, 2^-n; log 64 - 63/64 = 3.17, which is 4.58 times log 2
    expect(said({ probs: [0.5, 0.5], rewards: [0, 1] }, 64)).toBe(
      'The formula says 3.17 nats, the truth is 0.69: 358 % too much, because 50 % of draws already have the best reward.'
    );
    // log 9 = 2.20; 3.1745 / 2.1972 = 1.44, and (8/9)^64 = 0.0005 takes 0.003 nats from it
    expect(said({ weights: [1, 8], rewards: [1, 0] }, 64)).toMatch(
      /^The formula says 3\.17 nats, the truth is 2\.19: 45 % too much, because one draw in nine already has the best reward\.$/
    );
  });

  it('at n = 1, at a very large n, and without end', () => {
    expect(said(uniform(5), 1)).toMatch(/^With one draw nothing is chosen yet: the formula and the truth are both 0 nats\./);
    // 15 log 10 - 1 = 33.54, against log 5 = 1.61
    expect(said(uniform(5), 1e15)).toBe(
      'The formula says 33.54 nats, the truth is 1.61: 21 times as much, because one draw in five already has the best reward.'
    );
    expect(said(uniform(5), Infinity)).toBe(
      'The formula grows for ever, the truth stays at 1.61 nats, because one draw in five already has the best reward.'
    );
  });

  it('in which all rewards are equal', () => {
    const input = { weights: [1, 2, 3], rewards: [7, 7, 7] };
    expect(said(input, 64)).toMatch(/^The formula says 3\.17 nats, the truth is 0: all rewards are equal/);
    expect(said(input, 1)).toBe('With one draw nothing is chosen: the formula and the truth are both 0 nats.');
  });

  it('where the formula is right, or nearly', () => {
    // the pairs of 4 draws are 6; of 10,000 outcomes two are the same once in 10,000; log 4 - 3/4 = 0.636
    expect(said(uniform(10_000), 4)).toMatch(
      /^The formula says 0\.64 nats, and that is right to within 0\.01 %, because at most one in 1,66\d sets of 4 draws has the same reward twice\.$/
    );
    expect(said(uniform(20), 2)).toMatch(
      /^The formula says 0\.19 nats, the truth is 0\.19: only 0\.0?\d % too much, because at most one in (19|20) sets of 2 draws has the same reward twice\.$/
    );
    expect(said(uniform(10_000), 2.5)).toMatch(/because only one draw in 10,000 has the best reward\.$/);
  });

  it('with tiny masses', () => {
    // nobody draws the best one: what ties is the rest
    expect(said({ probs: [1 - 1e-12, 1e-12], rewards: [0, 1] }, 64)).toMatch(
      /: more than a million times as much, because nearly every pair of draws has equal rewards\.$/
    );
    expect(said({ probs: [1e-12, 1 - 1e-12], rewards: [0, 1] }, 64)).toMatch(
      /^The formula says 3\.17 nats, the truth is less than a millionth of a nat: .* because nearly every draw already has the best reward\.$/
    );
    expect(said({ probs: [1, 1e-300], rewards: [0, 1] }, 2)).not.toMatch(/NaN|Infinity|undefined/);
  });

  it('the numbers and the reason are those of the definitions', () => {
    const weights = fc.array(fc.oneof(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 100, max: 5000 })), {
      minLength: 2,
      maxLength: 30,
    });
    fc.assert(
      fc.property(weights, fc.constantFrom(2, 3, 8, 64, 1000), (masses, n) => {
        const total = masses.reduce((a, b) => a + b);
        const probs = masses.map((x) => x / total);
        let [cdf, kl] = [0, 0];
        for (const p of probs) {
          const policy = (cdf + p) ** n - cdf ** n;
          if (policy > 0) kl += policy * Math.log(policy / p);
          cdf += p;
        }
        const bound = Math.log(n) - (n - 1) / n;
        const text = said({ probs, rewards: probs.map((_, i) => i) }, n);
        expect(text).toContain(`The formula says ${bound.toFixed(2)} nats`);
        const truth = /the truth is ([\d.]+)(?: nats)?:/.exec(text)?.[1];
        if (truth !== undefined) expect(Math.abs(Number(truth) - kl)).toBeLessThan(0.0051 + 0.05 * (kl < 0.09 ? kl : 0));
        const excess = /(\d[\d.]*) % too much/.exec(text)?.[1];
        if (excess !== undefined) {
          const exact = 100 * (bound / kl - 1);
          expect(Math.abs(Number(excess) - exact)).toBeLessThan(Math.max(0.51, 0.051 * exact));
        }
        const times = /: ([\d.,]+) times as much/.exec(text)?.[1];
        if (times !== undefined) expect(Math.abs(Number(times.replace(/,/g, '')) / (bound / kl) - 1)).toBeLessThan(0.06);
        expect([excess, times, /right to within/.exec(text)?.[0]].filter((x) => x !== undefined)).toHaveLength(1);
        // what is said to be so often is so often
        const best = probs[probs.length - 1];
        const tie = probs.reduce((sum, p) => sum + p * p, 0);
        const share = text.includes('equal rewards') ? tie : best;
        const inPercent = /(\d+) % of/.exec(text)?.[1];
        if (inPercent !== undefined) expect(Math.abs(Number(inPercent) - 100 * share)).toBeLessThanOrEqual(0.5 + 1e-9);
        const inNumber = /one (?:draw|pair of draws) in ([\d,]+)/.exec(text)?.[1];
        if (inNumber !== undefined) expect(Math.abs(Number(inNumber.replace(/,/g, '')) * share - 1)).toBeLessThan(0.06);
        if (text.includes('already')) expect(1 - (1 - best) ** n).toBeGreaterThan(0.499);
        const sets = /at most one in ([\d,]+) sets/.exec(text)?.[1];
        if (sets !== undefined) expect(((n * (n - 1)) / 2) * tie * Number(sets.replace(/,/g, ''))).toBeLessThanOrEqual(1 + 1e-9);
      }),
      { numRuns: 300 }
    );
  });
});

describe('samples of prompts', () => {
  // pass@2 is 1 - 1/6 for two passes of four, and 1/2 for one of four
  const passes = [
    [0, 1, 0, 1],
    [1, 0, 0, 0],
  ];

  it('that pass or do not', () => {
    expect(saidOfSamples(passes, 2)).toBe(
      'At least one of 2 samples passes for 66.7 % of the prompts (pass@2); of single samples, 37.5 % do.'
    );
    expect(saidOfSamples(passes, 1)).toMatch(/^Of single samples, 37\.5 % pass\. /);
    // the mean at n = 3 is of the first prompt only, and is not set beside that of both
    expect(
      saidOfSamples(
        [
          [0, 1, 0, 1],
          [1, 0],
        ],
        3
      )
    ).toBe('At least one of 3 samples passes for 100 % of the prompts (pass@3), where 1 of the 2 prompts has so many samples.');
  });

  it('with rewards of any size', () => {
    expect(saidOfSamples([[0.5, 2.5]], 2)).toBe('The mean reward of the best of 2 samples is 2.5, that of a single sample 1.5.');
    expect(saidOfSamples([[0.5, 2.5]], 1)).toMatch(/^The mean reward of a single sample is 1\.5\./);
    expect(saidOfSamples([[-Infinity, 2.5]], 2)).toBe('The mean reward of the best of 2 samples is 2.5.');
  });
});
