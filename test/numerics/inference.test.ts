// Intervals, tests and fits for evaluators, against golden values and what must hold of any input.

import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { adjustPValues } from '../../src/adjust-p-values';
import { betaBinomial } from '../../src/beta-binomial';
import { gaoFit } from '../../src/gao-fit';
import { majorityAtK } from '../../src/majority-at-k';
import { signFlip } from '../../src/numerics/sign-flip';
import { studentQuantile, studentTails } from '../../src/numerics/student';
import { pairedDifference } from '../../src/paired-difference';
import { passAtK } from '../../src/pass-at-k';
import { gPassAtK, passAtKVariance, passHatK } from '../../src/pass-hat-k';
import { proportionInterval } from '../../src/proportion-interval';
import { minimumDetectableEffect, requiredPrompts } from '../../src/sample-size';
import { lcg } from '../helpers/recipes';

const { samples, inference } = JSON.parse(readFileSync(new URL('../golden/beyond.json', import.meta.url), 'utf8'));

/** @param scale - what the error is relative to; by default the value. */
function expectClose(actual: number, golden: string, within: number, scale = Math.abs(Number(golden))): void {
  if (Number(golden) === 0 && scale === 0) expect(Math.abs(actual)).toBeLessThanOrEqual(1e-300);
  else expect(Math.abs(actual - Number(golden)) / scale, `${actual} is not ${golden}`).toBeLessThanOrEqual(within);
}

/** Scores of a paired case: listed, or sixteenths by the recipe. */
function pairOf(c: { size: number; seed: number; a?: number[]; b?: number[]; clusters?: number[] }) {
  const digits = (seed: number, base: number) => lcg(seed, c.size).map((v) => Math.floor(v / 2 ** 16) % base);
  return {
    a: c.a ?? digits(c.seed, 17).map((x) => x / 16),
    b: c.b ?? digits(c.seed + 1, 17).map((x) => x / 16),
    clusters: c.clusters ?? (c.size ? digits(c.seed + 2, 23) : undefined),
  };
}

