// Draws that cost something, and a budget of them over several supports: golden values, enumeration, laws, bad input.

import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { allocate, Support, type SupportInput, useEngine } from '../../src/index';
import { finiteSupport, randomSupport } from '../helpers/arbitrary';
import { expectClose } from '../helpers/close';
import { listedRewards, type Recipe, supportOf } from '../helpers/recipes';

type Listed = Omit<Recipe, 'rewards'> & { probs?: number[]; rewards: string | number[] };
type StoppingCase = Listed & { cost: number; bestFixedN: number } & Record<
    'reservation' | 'expectedDraws' | 'bestFixedValue',
    string
  >;
interface AllocationCase {
  supports: Listed[];
  budget: number;
  allocation: number[];
  value: string;
}

const golden = JSON.parse(readFileSync(new URL('../golden/scores.json', import.meta.url), 'utf8')).cost as {
  stopping: StoppingCase[];
  allocation: AllocationCase[];
};

function inputOf(c: Listed): SupportInput {
  const reference = c.probs ? { probs: c.probs } : { weights: supportOf({ ...c, rewards: 'ascending' }).weights };
  return { ...reference, rewards: listedRewards(c), ties: c.ties };
}

/** Small supports whose rewards are of one size. */
const small = fc
  .array(fc.tuple(fc.integer({ min: 1, max: 9 }), fc.integer({ min: -4, max: 4 })), { minLength: 1, maxLength: 5 })
  .map((outcomes) => ({ weights: outcomes.map(([w]) => w), rewards: outcomes.map(([, r]) => r) }));

/** The mean of `max(r - z, 0)` under the reference. */
function meanExcess({ weights, rewards }: { weights: ArrayLike<number>; rewards: ArrayLike<number> }, z: number): number {
  let [sum, total] = [0, 0];
  for (let i = 0; i < weights.length; i++) {
    sum += weights[i] * Math.max(rewards[i] - z, 0);
    total += weights[i];
  }
  return sum / total;
}

