// A second score on a support: golden values, tuples one by one, laws, the same bits in both engines, bad input.

import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { Samples, Support, type SupportInput, useEngine } from '../../src/index';
import { exponentialSum } from '../../src/numerics/exponential-sum';
import { maximaOf } from '../../src/numerics/maxima';
import { finiteSupport, randomSupport } from '../helpers/arbitrary';
import { expectClose } from '../helpers/close';
import { lcg, listedRewards, type Recipe, supportOf } from '../helpers/recipes';

type Case = Omit<Recipe, 'rewards'> & {
  probs?: number[];
  rewards: string | number[];
  scores: string | number[];
  expectedScore: { n: number | string; value: string }[];
  peak: { n: string; value: string };
  pairwiseDisagreement: string;
};

const { scores: cases } = JSON.parse(readFileSync(new URL('../golden/scores.json', import.meta.url), 'utf8')) as {
  scores: Case[];
};

function scoresOf(c: Case): number[] {
  if (Array.isArray(c.scores)) return c.scores;
  if (c.scores === 'lcg') return lcg(c.seed + 7, c.size);
  const turn = Number(c.scores.replace('parabola', ''));
  return Array.from({ length: c.size }, (_, i) => i * (turn - i));
}

function inputOf(c: Case): SupportInput {
  const reference = c.probs ? { probs: c.probs } : { weights: supportOf({ ...c, rewards: 'ascending' }).weights };
  return { ...reference, rewards: listedRewards(c), ties: c.ties, scores: { gold: scoresOf(c) } };
}

/** The mean score of the best of n draws with ties at random, tuple by tuple. */
function byTuples(probs: number[], rewards: number[], scores: number[], n: number): number {
  let mean = 0;
  const tuple = new Array<number>(n).fill(0);
  for (let code = 0; code < probs.length ** n; code++) {
    for (let k = 0, rest = code; k < n; k++, rest = Math.floor(rest / probs.length)) tuple[k] = rest % probs.length;
    const best = Math.max(...tuple.map((y) => rewards[y]));
    const winners = tuple.filter((y) => rewards[y] === best);
    const chance = tuple.reduce((p, y) => p * probs[y], 1);
    mean += (chance * winners.reduce((sum, y) => sum + scores[y], 0)) / winners.length;
  }
  return mean;
}

/** Scores for a support: whole numbers, so that some tie, or any. */
const scoresFor = (size: number) =>
  fc.oneof(
    fc.array(fc.integer({ min: -3, max: 3 }), { minLength: size, maxLength: size }),
    fc.array(
      fc.integer({ min: -1e6, max: 1e6 }).map((v) => v / 1024),
      { minLength: size, maxLength: size }
    )
  );

const scored = finiteSupport
  .filter(({ rewards }) => rewards.length <= 80)
  .chain((input) => scoresFor(input.rewards.length).map((gold) => ({ ...input, scores: { gold } })));

const EXAMPLE = { probs: [0.5, 0.4, 0.1], rewards: [0, 1, 2], scores: { gold: [0, 1, -2] } };

