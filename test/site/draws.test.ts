// "Draw n, keep the best": the columns, their exact shares and the draws.

import { describe, expect, it } from 'vitest';
import { columnsOf, drawsIn, keptShares, Rounds } from '../../site/draws';
import { THEOREMS } from '../../site/theorems';
import { binsOf } from '../../site/worker/rank-bins';
import { Support } from '../../src/index';

function columns(probs: number[], rewards: number[]) {
  return columnsOf(binsOf(Support.from({ probs, rewards }), rewards).byRank);
}

describe('columns', () => {
  it('go from worse to better, with the masses of their outcomes', () => {
    expect(columns([0.5, 0.25, 0.25], [3, 1, 2])).toEqual({
      reference: [0.25, 0.25, 0.5],
      reward: [1, 2, 3],
      bestReward: [1, 2, 3],
    });
  });

  it('of many outcomes are few, and lose none', () => {
    const size = 100;
    const { reference, reward, bestReward } = columns(
      new Array(size).fill(1 / size),
      Array.from({ length: size }, (_, i) => i)
    );
    expect(reference.length).toBeLessThanOrEqual(24);
    expect(reference.reduce((a, b) => a + b)).toBeCloseTo(1, 12);
    // each ends just below where the next begins
    expect(reward[0]).toBe(0);
    expect(bestReward.slice(0, -1).map((x) => x + 1)).toEqual(reward.slice(1));
    expect(bestReward.at(-1)).toBe(size - 1);
  });
});

it('of outcomes of unlike masses each column has its part, and a likely one stands alone', () => {
  const probs = [...new Array(50).fill(0.004), 0.5, ...new Array(50).fill(0.006)];
  const { reference } = columns(
    probs,
    probs.map((_, i) => i)
  );
  // 9 outcomes are the first to have a twentieth, 50 of them five times, and what is left goes along with the likely one
  expect(reference.every((mass, i) => i === 0 || mass >= 0.0499)).toBe(true);
  expect(reference.filter((mass) => mass >= 0.5)).toHaveLength(1);
  expect(reference.reduce((a, b) => a + b)).toBeCloseTo(1, 12);
});

it('the shares are those of the policy', () => {
  const [probs, rewards] = [
    [0.1, 0.2, 0.3, 0.4],
    [4, 3, 2, 1],
  ];
  for (const n of [1, 3, 64]) {
    const policy = [...Support.from({ probs, rewards }).policy(n)].reverse();
    keptShares(columns(probs, rewards), n).forEach((share, i) => {
      expect(Math.abs(share - policy[i])).toBeLessThan(1e-14);
    });
  }
  // a chance that n times its size would round away
  expect(keptShares(columns([1 - 2 ** -40, 2 ** -40], [0, 1]), 2)[1]).toBeCloseTo(2 ** -39, 20);
});

it('a round keeps the best of its draws, and many come near the shares', () => {
  const of = columns([0.6, 0.3, 0.1], [0, 1, 2]);
  const rounds = new Rounds(of, 4, 7);
  for (let i = 0; i < 4000; i++) {
    const { draws, best } = rounds.next();
    expect(draws).toHaveLength(4);
    expect(draws[best]).toBe(Math.max(...draws));
  }
  expect(rounds.kept.reduce((a, b) => a + b)).toBe(rounds.count);
  // five standard errors
  keptShares(of, 4).forEach((share, i) => {
    expect(Math.abs(rounds.kept[i] / 4000 - share)).toBeLessThan(5 * Math.sqrt((share * (1 - share)) / 4000));
  });
  const again = new Rounds(of, 4, 7);
  const other = new Rounds(of, 4, 8);
  const first = Array.from({ length: 20 }, () => new Rounds(of, 4, 7)).map((same) => same.next().draws);
  expect(new Set(first.map(String)).size).toBe(1);
  expect(Array.from({ length: 20 }, () => again.next().draws)).not.toEqual(Array.from({ length: 20 }, () => other.next().draws));
});

it('so many draws fall: whole ones, and no more than can be seen', () => {
  expect([1, 1.2, 2.5, 64, 1e15].map(drawsIn)).toEqual([1, 1, 3, 64, 64]);
});

it('the boxes with theorems have well-formed formulas, and lead to headings that there are', async () => {
  const { readFileSync } = await import('node:fs');
  const { slug } = await import('../../site/docs/slug.mjs');
  for (const { name, formula, href } of THEOREMS) {
    const open: string[] = [];
    for (const [, closes, tag, closed] of formula.matchAll(/<(\/?)(\w+)[^>]*?(\/?)>/g)) {
      if (closes) expect(open.pop(), name).toBe(tag);
      else if (!closed) open.push(tag);
    }
    expect(open, name).toEqual([]);
    const [, page, heading] = /^\.\/(docs\/.*)\.html#(.*)$/.exec(href) ?? [];
    const text = readFileSync(new URL(`../../${page}.md`, import.meta.url), 'utf8');
    const parts = text.split(/^#+ /m).map((part) => ({ title: part.split('\n')[0], part }));
    const found = parts.find(({ title }) => slug(title) === heading);
    expect(found, href).toBeDefined();
    // the part that a theorem leads to speaks of it
    const [theorem] = /^Theorem [\d.]+$/.exec(name) ?? [];
    if (theorem) expect(found?.part, href).toMatch(new RegExp(theorem.replace('.', '\\.'), 'i'));
  }
});