describe('golden values', () => {
  it('of pass^k, G-Pass@k and the variance of pass@k', () => {
    for (const c of samples.passHatK) {
      const log = Math.abs(Math.log(Number(c.passHatK) || 1));
      expectClose(passHatK(c.samples, c.correct, c.k), c.passHatK, Math.max(1e-13, 2 ** -51 * log));
    }
    for (const c of samples.gPassAtK)
      for (const { tau, value } of c.gPassAtK) expectClose(gPassAtK(c.samples, c.correct, c.k, tau), value, 1e-12);
    for (const c of samples.passAtKVariance) expectClose(passAtKVariance(c.samples, c.correct, c.k), c.variance, 1e-13);
  });

  it('of the winners of a vote', () => {
    for (const { counts, k, wins } of samples.majority) {
      majorityAtK(counts, k).forEach((chance, i) => {
        expectClose(chance, wins[i], 1e-12);
      });
    }
  });

  it('of the beta-binomial model', () => {
    for (const c of samples.betaBinomial) {
      const passed = c.correct ?? lcg(c.seed, c.prompts).map((v) => Math.floor(c.perPrompt * (v / 2 ** 32) ** c.shape));
      const model = betaBinomial(passed, c.samples ?? passed.map(() => c.perPrompt));
      expectClose(model.alpha as number, c.alpha, 1e-10);
      expectClose(model.beta as number, c.beta, 1e-10);
      expectClose(model.logLikelihood, c.logLikelihood, 1e-12);
      for (const { k, value } of c.passAtK) expectClose(model.passAtK(k), value, 1e-11);
      const budget = model.budgetFor(0.9);
      expect(model.passAtK(budget)).toBeGreaterThanOrEqual(0.9);
      expect(model.passAtK(budget - 1)).toBeLessThan(0.9);
    }
  });

  it('of paired differences', () => {
    for (const c of inference.paired) {
      const { a, b, clusters } = pairOf(c);
      const plain = pairedDifference(a, b, { confidence: c.confidence });
      const [low, high] = plain.interval as [number, number];
      const scale = Math.abs(plain.mean) + (high - low) / 2;
      expectClose(plain.mean, c.mean, 1e-13, Math.max(Math.abs(Number(c.mean)), 1e-3));
      expectClose(plain.standardError as number, c.standardError, 1e-13);
      c.interval.forEach((end: string, i: number) => {
        expectClose([low, high][i], end, 1e-12, scale);
      });
      if (c.mcnemar !== undefined) expectClose(plain.pValue as number, c.mcnemar, 1e-12);
      else if (c.signFlip !== undefined) expectClose(plain.pValue as number, c.signFlip, 1e-12);
      const clustered = pairedDifference(a, b, { confidence: c.confidence, clusters });
      expectClose(clustered.clusteredStandardError as number, c.clusteredStandardError, 1e-13);
    }
    for (const c of inference.tInterval) {
      const { mean, standardError, interval } = pairedDifference(
        c.values,
        c.values.map(() => 0),
        { confidence: c.confidence }
      );
      expectClose(mean, c.mean, 1e-13);
      expectClose(standardError as number, c.standardError, 1e-13);
      expectClose(interval?.[0] as number, c.interval[0], 1e-12, Math.abs(mean) + ((interval?.[1] as number) - mean));
    }
  });

  it('of tests and their adjustment', () => {
    for (const { differences, p } of inference.signFlip) expectClose(signFlip(Float64Array.from(differences)), p, 1e-12);
    for (const { onlyFirst, onlySecond, p } of inference.mcnemar) {
      const [a, b] = [
        [...Array(onlyFirst).fill(1), ...Array(onlySecond).fill(0), 1, 0],
        [...Array(onlyFirst).fill(0), ...Array(onlySecond).fill(1), 1, 0],
      ];
      expectClose(pairedDifference(a, b).pValue as number, p, 1e-12);
    }
    for (const c of inference.adjust) {
      for (const method of ['holm', 'sidak'] as const)
        adjustPValues(c.p, method).forEach((p, i) => {
          expectClose(p, c[method][i], 1e-12);
        });
    }
  });

  it('of intervals for proportions, and of quantiles', () => {
    const methods = { wilson: 'wilson', clopperPearson: 'clopper-pearson', jeffreys: 'jeffreys' } as const;
    for (const c of inference.proportion) {
      for (const [name, method] of Object.entries(methods))
        proportionInterval(c.successes, c.trials, { confidence: c.confidence, method }).forEach((end, i) => {
          expectClose(end, c[name][i], 1e-12);
        });
    }
    for (const { df, confidence, value } of inference.tQuantile) expectClose(studentQuantile(confidence, df), value, 1e-12);
  });

  it('of sample sizes and of the fit of over-optimisation', () => {
    for (const c of inference.power) {
      const given = { ...c, samplesA: Number(c.samplesA), samplesB: Number(c.samplesB) };
      expect(requiredPrompts(given)).toBe(c.prompts);
      expectClose(minimumDetectableEffect({ ...given, prompts: c.n }), c.minimumDetectableEffect, 1e-12);
    }
    for (const c of inference.gaoFit) {
      const { alpha, beta, peak, residualSumOfSquares } = gaoFit(c.d, c.reward, c.form);
      expectClose(alpha, c.alpha, 1e-12);
      expectClose(beta, c.beta, 1e-12);
      expectClose(residualSumOfSquares, c.residualSumOfSquares, 1e-12);
      if (c.peak === null || c.peak === undefined) expect(peak).toBe(null);
      else {
        expectClose(peak?.d as number, c.peak.d, 1e-12);
        expectClose(peak?.value as number, c.peak.value, 1e-12);
      }
    }
  });
});

const counts = fc
  .integer({ min: 1, max: 40 })
  .chain((m) => fc.tuple(fc.constant(m), fc.integer({ min: 0, max: m }), fc.integer({ min: 1, max: m })));

