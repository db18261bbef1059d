// The parts of the explorer that need no browser.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { barsOfText } from '../../site/bars';
import { klDomain, nAxis, valueAxis } from '../../site/charts/axes';
import { Shapes } from '../../site/charts/by-reward-shapes';
import { latestOnly } from '../../site/latest-only';
import { nText, shownN, whyNotN } from '../../site/n-range';
import { CATALOGUE, keyOf, SYNTHETIC } from '../../site/references';
import { CHART_NAMES, hashOf, linkedState, START, type State } from '../../site/state';
import { maxNOf, wholeSteps } from '../../site/worker/grid';
import { binsOf, supportOf } from '../../site/worker/rank-bins';
import { MAX_BARS, rewardEnds } from '../../site/worker/reward-ends';
import { tradeOff } from '../../site/worker/trade-off';
import { Support } from '../../src/index';
import { inputOf } from '../../src/paper/references';

/** What a link asks for where it does not say it: links that are older than the start of today keep their meaning. */
const UNSAID = { ...START, reference: 'uniform-100', n: 16 };

const supports = fc
  .array(fc.tuple(fc.integer({ min: 0, max: 9 }), fc.integer({ min: -5, max: 300 })), { minLength: 1, maxLength: 400 })
  .filter((outcomes) => outcomes.some(([weight]) => weight > 0));

it.each(['byRank', 'byReward'] as const)(
  'bins %s hold whole blocks, every outcome once, and their policy is the policy summed over each',
  (kind) => {
    fc.assert(
      fc.property(supports, fc.double({ min: 1, max: 1000, noNaN: true }), (outcomes, n) => {
        const input = { weights: outcomes.map(([weight]) => weight), rewards: outcomes.map(([, reward]) => reward) };
        const support = Support.from(input);
        const bins = binsOf(support, input.rewards)[kind];
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
          const rewards = inside.filter((i) => outcomes[i][0] > 0).map((i) => input.rewards[i]);
          expect(bins.last[bin] - bins.first[bin] + 1).toBe(rewards.length);
          expect(bins.bestReward[bin]).toBe(Math.max(...rewards));
        }
        const distinct = new Set(input.rewards.filter((_, i) => outcomes[i][0] > 0)).size;
        if (kind === 'byReward' && distinct <= MAX_BARS) expect(masses).toHaveLength(distinct);
      }),
      { numRuns: 200 }
    );
  }
);

it('bins of rewards are narrow parts of the axis, and infinite rewards are in bins of their own', () => {
  const rewards = Float64Array.from([
    Infinity,
    Infinity,
    -Infinity,
    ...Array.from({ length: 5000 }, (_, i) => (i * 7919) % 5003),
  ]);
  const falling = rewards.slice().sort().reverse();
  const last = rewardEnds(falling);
  expect([last[0], last.at(-2), last.at(-1)]).toEqual([2, 5002, 5003]);
  expect(last.length).toBeLessThan(260);
  for (let bin = 1; bin < last.length - 1; bin++) {
    const width = falling[last[bin - 1]] - falling[last[bin] - 1];
    expect(width).toBeLessThanOrEqual(5003 / 200);
  }
});

it('the cumulative lines go through F and its power, at the ends of every bin', () => {
  fc.assert(
    fc.property(supports, fc.double({ min: 1, max: 50, noNaN: true }), (outcomes, n) => {
      const input = { weights: outcomes.map(([weight]) => weight), rewards: outcomes.map(([, reward]) => reward) };
      const support = Support.from(input);
      const { byReward } = binsOf(support, input.rewards);
      const shapes = new Shapes(byReward, false);
      const total = input.weights.reduce((sum, weight) => sum + weight, 0);
      const F = (reward: number) =>
        input.weights.reduce((sum, weight, i) => sum + (input.rewards[i] <= reward ? weight : 0), 0) / total;
      const masses = supportOf(byReward).policy(n);
      shapes.ascending.forEach((bin) => {
        const { reward, reference, policy } = shapes.at(bin, masses);
        expect(reference).toBeCloseTo(F(reward), 10);
        expect(policy).toBeCloseTo(F(reward) ** n, 10);
      });
      const line = shapes.line(masses);
      line.forEach(([x, y], i) => {
        if (i === 0) return;
        expect(x).toBeGreaterThanOrEqual(line[i - 1][0]);
        expect(y).toBeGreaterThanOrEqual(line[i - 1][1]);
      });
    }),
    { numRuns: 100 }
  );
});

