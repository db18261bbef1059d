// Selection rules as laws of ranks, and the pessimistic policy: golden values, enumeration, and what holds for every support.

import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { winRateFrontier } from '../../src/frontier';
import { klDivergence, type PolicyMetrics, Support } from '../../src/index';
import { inBothEngines } from '../helpers/both-engines';
import { expectClose } from '../helpers/close';
import { type Recipe, supportOf } from '../helpers/recipes';

type Law = 'worstOf' | 'topOf' | 'bestOfPoisson' | 'topFraction' | 'pessimistic';
type Golden = { law: Law; args: number[]; policy?: string[]; probs?: number[]; name: string } & Record<string, string> & Recipe;

const golden = JSON.parse(readFileSync(new URL('../golden/laws.json', import.meta.url), 'utf8')) as Golden[];

type Call = (...args: number[]) => PolicyMetrics;
const call = (support: Support, law: Law, args: number[]) => (support[law] as Call).apply(support, args);

describe('golden values', () => {
  it.each(['worstOf', 'topOf', 'bestOfPoisson', 'topFraction', 'pessimistic'] as const)('%s', (law) => {
    const cases = golden.filter((c) => c.law === law);
    expect(cases.length).toBeGreaterThan(20);
    for (const c of cases) {
      const input = c.probs ? { probs: c.probs, rewards: c.rewards as unknown as number[], ties: c.ties } : supportOf(c);
      const actual = inBothEngines(() => call(Support.from(input), law, c.args)) as unknown as Record<string, number>;
      for (const name of ['kl', 'winRate', 'expectedReward', 'threshold', 'chiSquared'])
        if (c[name] !== undefined) expectClose(actual[name], c[name], `${c.name} ${law}(${c.args}) ${name}`);
      const policy = actual.policy as unknown as Float64Array;
      c.policy?.forEach((q, i) => {
        if (Number(q) === 0 || Number(q) > 1e-290) expectClose(policy[i], q, `${c.name} ${law}(${c.args}) policy[${i}]`);
      });
    }
  });
});

/** The policy that chooses from every tuple of n draws; `choose` gives the chance of each block that occurs, from the draws by rising rank. */
function enumerated(probs: number[], ranks: number[], n: number, choose: (drawn: number[]) => Map<number, number>): number[] {
  const policy = probs.map(() => 0);
  const blockMass = (rank: number) => probs.reduce((sum, p, i) => sum + (ranks[i] === rank ? p : 0), 0);
  const visit = (drawn: number[], chance: number) => {
    if (drawn.length < n) {
      for (const rank of new Set(ranks)) visit([...drawn, rank], chance * blockMass(rank));
      return;
    }
    for (const [rank, part] of choose(drawn.sort((a, b) => a - b)))
      ranks.forEach((r, i) => {
        if (r === rank) policy[i] += (chance * part * probs[i]) / blockMass(rank);
      });
  };
  visit([], 1);
  return policy;
}

const bestOf = (j: number) => (drawn: number[]) => {
  const parts = new Map<number, number>();
  for (const rank of drawn.slice(-j)) parts.set(rank, (parts.get(rank) ?? 0) + 1 / j);
  return parts;
};

const SMALL = [
  { probs: [0.5, 0.25, 0.125, 0.125], rewards: [0, 3, 1, 2] },
  { probs: [0.1, 0.2, 0.3, 0.4], rewards: [1, 0, 1, 2] },
  { probs: [0.7, 0.3], rewards: [5, -5] },
];

function expectPolicy(actual: Float64Array, wanted: number[], within = 1e-14): void {
  wanted.forEach((q, i) => {
    expect(Math.abs(actual[i] - q)).toBeLessThanOrEqual(within);
  });
}

describe('every tuple of draws', () => {
  it.each(SMALL)('$probs', (input) => {
    const support = Support.from(input);
    for (const n of [1, 2, 3, 5]) {
      const worst = enumerated(input.probs, input.rewards, n, (drawn) => new Map([[drawn[0], 1]]));
      expectPolicy(support.worstOf(n).policy, worst);
      for (let j = 1; j <= n; j++) expectPolicy(support.topOf(n, j).policy, enumerated(input.probs, input.rewards, n, bestOf(j)));
    }
  });

  it('best of Poisson is the mixture of best-of-n', () => {
    for (const input of SMALL) {
      const support = Support.from(input);
      const mu = 1.25;
      const mixture = input.probs.map(() => 0);
      for (let k = 0, chance = Math.exp(-mu); k < 60; k++, chance *= mu / k)
        support.policy(k + 1).forEach((q, i) => {
          mixture[i] += chance * q;
        });
      expectPolicy(support.bestOfPoisson(mu).policy, mixture);
    }
  });
});