describe.each(['wasm', 'js'] as const)('%s', (kind) => {
  beforeEach(() => useEngine(kind));

  it.each(cases)('golden $name $scores', (c) => {
    const support = Support.from(inputOf(c));
    for (const { n, value } of c.expectedScore) expectClose(support.expectedScore('gold', Number(n)), value, `n = ${n}`);
    const peak = support.peak('gold');
    expectClose(peak.value, c.peak.value, 'peak');
    if (c.peak.n === 'Infinity') expect(peak.n).toBe(Infinity);
    else expectClose(peak.n, c.peak.n, 'n of the peak', 1e-9);
    expectClose(support.pairwiseDisagreement('gold'), c.pairwiseDisagreement, 'disagreement');
    support.dispose();
  });

  it('is the mean over all tuples of draws', () => {
    const probs = [0.4, 0.1, 0.3, 0.2];
    const gold = [1, -2, 0.5, 3];
    for (const rewards of [
      [0, 1, 2, 3],
      [3, 1, 1, 0],
      [2, 2, 2, 2],
    ]) {
      const support = Support.from({ probs, rewards, scores: { gold } });
      for (const n of [1, 2, 3, 5]) {
        expectClose(support.expectedScore('gold', n), byTuples(probs, rewards, gold, n), `${rewards} n = ${n}`, 1e-13);
      }
      support.dispose();
    }
  });

  it('by hand: the slope of gold is 0 at one n', () => {
    const support = Support.from(EXAMPLE);
    // gold is -2 - 0.5^n + 3 * 0.9^n, whose slope is 0 where (0.9 / 0.5)^n = log 0.5 / (3 log 0.9)
    const n = Math.log(Math.log(0.5) / (3 * Math.log(0.9))) / Math.log(1.8);
    const peak = support.peak('gold');
    expectClose(peak.n, n, 'n', 1e-12);
    expectClose(peak.value, -2 - 0.5 ** n + 3 * 0.9 ** n, 'value', 1e-14);
    // 0.1 of the mass is ordered differently from the other 0.9, in both orders of a pair
    expectClose(support.pairwiseDisagreement('gold'), 2 * 0.1 * 0.9, 'disagreement', 1e-15);
    support.dispose();
  });

  it('a block has the mean score of its outcomes, and by index each outcome has its own', () => {
    const input = { probs: [0.25, 0.5, 0.25], rewards: [1, 1, 0], scores: { gold: [4, 1, 0] } };
    const tied = Support.from(input);
    expect(tied.expectedScore('gold', Infinity)).toBe(2);
    expect(tied.pairwiseDisagreement('gold')).toBe(0.125);
    const ordered = Support.from({ ...input, ties: 'index' });
    expect(ordered.expectedScore('gold', Infinity)).toBe(1);
    // the later of two equal rewards ranks higher, and has the lower score
    expect(ordered.pairwiseDisagreement('gold')).toBe(0.25);
    tied.dispose();
    ordered.dispose();
  });

  it('no n has a better score than the peak, and none below it has the same', () => {
    const exponents = Array.from({ length: 60 }, (_, i) => i / 4);
    fc.assert(
      fc.property(scored, (input) => {
        const support = Support.from(input);
        const { n, value } = support.peak('gold');
        const size = Math.max(...input.scores.gold.map(Math.abs));
        const tried = support.expectedScore('gold', [...exponents.map(Math.exp), Infinity]);
        for (const score of tried) expect(score).toBeLessThanOrEqual(value + 1e-13 * size);
        expect(support.expectedScore('gold', n)).toBe(value);
        support.dispose();
      }),
      { numRuns: 200 }
    );
  });

  it('a positive affine map of the score moves the value only', () => {
    fc.assert(
      fc.property(scored, fc.integer({ min: -8, max: 8 }), (input, power) => {
        const factor = 2 ** power;
        const gold = input.scores.gold.map((s) => factor * s);
        const support = Support.from({ ...input, scores: { gold: input.scores.gold, mapped: gold } });
        const [peak, mapped] = [support.peak('gold'), support.peak('mapped')];
        expect(mapped).toEqual({ n: peak.n, value: factor * peak.value });
        expect(support.pairwiseDisagreement('mapped')).toBe(support.pairwiseDisagreement('gold'));
        support.dispose();
      }),
      { numRuns: 200 }
    );
  });

  it('shifts do not move the peak', () => {
    const shifted = { ...EXAMPLE, scores: { gold: EXAMPLE.scores.gold.map((s) => s + 8) } };
    const [support, other] = [Support.from(EXAMPLE), Support.from(shifted)];
    expectClose(other.peak('gold').n, support.peak('gold').n, 'n', 1e-14);
    expectClose(other.peak('gold').value, support.peak('gold').value + 8, 'value', 1e-15);
    support.dispose();
    other.dispose();
  });

  it('a score that rises with the reward peaks at Infinity and never disagrees, its negative peaks at 1, and a constant too', () => {
    fc.assert(
      fc.property(finiteSupport, (input) => {
        const order = [...new Set(input.rewards.map((r) => r + 0))].sort((a, b) => a - b);
        const rank = Array.from(input.rewards, (r) => order.indexOf(r + 0));
        const scores = { up: rank, down: rank.map((k) => -k), same: rank.map(() => 0.1) };
        const support = Support.from({ ...input, ties: 'random', scores });
        const { blocks } = support;
        expect(support.pairwiseDisagreement('up')).toBe(0);
        expect(support.peak('down').n).toBe(1);
        expect(support.peak('same')).toEqual({ n: 1, value: 0.1 });
        const up = support.peak('up');
        if (blocks === 1) expect(up.n).toBe(1);
        // at 1, a difference that no digit shows is none
        else if (up.value > support.expectedScore('up', 1) * (1 + 1e-14)) expect(up.n).toBe(Infinity);
        support.dispose();
      }),
      { numRuns: 200 }
    );
  });

  it('the disagreement is a probability, and the same with the two scores exchanged', () => {
    fc.assert(
      fc.property(scored, (input) => {
        const support = Support.from({ ...input, ties: 'random' });
        const exchanged = Support.from({
          weights: input.weights,
          rewards: input.scores.gold,
          scores: { gold: input.rewards },
        });
        const value = support.pairwiseDisagreement('gold');
        expect(value).toBeGreaterThanOrEqual(0);
        expect(value).toBeLessThanOrEqual(1);
        expectClose(exchanged.pairwiseDisagreement('gold'), value, 'exchanged', 1e-13);
        support.dispose();
        exchanged.dispose();
      }),
      { numRuns: 200 }
    );
  });

  it('of equal weights, is that of the samples over all pairs, those of a draw with itself too', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(5), fc.nat(5)), { minLength: 2, maxLength: 60 }), (pairs) => {
        const rewards = pairs.map(([r]) => r);
        const scores = { gold: pairs.map(([, s]) => s) };
        const support = Support.from({ weights: rewards.map(() => 1), rewards, scores });
        const m = rewards.length;
        const ofSamples = Samples.from({ rewards, scores }).pairwiseDisagreement('gold');
        expectClose(support.pairwiseDisagreement('gold'), (ofSamples * (m - 1)) / m, 'disagreement', 1e-13);
        support.dispose();
      }),
      { numRuns: 100 }
    );
  });

  it('takes scores of any size, and infinite rewards', () => {
    const most = Number.MAX_VALUE;
    const support = Support.from({
      probs: [0.5, 0.3, 0.2],
      rewards: [-Infinity, 0, Infinity],
      scores: { gold: [-most, most, most] },
    });
    expect(support.peak('gold')).toEqual({ n: Infinity, value: most });
    // the rounding of the probabilities is what is left of the difference
    expect(Math.abs(support.expectedScore('gold', 1))).toBeLessThan(most * 2 ** -52);
    support.dispose();
  });

  it('copies the scores, and gives them for many n as for one', () => {
    const gold = [0, 1, -2];
    const support = Support.from({ ...EXAMPLE, scores: { gold } });
    gold.fill(9);
    const ns = [1, 1.5, 1e6, Infinity];
    expect(support.expectedScore('gold', ns)).toEqual(Float64Array.from(ns, (n) => support.expectedScore('gold', n)));
    expect(support.expectedScore('gold', Infinity)).toBe(-2);
    expect(support.scoreNames).toEqual(['gold']);
    support.dispose();
  });
});