it('the steps of the slider rise from 1 to the largest n, whole and without repeats', () => {
  for (const maxN of [1, 2, 5, 100, 10 ** 7, 1e300]) {
    const steps = wholeSteps(maxN);
    expect([steps[0], steps[steps.length - 1]]).toEqual([1, maxN]);
    steps.forEach((step, i) => {
      expect(Number.isInteger(step) && (i === 0 || step > steps[i - 1])).toBe(true);
    });
  }
});

it('no policy lies above the line that is drawn through the tilted policies', () => {
  const references = [...SYNTHETIC.values()].filter(({ probs }) => probs.length <= 1000).map(inputOf);
  for (const input of [{ probs: [0.4, 0.3, 0.2, 0.06, 0.04], rewards: [0, 1, 2, 3, 4] }, ...references]) {
    const support = Support.from(input);
    const limit = support.metrics(Infinity);
    for (const goal of ['winRate', 'expectedReward'] as const) {
      const thresholds = Float64Array.from(new Set(input.rewards)).sort().reverse();
      const { threshold, tilted } = tradeOff(support, thresholds, goal);
      const height = limit[goal] - tilted.value[0];
      const lineAt = (kl: number) => {
        const i = Math.max(
          1,
          tilted.kl.findIndex((end) => end >= kl)
        );
        const [from, to] = [tilted.kl[i - 1], tilted.kl[i]];
        return tilted.value[i - 1] + ((kl - from) / (to - from)) * (tilted.value[i] - tilted.value[i - 1]);
      };
      expect([...tilted.kl].sort((a, b) => a - b)).toEqual(tilted.kl);
      expect([tilted.kl[0], tilted.kl.at(-1)]).toEqual([0, limit.kl]);
      // up to a tenth of a pixel on a chart of two hundred
      for (let n = 1; n < 1e7; n *= 1.3) {
        const { kl, [goal]: value } = support.metrics(n);
        expect(value, `n = ${n}`).toBeLessThanOrEqual(lineAt(kl) + 5e-4 * height);
      }
      threshold.kl.forEach((kl, i) => {
        expect(threshold.value[i]).toBeLessThanOrEqual(lineAt(kl) + 5e-4 * height);
      });
    }
    support.dispose();
  }
});

it('where all rewards tie there is one policy', () => {
  const support = Support.from({ weights: [1, 2], rewards: [3, 3] });
  expect(tradeOff(support, Float64Array.of(3), 'expectedReward').tilted).toEqual({ kl: [0], value: [3] });
});

