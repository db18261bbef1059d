// The bars that a reader of the explorer drags: how they stand in a link, and what a drag does to the others.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Bar, barsOfText, MAX_BARS, MIN_PROBABILITY, textOfBars, withProbability } from '../../site/bars';
import { hashOf, linkedState, START } from '../../site/state';

const someBars = fc.uniqueArray(fc.integer({ min: -1000, max: 1000 }), { minLength: 2, maxLength: MAX_BARS }).chain((rewards) =>
  fc.tuple(...rewards.map(() => fc.integer({ min: 1, max: 1000 }))).map((weights) => {
    const sum = weights.reduce((all, x) => all + x, 0);
    return rewards.sort((a, b) => b - a).map((reward, i): Bar => ({ reward, probability: weights[i] / sum }));
  })
);

describe('bars', () => {
  it('come back from a link, but for digits that nobody can drag', () => {
    fc.assert(
      fc.property(someBars, (bars) => {
        const state = { ...START, reference: 'bars', bars };
        const hash = hashOf(state);
        expect(hash.length).toBeLessThan(1500);
        const back = linkedState(hash)?.state.bars ?? [];
        expect(back.map(({ reward }) => reward)).toEqual(bars.map(({ reward }) => reward));
        back.forEach(({ probability }, i) => {
          expect(Math.abs(probability / bars[i].probability - 1)).toBeLessThan(1e-5);
        });
      })
    );
  });

  it('one is dragged, and the others keep their proportions and add up to the rest', () => {
    fc.assert(
      fc.property(someBars, fc.nat(), fc.double({ min: -1, max: 2, noNaN: true }), (bars, at, asked) => {
        const i = at % bars.length;
        const moved = withProbability(bars, i, asked);
        const sum = moved.reduce((all, { probability }) => all + probability, 0);
        expect(Math.abs(sum - 1)).toBeLessThan(1e-12);
        expect(moved.every(({ probability }) => probability > 0)).toBe(true);
        if (asked >= MIN_PROBABILITY && asked < 0.99) expect(moved[i].probability).toBe(asked);
        const [a, b] = bars.map((_, j) => j).filter((j) => j !== i);
        if (b === undefined) return;
        const ratio = (own: readonly Bar[]) => own[a].probability / own[b].probability;
        expect(Math.abs(ratio(moved) / ratio(bars) - 1)).toBeLessThan(1e-12);
      })
    );
  });

  it('infinite rewards are bars too, in any order, of any sum', () => {
    expect(barsOfText('1:3_-Infinity:1')).toEqual([
      { reward: 1, probability: 0.75 },
      { reward: Number.NEGATIVE_INFINITY, probability: 0.25 },
    ]);
    expect(
      textOfBars([
        { reward: 2, probability: 0.5 },
        { reward: -1.5, probability: 0.5 },
      ])
    ).toBe('2:0.5_-1.5:0.5');
  });

  it.each([
    '',
    '1:1',
    '1:0_2:1',
    '1:-1_2:1',
    '1_2',
    '1:1:1_2:1',
    'x:1_2:1',
    '0x1:1_2:1',
    // the sum is no number, or leaves nothing of one of them
    '1:1e308_2:1e308',
    '1:1e-300_2:1e300',
    Array(MAX_BARS + 1)
      .fill('1:1')
      .join('_'),
  ])('%s holds none, and the page says so of a link', (text) => {
    expect(barsOfText(text)).toBeUndefined();
    if (text !== '') expect(linkedState(`#reference=bars&bars=${text}`)?.refused).toEqual([`bars=${text}`]);
  });
});