describe('what holds of any input', () => {
  it('G-Pass@k falls from pass@k to pass^k', () => {
    fc.assert(
      fc.property(counts, fc.double({ min: 0, max: 1, noNaN: true }), ([m, c, k], tau) => {
        const value = gPassAtK(m, c, k, tau);
        expect(value).toBeLessThanOrEqual(passAtK(m, c, k) * (1 + 1e-12));
        expect(value).toBeGreaterThanOrEqual(passHatK(m, c, k) * (1 - 1e-12));
      })
    );
  });

  it('the winners of a vote are those that counting every choice finds', () => {
    const votes = fc
      .array(fc.integer({ min: 0, max: 4 }), { minLength: 1, maxLength: 5 })
      .filter((all) => all.some((x) => x > 0));
    fc.assert(
      fc.property(votes, fc.integer({ min: 1, max: 8 }), (all, most) => {
        const draws = all.flatMap((count, answer) => Array(count).fill(answer) as number[]).slice(0, 12);
        const sizes = all.map((_, answer) => draws.filter((x) => x === answer).length);
        const k = Math.min(most, draws.length);
        const wins = all.map(() => 0);
        let choices = 0;
        for (let mask = 0; mask < 1 << draws.length; mask++) {
          const chosen = draws.filter((_, i) => (mask >> i) & 1);
          if (chosen.length !== k) continue;
          choices++;
          const got = all.map((_, answer) => chosen.filter((x) => x === answer).length);
          const best = Math.max(...got);
          const winners = got.filter((x) => x === best).length;
          got.forEach((x, answer) => {
            if (x === best) wins[answer] += 1 / winners;
          });
        }
        majorityAtK(sizes, k).forEach((chance, answer) => {
          expect(chance).toBeCloseTo(wins[answer] / choices, 12);
        });
      }),
      { numRuns: 60 }
    );
  });

  it('the quantile of Student is where its tails are', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 5000 }),
        fc.double({ min: 0.01, max: 0.9999, noNaN: true }),
        (degrees, confidence) => {
          const tails = studentTails(studentQuantile(confidence, degrees), degrees);
          expect(Math.abs(tails - (1 - confidence))).toBeLessThan(1e-13);
        }
      )
    );
  });

  it('an interval for a proportion holds the share, is never a point, and mirrors', () => {
    const method = fc.constantFrom('wilson' as const, 'clopper-pearson' as const, 'jeffreys' as const);
    fc.assert(
      fc.property(counts, method, ([m, c], method) => {
        const [low, high] = proportionInterval(c, m, { method });
        expect(low).toBeLessThanOrEqual(c / m + 1e-15);
        expect(high).toBeGreaterThanOrEqual(c / m - 1e-15);
        expect(high - low).toBeGreaterThan(0);
        const [mirroredLow, mirroredHigh] = proportionInterval(m - c, m, { method });
        expect(mirroredLow).toBeCloseTo(1 - high, 13);
        expect(mirroredHigh).toBeCloseTo(1 - low, 13);
      })
    );
  });

  it('a comparison the other way round has the other sign, and the same p-value', () => {
    const scores = fc.array(fc.tuple(fc.double({ min: -9, max: 9, noNaN: true }), fc.double({ min: -9, max: 9, noNaN: true })), {
      minLength: 2,
      maxLength: 24,
    });
    fc.assert(
      fc.property(scores, (pairs) => {
        const [a, b] = [pairs.map(([x]) => x), pairs.map(([, y]) => y)];
        const [there, back] = [pairedDifference(a, b), pairedDifference(b, a)];
        expect(back.mean).toBeCloseTo(-there.mean, 12);
        expect(back.pValue).toBeCloseTo(there.pValue as number, 12);
        expect(back.test).toBe(there.test);
      }),
      { numRuns: 40 }
    );
  });

  it('scores of any size are compared alike', () => {
    const [a, b, clusters] = [
      [3, 1, 0, -2, 2.5],
      [-1, 1, 0.5, 1, 2],
      [1, 1, 2, 2, 3],
    ];
    const plain = pairedDifference(a, b);
    const grouped = pairedDifference(a, b, { clusters });
    // powers of two change no bit, from the smallest subnormal that holds a half to the largest double
    for (const unit of [2 ** -1073, 2 ** -600, 2 ** -401, 2 ** 489, 2 ** 600, 2 ** 1021]) {
      const by = (values: number[]) => values.map((x) => x * unit);
      const found = pairedDifference(by(a), by(b));
      expect(found.pValue, String(unit)).toBe(plain.pValue);
      expect(found.mean / unit).toBeCloseTo(plain.mean, unit === 2 ** -1073 ? -1 : 12);
      if (unit === 2 ** -1073) continue;
      expect((found.standardError as number) / unit).toBeCloseTo(plain.standardError as number, 12);
      expect((found.interval as [number, number])[1] / unit).toBeCloseTo((plain.interval as [number, number])[1], 12);
      const inGroups = pairedDifference(by(a), by(b), { clusters });
      expect((inGroups.clusteredStandardError as number) / unit).toBeCloseTo(grouped.clusteredStandardError as number, 12);
      expect(inGroups.pValue).toBeCloseTo(grouped.pValue as number, 12);
    }
    expect(pairedDifference([1.7e308, 0], [-1.7e308, 0]).pValue).toBe(1);
    expect(pairedDifference([5e-324, 0, 0], [0, 0, 5e-324]).pValue).toBe(1);
  });
});