it('finds two zeros of the slope that are next to each other', () => {
  // with u = 2^-n the slope is u (u - a)(u - b), below 0 between a and b only
  const [a, b] = [0.1, 0.1001];
  const coefficients = [1, -(a + b), a * b];
  const logCdf = Float64Array.of(-3 * Math.LN2, -2 * Math.LN2, -Math.LN2);
  const logStep = Float64Array.of(Infinity, Math.LN2, Math.LN2);
  const { places, risesInTheEnd } = maximaOf(exponentialSum(3, (j) => coefficients[j], { logCdf, logStep }));
  expect(risesInTheEnd).toBe(true);
  expect(places).toHaveLength(1);
  expectClose(places[0], -Math.log2(b), 'n', 1e-12);
});

it('both engines give the same bits', () => {
  fc.assert(
    fc.property(randomSupport, fc.double({ min: 1, max: 1e6, noNaN: true }), fc.nat(), (input, n, seed) => {
      const scores = { gold: lcg(seed, input.rewards.length).map((v) => v % 1000) };
      const [wasm, js] = (['wasm', 'js'] as const).map((kind) => {
        useEngine(kind);
        const support = Support.from({ ...input, scores });
        const said = [support.expectedScore('gold', n), support.peak('gold'), support.pairwiseDisagreement('gold')];
        support.dispose();
        return said;
      });
      expect(wasm).toEqual(js);
    }),
    { numRuns: 300 }
  );
});

describe('bad input', () => {
  const from = (scores: unknown) => () => Support.from({ probs: [0.5, 0.5], rewards: [0, 1], scores } as never);

  it.each([
    [{ gold: [0, Number.NaN] }, RangeError, 'scores.gold[1] is NaN, expected a finite number'],
    [{ gold: [Infinity, 0] }, RangeError, 'scores.gold[0] is Infinity, expected a finite number'],
    [{ gold: [0] }, TypeError, 'rewards has length 2 and scores.gold has length 1; they must be equal'],
    [{ gold: 'x' }, TypeError, 'scores.gold must be a Float64Array, a Float32Array or an array of numbers, got "x"'],
    [[1, 2], TypeError, 'scores must be an object with an array for each name, got a Array'],
    [7, TypeError, 'scores must be an object, got 7'],
  ])('%o', (scores, type, message) => {
    expect(from(scores)).toThrow(type);
    expect(from(scores)).toThrow(message);
  });

  it('of the methods', () => {
    const support = Support.from(EXAMPLE);
    for (const call of [
      () => support.expectedScore('silver', 2),
      () => support.peak('silver'),
      () => support.pairwiseDisagreement('silver'),
    ]) {
      expect(call).toThrow('there is no score "silver"; the scores are: gold');
    }
    expect(() => support.expectedScore('gold', 0.5)).toThrow('n is 0.5, expected a number >= 1');
    expect(() => support.expectedScore('gold', [1, 0])).toThrow('ns[1] is 0, expected a number >= 1');
    expect(() => support.expectedScore('gold', '2' as never)).toThrow('n is "2", expected a number');
    support.dispose();
    expect(() => support.peak('gold')).toThrow('disposed');
  });
});
