// A proxy against a gold score: what holds of any samples, and cases that are plain.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { klBound } from '../../src/bounds';
import { goldCurve } from '../../src/gold-curve';
import { Samples } from '../../src/samples';

/** Prompts whose gold score is a function of the reward, which is 1, 2, … */
const promptsOf = (prompts: number, size: number, gold: (reward: number, prompt: number) => number) =>
  Array.from({ length: prompts }, (_, i) => {
    const rewards = Array.from({ length: size }, (_, j) => j + 1);
    return Samples.from({ rewards, scores: { gold: rewards.map((x) => gold(x, i)) } });
  });

describe('goldCurve', () => {
  it('finds the peak, what is close to it, and where harm begins', () => {
    // rises to 10 and falls to below the beginning, with a little noise that belongs to the prompt and the sample
    const prompts = promptsOf(30, 16, (x, i) => 36 - (x - 10) ** 2 + ((x * 7 + i * 5) % 11) / 10);
    const curve = goldCurve(prompts, { score: 'gold', ns: Array.from({ length: 16 }, (_, i) => i + 1) });
    const golds = curve.points.map(({ gold }) => gold);
    expect(curve.peak.value).toBe(Math.max(...golds));
    expect(curve.peak.n).toBe(golds.indexOf(curve.peak.value) + 1);
    expect(curve.peak.between[0]).toBeLessThanOrEqual(curve.peak.n);
    expect(curve.peak.between[1]).toBeGreaterThanOrEqual(curve.peak.n);
    const { harmless, harmful } = curve as { harmless: number; harmful: number };
    expect(harmless).toBeLessThan(harmful);
    for (const { n, gain, band } of curve.points) {
      if (n === 1) expect([gain, band]).toEqual([0, null]);
      if (n === harmless) expect(band?.[0]).toBeGreaterThanOrEqual(0);
      if (n === harmful) expect(band?.[1]).toBeLessThan(0);
    }
  });

  it('is certain of nothing where prompts differ by rounding only', () => {
    // every prompt gains the same, but for the rounding of its shift
    const prompts = promptsOf(5, 6, (x, i) => [0.4, 0.9, 0.3, 0.7, 0.1, 0.2][x - 1] + i / 10);
    const { points, harmless, harmful } = goldCurve(prompts, { score: 'gold', ns: [1, 2, 4] });
    expect(points.map(({ band }) => band)).toEqual([null, null, null]);
    expect([harmless, harmful]).toEqual([null, null]);
  });

  it('takes the fewest samples of those that are equal but for rounding for the peak', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 1, maxLength: 7 }), (shifts) => {
        // the same mean gold score whatever is chosen
        const prompts = shifts.flatMap((shift) =>
          [1, -1].map((sign) => {
            const rewards = [1, 2, 3, 4, 5];
            return Samples.from({ rewards, scores: { gold: rewards.map((x) => shift / 10 + (sign * x) / 10) } });
          })
        );
        const { peak, points, fit } = goldCurve(prompts, { score: 'gold', ns: [1, 2, 4] });
        expect(peak.n).toBe(1);
        expect(points.map(({ gain }) => gain)).toEqual([0, 0, 0]);
        expect(fit).toBeNull();
      })
    );
  });

  it('has gains over n = 1, whatever n are asked for', () => {
    const prompts = promptsOf(6, 8, (x, i) => x * (9 - x) + i * (x % 3));
    const all = goldCurve(prompts, { score: 'gold', ns: [1, 4] });
    expect(goldCurve(prompts, { score: 'gold', ns: [4] })).toEqual(all);
    expect(all.points[1].gain).toBeCloseTo(all.points[1].gold - all.points[0].gold, 12);
  });

  it('has the formula as the divergence, and the estimate where there are log-probabilities', () => {
    const prompts = promptsOf(3, 4, (x) => -x);
    const byFormula = goldCurve(prompts, { score: 'gold' });
    expect(byFormula.divergence).toBe('formula');
    expect(byFormula.points.map(({ n, kl, distance }) => [n, kl, distance])).toEqual(
      [1, 2, 4].map((n) => [n, klBound(n), Math.sqrt(klBound(n))])
    );
    const withLogs = prompts.map((_, i) =>
      Samples.from({ rewards: [1, 2, 3], logProbs: [-1 - i, -2, -3], scores: { gold: [1, 2, 0] } })
    );
    const byEstimate = goldCurve(withLogs, { score: 'gold' });
    expect(byEstimate.divergence).toBe('estimate');
    const mean = withLogs.reduce((sum, samples) => sum + samples.klEstimate(2), 0) / withLogs.length;
    expect(byEstimate.points[1].kl).toBeCloseTo(mean, 14);
  });

  it('counts gains from n = 1, also where that was not asked for', () => {
    const prompts = promptsOf(5, 8, (x, i) => x * (6 - x) + ((x * 5 + i) % 7));
    const curve = goldCurve(prompts, { score: 'gold', ns: [4, 8] });
    expect(curve.points.map(({ n }) => n)).toEqual([1, 4, 8]);
    for (const { n, gain } of curve.points) {
      const gains = prompts.map((samples) => samples.expectedScore('gold', n) - samples.expectedScore('gold', 1));
      expect(gain).toBeCloseTo(gains.reduce((sum, x) => sum + x, 0) / 5, 12);
    }
  });

  it('finds the parabola that the gold scores follow', () => {
    // gains of d (3 - d) at every n, by one gold score for each number of samples
    const ns = [1, 2, 4];
    const wanted = ns.map((n) => Math.sqrt(klBound(n)) * (3 - Math.sqrt(klBound(n))));
    // of 4 samples the best of 2 is the third with 2/6 and the fourth with 3/6: solve for the scores of the samples from the top
    const s4 = wanted[2];
    const s3 = 0;
    const s2 = (wanted[1] - s4 / 2 - s3 / 3) * 6;
    const s1 = -s2 - s3 - s4;
    const samples = Samples.from({ rewards: [1, 2, 3, 4], scores: { gold: [s1, s2, s3, s4] } });
    const { fit } = goldCurve([samples, samples], { score: 'gold', ns });
    expect(fit?.alpha).toBeCloseTo(3, 10);
    expect(fit?.beta).toBeCloseTo(1, 10);
    expect(fit?.peak?.d).toBeCloseTo(1.5, 10);
  });

  it('says nothing certain of one prompt, nor of a score that never changes', () => {
    const one = goldCurve(
      promptsOf(1, 8, (x) => -x),
      { score: 'gold' }
    );
    expect(one).toMatchObject({ harmless: null, harmful: null, peak: { n: 1, between: [1, 8] } });
    const constant = goldCurve(
      promptsOf(5, 8, () => 0.5),
      { score: 'gold' }
    );
    expect(constant).toMatchObject({ harmless: 8, harmful: null, fit: null, peak: { n: 1, value: 0.5, between: [1, 8] } });
  });

  it('holds what is certain for the mirrored score too', () => {
    const prompts = fc.array(fc.array(fc.integer({ min: -3, max: 3 }), { minLength: 4, maxLength: 4 }), {
      minLength: 2,
      maxLength: 6,
    });
    fc.assert(
      fc.property(prompts, (golds) => {
        const of = (sign: number) =>
          goldCurve(
            golds.map((gold) => Samples.from({ rewards: [1, 2, 3, 4], scores: { gold: gold.map((x) => sign * x) } })),
            { score: 'gold' }
          );
        const [there, mirrored] = [of(1), of(-1)];
        there.points.forEach(({ gain, band }, i) => {
          expect(mirrored.points[i].gain).toBeCloseTo(-gain, 12);
          if (band) {
            expect(mirrored.points[i].band?.[0]).toBeCloseTo(-band[1], 9);
            // a band holds the difference that it is of
            expect(band[0]).toBeLessThanOrEqual(gain);
            expect(band[1]).toBeGreaterThanOrEqual(gain);
          }
        });
      }),
      { numRuns: 50 }
    );
  });

  it('takes clusters for the errors', () => {
    const prompts = promptsOf(8, 4, (x, i) => x * (Math.floor(i / 4) === 0 ? 1 : 2));
    const options = { score: 'gold', ns: [1, 2] };
    const apart = goldCurve(prompts, options).points[1].band as [number, number];
    const clustered = goldCurve(prompts, { ...options, clusters: prompts.map((_, i) => Math.floor(i / 4)) }).points[1].band;
    expect((clustered as [number, number])[1] - (clustered as [number, number])[0]).toBeGreaterThan(apart[1] - apart[0]);
  });

  it('names what is wrong', () => {
    const prompts = promptsOf(2, 2, (x) => x);
    const messages: [() => unknown, string][] = [
      [() => goldCurve(prompts, { score: 'golden' }), 'prompt 0: there is no score "golden"; the scores are: gold'],
      [() => goldCurve([], { score: 'gold' }), 'there is no prompt'],
      [() => goldCurve(prompts, { score: 'gold', ns: [1, 3] }), 'ns[1] is 3, expected at most the smallest number of samples, 2'],
      [() => goldCurve(prompts, { score: 'gold', confidence: 0 }), 'confidence is 0'],
      [() => goldCurve(5 as never, { score: 'gold' }), 'prompts must be iterable, got 5'],
      [() => goldCurve([prompts[0], 1] as never, { score: 'gold' }), 'prompt 1 is 1, expected Samples'],
      [
        () => goldCurve([Samples.from({ rewards: [1, 2], scores: { gold: [0, Infinity] } })], { score: 'gold' }),
        'prompt 0 has the gold Infinity at n = 1, expected finite scores',
      ],
      [
        () => goldCurve(prompts, { score: 'gold', clusters: ['a', 'a'] }),
        'all prompts are of the cluster "a": an error over clusters needs at least two of them',
      ],
    ];
    for (const [call, message] of messages) expect(call).toThrow(message);
  });
});