describe('a model without a maximum says so', () => {
  it('problems that differ by chance only have the binomial limit', () => {
    const model = betaBinomial([2, 2, 2, 2], [4, 4, 4, 4]);
    expect([model.limit, model.alpha, model.passAtK(3)]).toEqual(['binomial', Infinity, 1 - 0.5 ** 3]);
    expect(model.budgetFor(0.9)).toBe(4);
    expect(model.budgetFor(1)).toBe(Infinity);
  });

  it('problems that always fail or always pass have no spread between', () => {
    const model = betaBinomial([4, 0, 0, 4], [4, 4, 4, 4]);
    expect([model.limit, model.alpha, model.passAtK(100)]).toEqual(['degenerate', null, 0.5]);
    expect(model.budgetFor(0.5)).toBe(1);
    expect(model.budgetFor(0.6)).toBe(Infinity);
    expect(betaBinomial([0, 0], [3, 5]).passAtK(9)).toBe(0);
  });
});

describe('bad input', () => {
  it.each<[string, () => unknown, string]>([
    [
      'more correct than samples',
      () => passHatK(3, 4, 1),
      'correct is 4, expected a whole number from 0 to 3, the number of samples',
    ],
    ['tau beyond 1', () => gPassAtK(3, 1, 1, 1.5), 'tau is 1.5, expected a number from 0 to 1'],
    ['k beyond half', () => passAtKVariance(3, 1, 2), 'k is 2, expected a whole number from 1 to 1, half the number of samples'],
    ['no votes', () => majorityAtK([0, 0], 1), 'counts sum to 0, so there is no sample'],
    ['half a vote', () => majorityAtK([1, 0.5], 1), 'counts[1] is 0.5, expected a whole number from 0 to 9007199254740991'],
    [
      'another method',
      () => proportionInterval(1, 2, { method: 'wald' as never }),
      'method is "wald", expected "wilson", "clopper-pearson" or "jeffreys"',
    ],
    ['no probability', () => adjustPValues([0.5, 2]), 'p[1] is 2, expected a probability from 0 to 1'],
    ['other lengths', () => pairedDifference([1], [1, 2]), 'a has length 1 and b has length 2; they must be equal'],
    ['an infinite score', () => pairedDifference([1, Infinity], [1, 2]), 'a[1] is Infinity, expected a finite number'],
    [
      'one cluster',
      () => pairedDifference([1, 2], [2, 1], { clusters: ['x', 'x'] }),
      'all prompts are of the cluster "x": an error over clusters needs at least two of them',
    ],
    ['no effect', () => requiredPrompts({ effect: 0, omegaSquared: 1 }), 'effect is 0, expected a number > 0'],
    ['one point', () => gaoFit([0, 1, 1], [0, 1, 2]), 'd needs at least two distinct values above 0'],
    ['no problem', () => betaBinomial([], []), 'correct has no problem'],
  ])('%s', (_, call, message) => {
    expect(call).toThrow(message);
  });
});
