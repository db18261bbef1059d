// Judgements held out: golden values, every choice by every window, and what must hold of any scores.

import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { holdoutBestOf, Samples } from '../../src/index';
import { choices, shuffled, sum } from '../helpers/choices';
import { expectClose } from '../helpers/close';
import { lcg } from '../helpers/recipes';

const { samples: golden } = JSON.parse(readFileSync(new URL('../golden/beyond.json', import.meta.url), 'utf8'));

describe('golden values', () => {
  it('of judgements held out', () => {
    for (const { matrix, n, judges, value } of golden.holdout)
      expectClose(holdoutBestOf(matrix, n, judges), value, `n = ${n}`, 2e-15);
  });
});

const near = (a: number, b: number, size = 1 + Math.abs(b)) =>
  expect(Math.abs(a - b), `${a}, expected ${b}`).toBeLessThanOrEqual(1e-13 * size);

/** A matrix of a few small scores, an n and a number of judges. */
const judged = fc.tuple(fc.integer({ min: 1, max: 7 }), fc.integer({ min: 2, max: 5 })).chain(([m, columns]) =>
  fc.tuple(
    fc.array(fc.array(fc.integer({ min: -3, max: 3 }), { minLength: columns, maxLength: columns }), {
      minLength: m,
      maxLength: m,
    }),
    fc.integer({ min: 1, max: m }),
    fc.integer({ min: 1, max: columns - 1 })
  )
);

describe('judgements held out', () => {
  it('are paid to the best of every choice, by every window', () => {
    fc.assert(
      fc.property(judged, ([scores, n, judges]) => {
        const columns = scores[0].length;
        const results: number[] = [];
        for (let start = 0; start < columns; start++) {
          const isJudge = (j: number) => (j - start + columns) % columns < judges;
          const chosenBy = scores.map((row) => sum(row.filter((_, j) => isJudge(j))));
          const paid = scores.map((row) => sum(row.filter((_, j) => !isJudge(j))) / (columns - judges));
          for (const choice of choices(scores.length, n)) {
            const most = Math.max(...choice.map((i) => chosenBy[i]));
            const winners = choice.filter((i) => chosenBy[i] === most);
            results.push(sum(winners.map((i) => paid[i])) / winners.length);
          }
        }
        near(holdoutBestOf(scores, n, judges), sum(results) / results.length);
      }),
      { numRuns: 300 }
    );
  });

  it('do not depend on the order of the samples nor on which column is first, and scale', () => {
    fc.assert(
      fc.property(judged, fc.nat(), ([scores, n, judges], seed) => {
        const value = holdoutBestOf(scores, n, judges);
        const order = shuffled(scores.length, seed);
        near(
          holdoutBestOf(
            order.map((i) => scores[i]),
            n,
            judges
          ),
          value
        );
        const turned = scores.map(([first, ...rest]) => [...rest, first]);
        near(holdoutBestOf(turned, n, judges), value);
        const scaled = scores.map((row) => row.map((x) => x * 2 ** 1021));
        near(holdoutBestOf(scaled, n, judges) / 2 ** 1021, value);
      })
    );
  });

  it('are the mean of all of them for n = 1, and without noise the mean of the best', () => {
    const scores = Array.from({ length: 30 }, (_, i) => lcg(i, 6).map((v) => v / 2 ** 32));
    near(holdoutBestOf(scores, 1, 4), sum(scores.flat()) / 180);
    const quiet = scores.map(([x]) => Float32Array.of(x, x, x));
    near(holdoutBestOf(quiet, 7, 2), Samples.from({ rewards: quiet.map(([x]) => x) }).expectedReward(7));
  });

  it('tie where the sums of a window differ by the order of its columns alone', () => {
    // from left to right, 0.1 + 0.2 + 0.3 and 0.3 + 0.2 + 0.1 are two doubles
    near(
      holdoutBestOf(
        [
          [0.1, 0.2, 0.3, 0],
          [0.3, 0.2, 0.1, 1],
        ],
        2,
        3
      ),
      sum(
        [
          [0, 1],
          [0.1, 0.3],
          [0.2, 0.2],
          [0.3, 0.1],
        ].map(([a, b], i) => (i === 0 ? (a + b) / 2 : b))
      ) / 4
    );
  });
});

describe('bad input', () => {
  it.each<[string, () => unknown, string, string]>([
    [
      'no matrix',
      () => holdoutBestOf(Float64Array.of(1) as never, 1, 1),
      'scores must be an array with the judgements of each sample, got a Float64Array',
      'WRONG_TYPE',
    ],
    ['no rows', () => holdoutBestOf([], 1, 1), 'scores is empty: an estimate needs at least one sample', 'EMPTY'],
    [
      'rows of unequal length',
      () => holdoutBestOf([[1, 2], [3]], 1, 1),
      'scores[0] has length 2 and scores[1] has length 1; they must be equal',
      'WRONG_LENGTH',
    ],
    [
      'an infinite score',
      () =>
        holdoutBestOf(
          [
            [1, 2],
            [3, Infinity],
          ],
          1,
          1
        ),
      'scores[1][1] is Infinity, expected a finite number',
      'OUT_OF_RANGE',
    ],
    ['a row that is none', () => holdoutBestOf([[1, 2], 3 as never], 1, 1), 'scores[1] must be a Float64Array', 'WRONG_TYPE'],
    [
      'one judgement',
      () => holdoutBestOf([[1]], 1, 1),
      'holdoutBestOf needs two judgements of each sample, and scores[0] has 1',
      'NO_ESTIMATE',
    ],
    [
      'as many judges',
      () => holdoutBestOf([[1, 2]], 1, 2),
      'judges is 2, expected a whole number from 1 to 1, one less than the number of judgements',
      'OUT_OF_RANGE',
    ],
    [
      'n beyond the rows',
      () => holdoutBestOf([[1, 2]], 2, 1),
      'n is 2, expected a whole number from 1 to 1, the number of samples',
      'OUT_OF_RANGE',
    ],
  ])('%s', (_, call, message, code) => {
    expect(call).toThrow(message);
    expect(call).toThrow(expect.objectContaining({ code }));
  });
});