it('the address of a state gives the state back', () => {
  const names = CATALOGUE.flatMap(({ references }) => references.map(({ name }) => name));
  const states = fc.record({
    reference: fc.constantFrom(...names),
    temperature: fc.integer({ min: 10, max: 200 }).map((percent) => percent / 100),
    rewards: fc.constantFrom('independent' as const, 'likely' as const, 'unlikely' as const),
    n: fc.double({ min: 1, max: 1e300, noNaN: true }),
    goal: fc.constantFrom('winRate' as const, 'expectedReward' as const),
    targets: fc.record(
      {
        winRate: fc.double({ min: 0, max: 1, noNaN: true }),
        expectedReward: fc.double({ noNaN: true, noDefaultInfinity: true }),
      },
      { requiredKeys: [] }
    ),
    pins: fc
      .uniqueArray(fc.double({ min: 1, max: 1e300, noNaN: true }), { maxLength: 12 })
      .map((pins) => pins.sort((a, b) => a - b)),
    shape: fc.constantFrom('reward' as const, 'rank' as const),
    second: fc.option(
      fc.record({
        reference: fc.constantFrom(...names.filter((name) => name !== 'file')),
        temperature: fc.integer({ min: 10, max: 200 }).map((percent) => percent / 100),
      }),
      { nil: undefined }
    ),
    embed: fc.option(fc.constantFrom(...CHART_NAMES), { nil: undefined }),
  });
  fc.assert(
    fc.property(states, (state: State) => {
      const linked = linkedState(hashOf(state));
      // only the softmax has a temperature and rewards
      const [first, other] = [state.reference, state.second?.reference].map((name) => name === 'softmax');
      const { temperature } = first ? state : START;
      const { rewards } = first || other ? state : START;
      const second = state.second && (other ? state.second : { ...state.second, temperature: START.temperature });
      // in an address -0 and 0 are the same
      expect(JSON.stringify(linked)).toBe(JSON.stringify({ state: { ...state, temperature, rewards, second }, refused: [] }));
    })
  );
  expect(linkedState('')).toEqual({ state: START, refused: [] });
  // so that nothing of another link stays
  const namesIn = (hash: string) => Object.keys(linkedState(hash)?.state ?? {}).sort();
  expect(namesIn('')).toEqual(namesIn('#n=3'));
});

describe('a link', () => {
  const refusedIn = (hash: string) => linkedState(hash)?.refused;

  it('is no state if it names an element or something else', () => {
    for (const hash of ['#charts', '#n', '#utm_source=x', '#kl-title']) expect(linkedState(hash), hash).toBeUndefined();
  });

  it('with what the page does not have says so, and keeps the rest', () => {
    const linked = linkedState('#reference=nonsense&n=-1&temperature=x&rewards=best&value=1&winRate=1.5&reward=3');
    expect(linked?.state).toEqual({ ...UNSAID, targets: { expectedReward: 3 } });
    expect(linked?.refused).toEqual(['reference=nonsense', 'temperature=x', 'rewards=best', 'n=-1', 'value=1', 'winRate=1.5']);
    for (const n of ['0', '0.5', '1.1e300', '1e400', 'Infinity', 'NaN', '0x10', '1,000'])
      expect(refusedIn(`#n=${n}`), n).toEqual([`n=${n}`]);
  });

  it('that asks twice is followed in the later one, and an empty target is none', () => {
    expect(linkedState('#n=4&n=64')?.state.n).toBe(64);
    expect(linkedState('#n=4&winRate=&reward=')).toEqual({ state: { ...UNSAID, n: 4, targets: {} }, refused: [] });
  });

  it('has pinned n in ascending order, each once, and not too many', () => {
    expect(linkedState('#pin=64,4,%2064')?.state.pins).toEqual([4, 64]);
    const many = Array.from({ length: 13 }, (_, i) => i + 1).join(',');
    for (const pin of ['4,', '0', '4,x', '1e301', many]) expect(refusedIn(`#pin=${pin}`), pin).toEqual([`pin=${pin}`]);
  });

  it('may ask for one chart only', () => {
    expect(linkedState('#embed=win-rate')?.state).toEqual({ ...UNSAID, targets: {}, embed: 'win-rate' });
    expect(refusedIn('#embed=table')).toEqual(['embed=table']);
  });

  it('has a second reference, which is no file', () => {
    expect(linkedState('#b=softmax&bTemperature=1.234')?.state.second).toEqual({ reference: 'softmax', temperature: 1.23 });
    expect(refusedIn('#b=file')).toEqual(['b=file']);
    expect(linkedState('#bTemperature=1')?.state.second).toBeUndefined();
  });

  it('has temperatures at the steps of the slider', () => {
    expect(linkedState('#reference=softmax&temperature=0.8349')?.state.temperature).toBe(0.83);
  });
});