interface Input {
  weights: number[];
  rewards: number[];
  ties: 'random' | 'index';
}

/** Weights over hundreds of decades, some of them 0, and rewards that tie. */
const input: fc.Arbitrary<Input> = fc
  .tuple(
    fc.array(
      fc.tuple(
        fc.oneof(
          fc.integer({ min: 0, max: 9 }),
          fc.double({ min: -250, max: 0, noNaN: true }).map((e) => 10 ** e)
        ),
        fc.integer({ min: -4, max: 4 })
      ),
      { minLength: 1, maxLength: 12 }
    ),
    fc.constantFrom('random' as const, 'index' as const)
  )
  .filter(([outcomes]) => outcomes.some(([w]) => w > 0))
  .map(([outcomes, ties]) => ({ weights: outcomes.map(([w]) => w), rewards: outcomes.map(([, r]) => r), ties }));

const real = fc.oneof(
  fc.double({ min: 0, max: 5, noNaN: true }),
  fc.double({ min: -15, max: 300, noNaN: true }).map((e) => 10 ** e)
);
const draws = fc
  .tuple(fc.integer({ min: 1, max: 200 }), fc.integer({ min: 1, max: 200 }))
  .map(([a, b]) => [Math.max(a, b), Math.min(a, b)]);

describe('every support', () => {
  it('a policy sums to 1, its metrics are its own, and its win rate is within the frontier', () => {
    fc.assert(
      fc.property(input, real, draws, (input, x, [n, j]) => {
        const calls: [Law, number[]][] = [
          ['worstOf', [1 + x]],
          ['bestOfPoisson', [x]],
          ['topFraction', [1 + x]],
          ['topOf', [n, j]],
          ['pessimistic', [Math.min(x, 1e300) + 1e-12]],
        ];
        for (const [law, args] of calls) {
          const what = `${law}(${args})`;
          const { policy, kl, winRate, expectedReward } = inBothEngines(() => call(Support.from(input), law, args));
          const support = Support.from(input);
          const sum = policy.reduce((a, b) => a + b);
          expect(Math.abs(sum - 1), what).toBeLessThanOrEqual(1e-15 * (policy.length + 4));
          expect(Math.min(...policy), what).toBeGreaterThanOrEqual(0);
          expect(kl, what).toBeGreaterThanOrEqual(0);
          if (kl > 1e-8) expect(Math.abs(klDivergence(policy, support.policy(1)) / kl - 1), what).toBeLessThan(1e-6);
          const frontier = winRateFrontier(kl) + 1e-14;
          if (law === 'worstOf') expect(winRate, what).toBeLessThanOrEqual(0.5 + 1e-15);
          else expect(winRate, what).toBeGreaterThanOrEqual(0.5 - 2e-15);
          expect(Math.max(winRate, 1 - winRate), what).toBeLessThanOrEqual(frontier);
          const mean = policy.reduce((total, q, i) => total + q * input.rewards[i], 0);
          expect(Math.abs(expectedReward - mean), what).toBeLessThan(1e-13);
          support.dispose();
        }
      }),
      { numRuns: 60 }
    );
  });

  it('the worst of n is the best of n of the negated rewards', () => {
    fc.assert(
      fc.property(input, real, ({ weights, rewards }, x) => {
        const n = 1 + x;
        const worst = Support.from({ weights, rewards }).worstOf(n);
        const negated = Support.from({ weights, rewards: rewards.map((r) => -r) });
        const best = negated.metrics(n, ['kl', 'winRate', 'expectedReward']);
        expectClose(worst.kl, best.kl, 'kl');
        expect(Math.abs(worst.winRate + best.winRate - 1)).toBeLessThan(1e-15 * 4);
        expect(Math.abs(worst.expectedReward + best.expectedReward)).toBeLessThan(1e-13);
        negated.policy(n).forEach((q, i) => {
          if (q > 1e-280) expectClose(worst.policy[i], q, `policy[${i}]`);
        });
      }),
      { numRuns: 60 }
    );
  });

  it('the pessimistic policy depends on the ratios of rewards and penalty alone', () => {
    const rewards = [0, 1, 3, 4, 6];
    const weights = [3, 1, 2, 2, 1];
    for (const beta of [0.5, 3, 64, 2 ** 80]) {
      const wanted = Support.from({ weights, rewards }).pessimistic(beta);
      // down to multiples of the least double, and up to where sums of rewards would overflow
      for (const unit of [2 ** -1074, 2 ** -1000, 2 ** -500, 2 ** 500, 2 ** 1021]) {
        if ((beta * unit) / unit !== beta) continue;
        const support = Support.from({ weights, rewards: rewards.map((r) => r * unit) });
        const actual = inBothEngines(() => support.pessimistic(beta * unit));
        expect(actual.policy).toEqual(wanted.policy);
        expect(actual.kl).toBe(wanted.kl);
        expect(actual.chiSquared).toBe(wanted.chiSquared);
      }
    }
  });

  it('the chi-squared divergence of all mass on a rare highest reward is finite', () => {
    const support = Support.from({ probs: [1, 1e-250, 1e-270], rewards: [0, 1, 2] });
    const { policy, chiSquared } = inBothEngines(() => support.pessimistic(1e-300));
    expect(policy).toEqual(Float64Array.of(0, 0, 1));
    expect(chiSquared / 1e270).toBeCloseTo(1, 13);
    // the ratio of a mass below 2^-1024 overflows, its logarithm does not
    const rarest = Support.from({ weights: [1, 5e-324], rewards: [1, 2] });
    const rare = inBothEngines(() => rarest.pessimistic(5e-324));
    expect(rare.policy).toEqual(Float64Array.of(0, 1));
    expect(rare.winRate).toBe(1);
    expect(rare.kl / (1074 * Math.LN2)).toBeCloseTo(1, 13);
  });

  it('the pessimistic policy follows from its threshold, and no other gains more', () => {
    fc.assert(
      fc.property(
        input,
        fc.double({ min: 0.01, max: 100, noNaN: true }),
        fc.double({ min: 0.01, max: 0.99, noNaN: true }),
        (input, beta, part) => {
          const support = Support.from(input);
          const reference = support.policy(1);
          const { policy, threshold, chiSquared, expectedReward } = support.pessimistic(beta);
          expectPolicy(
            policy,
            [...reference].map((p, i) => (p * Math.max(input.rewards[i] - threshold, 0)) / beta),
            1e-12
          );
          const gain = expectedReward - (beta / 2) * chiSquared;
          // towards all mass on the highest reward, and towards the reference
          for (const other of [support.topFraction(Infinity).policy, reference]) {
            const mixed = policy.map((q, i) => q + part * (other[i] - q));
            const mean = mixed.reduce((total, q, i) => total + q * input.rewards[i], 0);
            const spread = mixed.reduce(
              (total, q, i) => total + (reference[i] > 0 ? (q - reference[i]) ** 2 / reference[i] : 0),
              0
            );
            expect(mean - (beta / 2) * spread).toBeLessThanOrEqual(gain + 1e-9 * (1 + beta * spread));
          }
        }
      ),
      { numRuns: 60 }
    );
  });
});

