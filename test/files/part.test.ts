// Parts of a file are put together as far as its threads allow.

import { describe, expect, it } from 'vitest';
import { joined, type Part } from '../../src/files/part';

const part = (file: string, from?: number, to?: number): Part => ({
  file,
  format: 'jsonl',
  bytes: 10,
  ...(from === undefined || to === undefined ? {} : { range: { from, to } }),
});

describe('parts that follow one another', () => {
  it('become one for each file, which has their bytes', () => {
    const parts = [part('a', 0, 10), part('a', 10, 20), part('a', 20, 25), part('b'), part('c', 0, 10), part('c', 10, 20)];
    expect(joined(parts, 1)).toEqual([{ ...part('a', 0, 25), bytes: 30 }, part('b'), { ...part('c', 0, 20), bytes: 20 }]);
  });

  it('become fewer for several threads, the largest first', () => {
    const parts = Array.from({ length: 40 }, (_, i) => part('a', 10 * i, 10 * i + 10));
    const shared = joined(parts, 2);
    expect(shared.map(({ bytes }) => bytes / 10)).toEqual([10, 8, 6, 4, 3, 3, 2, 1, 1, 1, 1]);
    expect(shared.reduce((sum, { range }) => sum + (range ? range.to - range.from : 0), 0)).toBe(400);
  });

  it('stay apart where they do not touch', () => {
    const parts = [part('a', 0, 10), part('a', 12, 20), part('b', 20, 30), part('b'), part('b')];
    expect(joined(parts, 1)).toEqual(parts);
  });
});
