// The parts of the explorer that need no browser.

import fc from 'fast-check';
import { expect, it } from 'vitest';
import { latestOnly } from '../../site/latest-only';
import { CATALOGUE } from '../../site/references';
import { hashOf, linkedState, START, type State } from '../../site/state';
import { wholeSteps } from '../../site/worker/grid';
import { binsOf, supportOf } from '../../site/worker/rank-bins';
import { tradeOff } from '../../site/worker/trade-off';
import { Support } from '../../src/index';

const supports = fc
  .array(fc.tuple(fc.integer({ min: 0, max: 9 }), fc.integer({ min: -5, max: 300 })), { minLength: 1, maxLength: 400 })
  .filter((outcomes) => outcomes.some(([weight]) => weight > 0));

it('bins hold whole blocks, every outcome once, and their policy is the policy summed over each', () => {
  fc.assert(
    fc.property(supports, fc.double({ min: 1, max: 1000, noNaN: true }), (outcomes, n) => {
      const input = { weights: outcomes.map(([weight]) => weight), rewards: outcomes.map(([, reward]) => reward) };
      const support = Support.from(input);
      const bins = binsOf(support, input.rewards);
      const policy = support.policy(n);
      const masses = supportOf(bins).policy(n);
      const present = outcomes.filter(([weight]) => weight > 0).length;
      expect(bins.first[0]).toBe(1);
      expect(bins.last[bins.last.length - 1]).toBe(present);
      for (let bin = 0; bin < masses.length; bin++) {
        const above = bin === 0 ? Infinity : bins.reward[bin - 1];
        const inside = input.rewards.flatMap((reward, i) => (reward >= bins.reward[bin] && reward < above ? [i] : []));
        const sum = inside.reduce((total, i) => total + policy[i], 0);
        expect(Math.abs(masses[bin] - sum)).toBeLessThanOrEqual(1e-12);
        const count = inside.filter((i) => outcomes[i][0] > 0).length;
        expect(bins.last[bin] - bins.first[bin] + 1).toBe(count);
      }
    }),
    { numRuns: 300 }
  );
});

it('the steps of the slider rise from 1 to the largest n, whole and without repeats', () => {
  for (const maxN of [1, 2, 5, 100, 10 ** 7]) {
    const steps = wholeSteps(maxN);
    expect([steps[0], steps[steps.length - 1]]).toEqual([1, maxN]);
    steps.forEach((step, i) => {
      expect(Number.isInteger(step) && (i === 0 || step > steps[i - 1])).toBe(true);
    });
  }
});

it('tilted policies are nowhere worse than best-of-n and the threshold policies of the same KL', () => {
  const support = Support.from({ probs: [0.4, 0.3, 0.2, 0.06, 0.04], rewards: [0, 1, 2, 3, 4] });
  const { threshold, tilted } = tradeOff(support, Float64Array.of(4, 3, 2, 1, 0), 'winRate');
  expect(threshold.kl.length).toBe(5);
  expect([...tilted.kl].sort((a, b) => a - b)).toEqual(tilted.kl);
  expect(tilted.kl[tilted.kl.length - 1]).toBeGreaterThan(0.99 * -Math.log(0.04));
  threshold.kl.forEach((kl, i) => {
    if (kl > 0 && kl < 3.2) expect(threshold.value[i]).toBeLessThanOrEqual(support.matchKl(kl, 'winRate').winRate + 1e-12);
  });
});

it('the address of a state gives the state back', () => {
  const names = CATALOGUE.flatMap(({ references }) => references.map(({ name }) => name));
  const states = fc.record({
    reference: fc.constantFrom(...names),
    temperature: fc.integer({ min: 10, max: 200 }).map((percent) => percent / 100),
    rewards: fc.constantFrom('independent' as const, 'likely' as const, 'unlikely' as const),
    n: fc.double({ min: 1, max: 1e15, noNaN: true }),
    goal: fc.constantFrom('winRate' as const, 'expectedReward' as const),
    targets: fc.record(
      {
        winRate: fc.double({ min: 0, max: 1, noNaN: true }),
        expectedReward: fc.double({ noNaN: true, noDefaultInfinity: true }),
      },
      { requiredKeys: [] }
    ),
  });
  fc.assert(
    fc.property(states, (state: State) => {
      const linked = linkedState(hashOf(state));
      // only the softmax has a temperature and rewards
      const { temperature, rewards } = state.reference === 'softmax' ? state : START;
      // in an address -0 and 0 are the same
      expect(JSON.stringify(linked)).toBe(JSON.stringify({ state: { ...state, temperature, rewards }, refused: [] }));
    })
  );
  expect(linkedState('')).toEqual({ state: START, refused: [] });
});

it('of the calls made while an answer is awaited only the last is run, and the last answer is shown', async () => {
  const frames: FrameRequestCallback[] = [];
  globalThis.requestAnimationFrame = (callback) => frames.push(callback);
  const [ran, shown]: number[][] = [[], []];
  const answers: ((n: number) => void)[] = [];
  const ask = latestOnly(
    (n: number) => {
      ran.push(n);
      return new Promise<number>((resolve) => answers.push(() => resolve(10 * n)));
    },
    (answer) => shown.push(answer),
    (error) => expect.unreachable(String(error))
  );
  const turn = () => new Promise((resolve) => setTimeout(resolve));
  for (const n of [1, 2, 3]) ask(n);
  expect(ran).toEqual([1]);
  answers[0](0);
  await turn();
  expect([ran, shown]).toEqual([[1, 3], []]);
  answers[1](0);
  await turn();
  for (const frame of frames.splice(0)) frame(0);
  expect(shown).toEqual([30]);
});