describe.each(['wasm', 'js'] as const)('%s', (kind) => {
  beforeEach(() => useEngine(kind));

  it.each(golden.stopping)('golden $name at cost $cost', (c) => {
    const support = Support.from(inputOf(c));
    const stopping = support.stopping(c.cost);
    for (const field of ['reservation', 'expectedDraws', 'bestFixedValue'] as const) {
      expectClose(stopping[field], c[field], field);
    }
    expect(stopping.bestFixedN).toBe(c.bestFixedN);
    support.dispose();
  });

  it.each(golden.allocation)('golden allocation of $budget', ({ supports, budget, allocation, value }) => {
    const made = supports.map((c) => Support.from(inputOf(c)));
    const result = allocate(made, budget);
    expect(result.allocation).toEqual(allocation);
    expectClose(result.value, value, 'value');
    for (const support of made) support.dispose();
  });

  it('counts draws whose gain is within the range of doubles though the chance to gain is not', () => {
    // the gain after n draws is 2^(1000 - n - 1)
    const support = Support.from({ probs: [0.5, 0.5], rewards: [0, 2 ** 1000] });
    expect(support.stopping(1.5 * 2 ** -1000).bestFixedN).toBe(1999);
    expect(support.stopping(1.5 * 2 ** -500).bestFixedN).toBe(1499);
    // of two such supports, the second gains as much as the first after a draw less
    const half = Support.from({ probs: [0.5, 0.5], rewards: [0, 2 ** 999] });
    expect(allocate([half, support], 4001).allocation).toEqual([2000, 2001]);
    support.dispose();
    half.dispose();
  });

  it('the reservation is where the mean excess is the cost, and what the rule is worth', () => {
    fc.assert(
      fc.property(small, fc.integer({ min: 1, max: 40 }), (input, tenths) => {
        const cost = tenths / 10;
        const support = Support.from(input);
        const { reservation, expectedDraws } = support.stopping(cost);
        expect(Math.abs(meanExcess(input, reservation) - cost)).toBeLessThanOrEqual(1e-13);
        // the rule: draw until the reward is at least the reservation, which below all rewards means one draw
        const lowest = Math.min(...input.rewards);
        const { acceptance, expectedReward } = support.threshold(Math.max(reservation, lowest));
        // where the reservation rounds next to a reward, either side is right
        const isOnReward = input.rewards.some((r) => Math.abs(r - reservation) < 1e-12);
        if (!isOnReward) expectClose(expectedDraws, 1 / acceptance, 'draws', 1e-14);
        expect(Math.abs(expectedReward - cost / acceptance - reservation)).toBeLessThanOrEqual(1e-12 * (1 + cost / acceptance));
        support.dispose();
      }),
      { numRuns: 300 }
    );
  });

  it('the best fixed number is the best of all, and the rule is at least as good', () => {
    fc.assert(
      fc.property(small, fc.integer({ min: 1, max: 40 }), (input, hundredths) => {
        const cost = hundredths / 100;
        const support = Support.from(input);
        const { reservation, bestFixedN, bestFixedValue } = support.stopping(cost);
        const value = (n: number) => support.metrics(n, ['expectedReward']).expectedReward - cost * n;
        for (let n = 1; n <= 2 * bestFixedN + 3; n++) {
          expect(value(n)).toBeLessThanOrEqual(bestFixedValue + 1e-12);
          if (n < bestFixedN) expect(value(n)).toBeLessThan(bestFixedValue - 1e-15);
        }
        expect(reservation).toBeGreaterThanOrEqual(bestFixedValue - 1e-12);
        support.dispose();
      }),
      { numRuns: 200 }
    );
  });

  it('by hand: ties go to the smaller n', () => {
    const support = Support.from({ probs: [0.5, 0.5], rewards: [0, 1] });
    // the gains are 1/4, 1/8, 1/16, ...
    for (const [cost, n] of [
      [0.25, 1],
      [0.2499, 2],
      [0.125, 2],
      [2 ** -30, 29],
      [1e-300, 996],
    ]) {
      expect(support.stopping(cost).bestFixedN, `cost ${cost}`).toBe(n);
    }
    expect(support.stopping(0.25)).toEqual({ reservation: 0.5, expectedDraws: 2, bestFixedN: 1, bestFixedValue: 0.25 });
    support.dispose();
  });

  it('rewards of any size have a finite answer', () => {
    const most = Number.MAX_VALUE;
    const support = Support.from({ probs: [0.5, 0.5], rewards: [-most, most] });
    // gains are 2 max (1/4, 1/8, ...), and the cost is a fifth of the span
    const { reservation, bestFixedN } = support.stopping(0.4 * most);
    expectClose(reservation, 0.2 * most, 'reservation', 1e-15);
    expect(bestFixedN).toBe(2);
    expect(allocate([support, support], 5).allocation).toEqual([3, 2]);
    support.dispose();
  });

  it('no allocation is better, by trying each', () => {
    fc.assert(
      fc.property(fc.array(small, { minLength: 1, maxLength: 3 }), fc.nat(9), (inputs, more) => {
        const supports = inputs.map((input) => Support.from(input));
        const budget = inputs.length + more;
        const { allocation, value } = allocate(supports, budget);
        expect(allocation.reduce((a, b) => a + b)).toBe(budget);
        expect(Math.min(...allocation)).toBeGreaterThanOrEqual(1);
        const reward = (i: number, n: number) => supports[i].metrics(n, ['expectedReward']).expectedReward;
        const best = (i: number, left: number): number => {
          if (i === supports.length - 1) return reward(i, left);
          let most = -Infinity;
          for (let n = 1; n <= left - (supports.length - 1 - i); n++) {
            most = Math.max(most, reward(i, n) + best(i + 1, left - n));
          }
          return most;
        };
        expect(Math.abs(best(0, budget) - value)).toBeLessThanOrEqual(1e-13 * 12);
        for (const support of supports) support.dispose();
      }),
      { numRuns: 150 }
    );
  });

  it('a large budget goes as draw by draw', () => {
    fc.assert(
      fc.property(fc.array(small, { minLength: 1, maxLength: 6 }), fc.integer({ min: 100, max: 400 }), (inputs, budget) => {
        const supports = inputs.map((input) => Support.from(input));
        const { allocation } = allocate(supports, budget);
        // the level below which gains are not served any more separates what was given from what was not
        const gain = (i: number, n: number) => {
          const { blocks } = supports[i];
          if (blocks === 1) return 0;
          const [now, next] = supports[i].curve([n, n + 1], ['expectedReward']).expectedReward;
          return next - now;
        };
        const lastGiven = allocation.map((n, i) => (n > 1 ? gain(i, n - 1) : Infinity));
        const nextOffered = allocation.map((n, i) => gain(i, n));
        expect(Math.min(...lastGiven)).toBeGreaterThanOrEqual(Math.max(...nextOffered) - 1e-14);
        expect(allocation.reduce((a, b) => a + b)).toBe(budget);
        for (const support of supports) support.dispose();
      }),
      { numRuns: 60 }
    );
  });

  it('equal supports share evenly, the earlier ones first, also where gains are below the least double', () => {
    const even = Support.from({ probs: [0.5, 0.5], rewards: [0, 1] });
    const twice = Support.from({ probs: [0.5, 0.5], rewards: [0, 2] });
    const sure = Support.from({ probs: [1], rewards: [7] });
    expect(allocate([even, even, even], 10_001).allocation).toEqual([3334, 3334, 3333]);
    // twice as high rewards are worth one draw more, and a tie is for the earlier one
    expect(allocate([even, twice], 100_000).allocation).toEqual([50_000, 50_000]);
    expect(allocate([even, twice], 100_001).allocation).toEqual([50_000, 50_001]);
    expect(allocate([twice, even], 100_000).allocation).toEqual([50_001, 49_999]);
    expect(allocate([sure, even], 9)).toEqual({ allocation: [1, 8], value: 7 + 255 / 256 });
    expect(allocate([sure, sure], 9).allocation).toEqual([8, 1]);
    expect(allocate([even], 2 ** 53 - 1).allocation).toEqual([2 ** 53 - 1]);
    for (const support of [even, twice, sure]) support.dispose();
  });
});