it('bars of infinite rewards are told apart', () => {
  const keys = ['Infinity:0.5_Infinity:0.5', 'Infinity:0.5_-Infinity:0.5', '-Infinity:0.5_-Infinity:0.5'].map((text) => {
    const bars = barsOfText(text);
    expect(bars).toHaveLength(2);
    return keyOf({ name: 'bars', temperature: 1, rewards: 'likely', bars });
  });
  expect(new Set(keys).size).toBe(3);
});

it('an n that cannot be shown is explained', () => {
  const open = { sampled: true, steps: Float64Array.of(1, 2, 6) };
  const whole = { sampled: false, steps: Float64Array.of(1, 100) };
  expect([9, 2.5, 6].map((n) => shownN(n, open))).toEqual([6, 2, 6]);
  expect(shownN(2.5, whole)).toBe(2.5);
  expect(whyNotN(9, 6, open)).toBe('No prompt has more than 6 samples. Shown is n = 6.');
  expect(whyNotN(2.5, 2, open)).toMatch(/whole n only/);
  for (const asked of [0, -3, 0.5, Number.NaN])
    expect(whyNotN(asked, 16, whole)).toBe('n is a number of at least 1. Shown is n = 16.');
  expect(whyNotN(1e301, 16, whole)).toBe('n is at most 1e300 here. Shown is n = 16.');
  expect(whyNotN(2.5, 2.5, whole)).toBeUndefined();
});

it('an n is written with all of its digits, and as a power of ten where nobody would count them', () => {
  expect([1, 1.0001, 16, 1234.0625, 1e6].map(nText)).toEqual(['1', '1.0001', '16', '1,234.0625', '1,000,000']);
  expect([1e15, 1234567890123456, 1e21, 2.5e300].map(nText)).toEqual(['1e15', '1.234567890123456e15', '1e21', '2.5e300']);
  const digits = (n: number) => Number(nText(n).replaceAll(',', ''));
  fc.assert(fc.property(fc.double({ min: 1, max: 1e300, noNaN: true }), (n) => digits(n) === n));
});

it('axes have room for their labels', () => {
  // the ends of a constant
  expect(valueAxis([3, 3, Number.NaN])).toMatchObject({ domain: [2.7, 3.3] });
  expect(valueAxis([0])).toMatchObject({ domain: [-1, 1] });
  expect(valueAxis([1, 2])).toEqual({});
  expect(valueAxis([0, 2e-9]).tickFormat).toBeTypeOf('function');
  expect(klDomain(0)).toEqual([0, 1]);
  for (const maxN of [1, 2, 100, 1e7, 1e15, 1e38, 1e300]) {
    const { domain, ticks } = nAxis(maxN);
    expect((domain as number[])[1]).toBeGreaterThanOrEqual(maxN);
    expect((ticks as number[]).length).toBeLessThanOrEqual(8);
    expect((ticks as number[]).length).toBeGreaterThanOrEqual(Math.min(maxN, 3));
    expect((ticks as number[]).at(-1)).toBeLessThanOrEqual(maxN);
  }
});

it('the curves reach the n that is asked for', () => {
  const support = Support.from({ probs: [0.5, 0.5], rewards: [0, 1] });
  expect([1, 100, 101, 1e5, 1e15, 1e300].map((reach) => maxNOf(support, reach))).toEqual([100, 100, 1000, 1e5, 1e15, 1e300]);
  fc.assert(fc.property(fc.double({ min: 1, max: 1e300, noNaN: true }), (reach) => maxNOf(support, reach) >= reach));
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

it('an answer that nobody wants any more when its frame comes is not shown', async () => {
  const frames: FrameRequestCallback[] = [];
  globalThis.requestAnimationFrame = (callback) => frames.push(callback);
  const shown: number[] = [];
  let wanted = 1;
  const ask = latestOnly(
    async (n: number) => n,
    (answer) => shown.push(answer),
    (error) => expect.unreachable(String(error)),
    (answer) => answer === wanted
  );
  for (const now of [1, 2]) {
    ask(1);
    await new Promise((resolve) => setTimeout(resolve));
    wanted = now;
    for (const frame of frames.splice(0)) frame(0);
  }
  expect(shown).toEqual([1]);
});
