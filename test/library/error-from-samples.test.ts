// Which part of an error comes from the samples: over sets of prompts drawn anew it is what their variance says, and it is told only where it can be.

import { describe, expect, it } from 'vitest';
import { aggregate, Samples } from '../../src/index';
import { passAtKVariance } from '../../src/pass-hat-k';
import { random } from '../helpers/promise';

const flagsOf = (passed: number, size: number) =>
  Samples.from({ rewards: Array.from({ length: size }, (_, i) => (i < passed ? 1 : 0)) });

describe('errorFromSamples', () => {
  it('is the root of the variances within prompts by their number', () => {
    const counts = [3, 0, 8, 5];
    const { rows } = aggregate(
      counts.map((passed) => flagsOf(passed, 8)),
      { ns: [1, 2, 4, 8] }
    );
    for (const { n, expectedReward } of rows.slice(0, 3)) {
      const sum = counts.reduce((all, passed) => all + passAtKVariance(8, passed, n), 0);
      expect(expectedReward.errorFromSamples).toBeCloseTo(Math.sqrt(sum) / 4, 14);
    }
    expect(rows[3].expectedReward.errorFromSamples).toBeUndefined();
  });

  it('is all of the error where prompts do not differ, and next to none where each always passes or fails', () => {
    const u = random(5);
    const draw = (rate: number) => flagsOf(Array.from({ length: 16 }, () => u()).filter((x) => x < rate).length, 16);
    const shareOf = (prompts: Samples[]) => {
      const { errorFromSamples = Number.NaN, standardError } = aggregate(prompts, { ns: [1] }).rows[0].expectedReward;
      return errorFromSamples / (standardError as number);
    };
    expect(shareOf(Array.from({ length: 400 }, () => draw(0.5)))).toBeGreaterThan(0.9);
    expect(shareOf(Array.from({ length: 400 }, (_, i) => draw(i % 2)))).toBe(0);
    // half of the variance is the prompts' own: rates of 1/2 +- 1/8 against 1/2 (1 - 1/2) / 16
    const share = shareOf(Array.from({ length: 2000 }, (_, i) => draw(0.5 + (i % 2 ? 0.125 : -0.125))));
    expect(share ** 2).toBeGreaterThan(0.43);
    expect(share ** 2).toBeLessThan(0.55);
  });

  it.each<[string, number[][], number[]]>([
    ['of one sample a prompt', [[1], [0], [1]], [1]],
    [
      'of rewards that are no flags',
      [
        [0.5, 0.25],
        [0.75, 0.75],
      ],
      [1],
    ],
    [
      'of two thirds that look like flags at n = 1',
      [
        [0.5, 0.5, 0, 0],
        [1, 1, 0, 0],
      ],
      [1, 2],
    ],
    [
      'without n = 1',
      [
        [1, 0, 1, 1],
        [0, 0, 1, 0],
      ],
      [2],
    ],
  ])('cannot be told %s', (_, lists, ns) => {
    const { rows } = aggregate(
      lists.map((rewards) => Samples.from({ rewards })),
      { ns }
    );
    expect(rows[rows.length - 1].expectedReward.errorFromSamples).toBeUndefined();
  });
});
