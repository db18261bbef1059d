// What the explorer says of its charts is true of the numbers that it draws.

import { expect, it } from 'vitest';
import {
  distributionCaption,
  gapCaption,
  klCaption,
  meansAtN,
  overNSummary,
  rewardCaption,
  smallestText,
  tradeOffCaption,
  winRateCaption,
} from '../../site/captions';
import { meansView } from '../../site/worker/means-view';
import { supportView } from '../../site/worker/support-view';
import type { SupportInput } from '../../src/index';
import type { Group } from '../../src/sample-files/grouping';

const overviewOf = (input: SupportInput) => supportView({ title: 'x', input }).overview(16);

/** A view of samples of prompts, without their log-probabilities. */
function viewOf(rewards: number[][]) {
  const offsets = Uint32Array.from([0, ...rewards].map((_, i) => rewards.slice(0, i).flat().length));
  const group: Group = {
    labels: {},
    group: '',
    ids: rewards.map((_, i) => `t${i}`),
    offsets,
    rewards: Float64Array.from(rewards.flat()),
    scores: {},
  };
  return meansView('x', group);
}

/** Prompts of 4, 2 and 6 samples, whose shares of passes are 1/2. */
const UNEVEN = [
  [0, 1, 0, 1],
  [1, 0],
  [0, 1, 0, 1, 0, 1],
];

it('the KL divergence levels off at −log of the probability of the best reward, however many outcomes have it', () => {
  const text = klCaption(overviewOf({ probs: [0.5, 0.25, 0.25], rewards: [0, 1, 1] }));
  // −log(1/2)
  expect(text).toContain('0.69315 nats, −log of 0.50000, the probability of the best reward');
  expect(text).toContain('rewards tie, as they do here');
  // an outcome without probability ties with none
  for (const rewards of [
    [0, 1, 2],
    [0, 1, 1],
  ])
    expect(klCaption(overviewOf({ probs: [0.5, 0.5, 0], rewards }))).toContain('rewards that do not tie, as here');
  expect(klCaption(overviewOf({ probs: [0.5, 0.5], rewards: [3, 3] }))).toContain('0 at every n, because all rewards tie');
  expect(klCaption(viewOf(UNEVEN).overview(1))).not.toMatch(/levels off|rewards tie/);
});

it('of infinite and of equal rewards nothing is said that is not so', () => {
  const captionOf = (rewards: number[]) => rewardCaption(overviewOf({ weights: rewards.map(() => 1), rewards }));
  expect(captionOf([1, 2])).toMatch(/rises with every further draw/);
  expect(captionOf([2, 2])).toMatch(/the same at every n/);
  expect(captionOf([1, Infinity])).toMatch(/∞ at every n/);
  expect(captionOf([-Infinity, 1])).toMatch(/−∞ at every n/);
  expect(captionOf([-Infinity, 1, Infinity])).toMatch(/undefined at every n/);
  const facts = (rewards: number[]) => new Map(overviewOf({ weights: rewards.map(() => 1), rewards }).facts).get('mean reward');
  expect(facts([-Infinity, 1, Infinity])).toBe('undefined: 1 reward of −∞ and 1 of ∞');
  expect(facts([1, 2])).toBe('1.5000');
});

it('the summary of a chart names what is drawn, and says where nothing is', () => {
  expect(overNSummary('Expected reward', ['expectedReward'], 100)).toBe(
    'Expected reward against n from 1 to 100: expected reward. The table has the numbers.'
  );
  expect(overNSummary('Expected reward', [], 100)).toBe('Expected reward against n from 1 to 100: no finite value.');
});

it('means say of which prompts they are, and what the band is', () => {
  const view = viewOf(UNEVEN);
  const overview = view.overview(1);
  expect(rewardCaption(overview)).toMatch(
    /mean over 3 prompts; the shaded band is the 95 % confidence interval of the mean\. Beyond n = 2, the dashed upright line, fewer prompts/
  );
  expect(gapCaption(overview)).toMatch(/not known from samples/);
  expect(distributionCaption(overview)).toMatch(/no single distribution/);
  expect(tradeOffCaption(overview, undefined)).not.toMatch(/tilted/);
  expect(winRateCaption(overview)).toMatch(/Beyond n = 1, the dashed upright line, fewer prompts have a sample more than that/);
  expect(winRateCaption(overview)).not.toMatch(/theorem/);
  const said = (n: number) => meansAtN(n, overview, view.at(n).reward);
  // pass@2 of the three prompts: 1 − 1/6, 1 and 1 − 3/15
  expect(said(2)).toMatch(
    /^At n = 2: all 3 prompts have so many samples\. Expected reward 0\.87778, standard error 0\.0\d+, 95 % interval /
  );
  expect(said(4)).toMatch(/^At n = 4: 2 of the 3 prompts have so many samples\. Expected reward 1, standard error 0/);
  expect(said(6)).toMatch(
    /^At n = 6: 1 of the 3 prompts has so many samples\. Expected reward 1, no standard error of fewer than two/
  );
  expect(rewardCaption(viewOf([[0, 1]]).overview(1))).toMatch(/mean over 1 prompt\.$/);
});

it('the curves have a point on both sides of every n beyond which there are fewer prompts', () => {
  const { curves, counts, steps } = viewOf([Array.from({ length: 200 }, (_, i) => i % 2), new Array(71).fill(0)]).overview(1);
  expect([...steps]).toEqual(expect.arrayContaining([71, 72]));
  const at = (n: number) => counts.expectedReward?.[curves.n.indexOf(n)];
  expect([at(71), at(72), at(200)]).toEqual([2, 1, 1]);
  // the win rate needs one sample more than n
  expect(counts.winRate?.[curves.n.indexOf(71)]).toBe(1);
});

it('the smallest n is found where means over fewer prompts are lower again', () => {
  // the mean is (1 + 1) / 2 at n = 2, and 0 beyond, where the first prompt has no more samples; then it rises again to 1 at n = 40
  const view = viewOf([
    [1, 0],
    [...new Array(39).fill(0), 1],
  ]);
  const overview = view.overview(1);
  const mean = (n: number) => (n <= 2 ? (n / 2 + n / 40) / 2 : n / 40);
  const smallest = (target: number) => Array.from({ length: 40 }, (_, i) => i + 1).find((n) => mean(n) >= target - 1e-12);
  for (const target of [0.2, 0.5, 0.52, 0.6, 0.99])
    expect(view.smallestN({ expectedReward: target }).n, `${target}`).toBe(smallest(target));
  expect(smallestText(view.smallestN({ expectedReward: 0.6 }), overview)).toBe(
    'n = 24, where 1 of the 2 prompts has so many samples'
  );
  expect(smallestText(view.smallestN({ expectedReward: 2 }), overview)).toMatch(/^No n up to 40/);
});