it('both engines give the same bits', () => {
  fc.assert(
    fc.property(randomSupport, finiteSupport, fc.double({ min: 1e-6, max: 10, noNaN: true }), (any, finite, cost) => {
      const [wasm, js] = (['wasm', 'js'] as const).map((kind) => {
        useEngine(kind);
        const supports = [finite, { ...any, rewards: any.rewards.map((r) => Math.max(Math.min(r, 1e300), -1e300)) }].map(
          (input) => Support.from(input)
        );
        const said = [supports.map((support) => support.stopping(cost)), allocate(supports, 100)];
        for (const support of supports) support.dispose();
        return said;
      });
      expect(wasm).toEqual(js);
      expect(JSON.stringify(wasm)).not.toContain('null');
    }),
    { numRuns: 200 }
  );
});

describe('bad input', () => {
  const support = () => Support.from({ probs: [0.5, 0.5], rewards: [0, 1] });
  const infinite = () => Support.from({ probs: [0.5, 0.5], rewards: [0, Infinity] });

  it('of stopping', () => {
    expect(() => support().stopping(0)).toThrow('cost is 0, expected a finite number > 0');
    expect(() => support().stopping(-1)).toThrow('cost is -1, expected a finite number > 0');
    expect(() => support().stopping(Number.NaN)).toThrow('cost is NaN, expected a finite number');
    expect(() => support().stopping('1' as never)).toThrow('cost is "1", expected a number');
    expect(() => infinite().stopping(1)).toThrow('stopping needs finite rewards');
  });

  it('of allocate', () => {
    expect(() => allocate([support(), support()], 1)).toThrow(RangeError);
    expect(() => allocate([support(), support()], 1)).toThrow('budget is 1, expected at least 2, a draw for each support');
    expect(() => allocate([support()], 1.5)).toThrow('budget is 1.5, expected a whole number');
    expect(() => allocate([], 1)).toThrow('supports is empty');
    expect(() => allocate([support(), {} as never], 3)).toThrow('supports[1] must be a Support');
    expect(() => allocate(support() as never, 3)).toThrow('supports must be an array of supports');
    expect(() => allocate([support(), infinite()], 3)).toThrow('some of supports[1] are infinite');
    const gone = support();
    gone.dispose();
    expect(() => allocate([gone], 3)).toThrow('disposed');
  });
});