describe('ends', () => {
  const input = { weights: [3, 0, 1, 2, 2], rewards: [1, 9, 0, 1, 2] };

  it('the reference, all mass on one end, and best-of-n', () => {
    for (const ties of ['random', 'index'] as const) {
      const support = Support.from({ ...input, ties });
      const same = [
        support.worstOf(1),
        support.topOf(7, 7),
        support.topOf(1, 1),
        support.bestOfPoisson(0),
        support.topFraction(1),
      ];
      for (const { kl, winRate, policy } of same) {
        expect([kl, winRate]).toEqual([0, 0.5]);
        expect(policy).toEqual(support.policy(1));
      }
      const highest = [
        support.topOf(Infinity, 3),
        support.bestOfPoisson(Infinity),
        support.topFraction(Infinity),
        support.pessimistic(1e-9),
      ];
      for (const n of [1e15, 1e300]) highest.push(support.bestOfPoisson(n), support.topFraction(n), support.topOf(n, 2));
      for (const { kl, policy } of highest) {
        expectClose(kl, '1.386294361119890618834464', 'kl');
        expect([...policy]).toEqual([0, 0, 0, 0, 1]);
      }
      for (const n of [1e5, 1e300, Infinity]) {
        const { kl, policy, expectedReward } = support.worstOf(n);
        expectClose(kl, '2.079441541679835928251696', 'kl');
        expect([...policy]).toEqual([0, 0, 1, 0, 0]);
        expect(expectedReward).toBe(0);
      }
      const { kl, winRate, expectedReward } = support.metrics(5);
      expect(support.topOf(5, 1)).toEqual({ kl, winRate, expectedReward, policy: support.policy(5) });
    }
  });

  it('infinite rewards, where ranks alone count', () => {
    const support = Support.from({ probs: [0.25, 0.5, 0.25], rewards: [-Infinity, 0, Infinity] });
    expect([...support.topFraction(2).policy]).toEqual([0, 0.5, 0.5]);
    expect(support.topFraction(2).expectedReward).toBe(Infinity);
    expect(support.worstOf(Infinity).expectedReward).toBe(-Infinity);
    expect(support.worstOf(2).expectedReward).toBeNaN();
    expect(() => support.pessimistic(1)).toThrow('a support with infinite rewards has no pessimistic policy');
  });

  it('rewards next to the largest double, and a single outcome', () => {
    const far = inBothEngines(() => Support.from({ weights: [1, 1], rewards: [-1.7e308, 1.7e308] }).pessimistic(1.7e308));
    expect([...far.policy]).toEqual([0, 1]);
    const one = Support.from({ weights: [2], rewards: [3] });
    for (const { kl, policy } of [
      one.worstOf(3),
      one.topOf(5, 2),
      one.bestOfPoisson(2),
      one.topFraction(9),
      one.pessimistic(1),
    ]) {
      expect(kl).toBe(0);
      expect([...policy]).toEqual([1]);
    }
  });
});

describe('from a continuous reference', () => {
  // many outcomes of equal mass are as good as one, up to a part of about 1 / size^2
  const uniform = (size: number) =>
    Support.from({ weights: new Float64Array(size).fill(1), rewards: Float64Array.from({ length: size }, (_, i) => i) });
  const support = uniform(2e5);
  const small = uniform(1e4);
  const shortfall = ({ kl, winRate }: PolicyMetrics) => winRateFrontier(kl) - winRate;

  it('the shortfalls from the frontier are the known ones', () => {
    // where they are largest, by calculation with 25 digits
    expect(shortfall({ ...support.metrics(1.778256), policy: new Float64Array() })).toBeCloseTo(0.0094729780752, 9);
    expect(shortfall(support.bestOfPoisson(2.50903))).toBeCloseTo(0.00016892824, 9);
    for (const mu of [2.4, 2.6]) expect(shortfall(support.bestOfPoisson(mu))).toBeLessThan(0.00016892824);
  });

  it('win rates are those of their closed forms', () => {
    for (const mu of [0.5, 3, 40]) {
      const winRate = 1 - 1 / mu + (1 - Math.exp(-mu)) / mu ** 2;
      expect(support.bestOfPoisson(mu).winRate).toBeCloseTo(winRate, 9);
    }
    expect(support.worstOf(9).winRate).toBeCloseTo(0.1, 9);
    expect(support.topFraction(8).winRate).toBeCloseTo(1 - 1 / 16, 10);
    expect(support.topFraction(8).kl).toBeCloseTo(Math.log(8), 10);
    // the mean rank of the k-th best of n is 1 - k/(n+1)
    for (const [n, j] of [
      [10, 3],
      [1000, 50],
    ])
      expect(small.topOf(n, j).winRate).toBeCloseTo(1 - (j + 1) / (2 * (n + 1)), 7);
  });
});

it('wrong arguments are named', () => {
  const support = Support.from({ weights: [1, 1], rewards: [0, 1] });
  expect(() => support.worstOf(0.5)).toThrow('n is 0.5, expected a number >= 1');
  expect(() => support.topOf(1.5, 1)).toThrow('n is 1.5, expected a whole number >= 1');
  expect(() => support.topOf(4, 5)).toThrow('j is 5, expected a whole number from 1 to 4, n');
  expect(() => support.topOf(Infinity, Infinity)).toThrow('j is Infinity');
  expect(() => support.bestOfPoisson(-1)).toThrow('mu is -1, expected a number >= 0');
  expect(() => support.bestOfPoisson('1' as never)).toThrow('mu is "1", expected a number');
  expect(() => support.topFraction(Number.NaN)).toThrow('m is NaN, expected a number >= 1');
  expect(() => support.pessimistic(0)).toThrow('beta is 0, expected a finite number > 0');
  expect(() => support.pessimistic(Infinity)).toThrow('beta is Infinity');
  support.dispose();
  expect(() => support.worstOf(2)).toThrow('disposed');
});
