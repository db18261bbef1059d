// The routes of one support beyond its metrics: rules of selection, second scores, costs and targets, in JSON and Arrow, as the library answers them.

import { tableFromArrays, tableFromIPC, tableToIPC } from 'apache-arrow';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Support, winRateFrontier } from '../../src/index';
import { ARROW_TYPE, post, services } from '../helpers/service';

const { serve, closeAll } = services();
const INPUT = { rewards: [0, 1, 2], probs: [0.5, 0.4, 0.1] };
const SCORES = { gold: [0, 1, -2], length: [3, 1, 2] };
let url: string;
let support: Support;

beforeAll(async () => {
  url = await serve();
  support = Support.from({ ...INPUT, scores: SCORES });
});
afterAll(() => {
  support.dispose();
  return closeAll();
});

async function ask(route: string, body: object, status = 200) {
  const response = await post(`${url}/v1/${route}`, { ...INPUT, ...body });
  const json = await response.json();
  expect(response.status, JSON.stringify(json)).toBe(status);
  return json;
}

/** The columns of an Arrow answer to an Arrow request. */
async function askArrow(route: string, query: string, more: Record<string, readonly number[]> = {}) {
  const columns = { ...INPUT, ...more };
  const table = tableFromArrays(
    Object.fromEntries(Object.entries(columns).map(([name, values]) => [name, Float64Array.from(values)]))
  );
  const response = await post(`${url}/v1/${route}?${query}`, tableToIPC(table, 'stream'), { 'content-type': ARROW_TYPE });
  expect(response.status, await response.clone().text()).toBe(200);
  const answer = tableFromIPC(new Uint8Array(await response.arrayBuffer()));
  return Object.fromEntries(answer.schema.fields.map(({ name }) => [name, [...(answer.getChild(name)?.toArray() ?? [])]]));
}

describe('metrics with a number in parentheses', () => {
  const own = (n: number) => ({
    'renyi(2)': support.renyi(n, 2),
    'winRateAgainst(16)': support.winRateAgainst(n, 16),
    kl: support.metrics(n, ['kl']).kl,
  });
  const fields = ['renyi(2)', 'winRateAgainst:16', 'kl'];

  it('are fields of metrics and of curves', async () => {
    expect(await ask('metrics', { n: 4, fields })).toEqual(own(4));
    const { n, ...curve } = await ask('curve', { ns: [1, 4], fields });
    expect(n).toEqual([1, 4]);
    for (const [name, values] of Object.entries(curve))
      expect(values).toEqual([1, 4].map((n) => own(n)[name as keyof ReturnType<typeof own>]));
    expect(await askArrow('metrics', 'n=4&fields=renyi(2),winRateAgainst:16,kl')).toEqual(
      Object.fromEntries(Object.entries(own(4)).map(([name, value]) => [name, [value]]))
    );
  });

  it('that are none are refused with the nearest', async () => {
    expect(await ask('metrics', { n: 4, fields: ['kl', 'renyii(2)'] }, 400)).toMatchObject({
      code: 'UNKNOWN_NAME',
      index: 1,
      detail: expect.stringMatching(/^fields\[1\] is "renyii\(2\)"; did you mean renyi\(ALPHA\)\?/),
    });
    expect(await ask('curve', { ns: [2], fields: ['renyi(0)'] }, 400)).toMatchObject({ code: 'OUT_OF_RANGE' });
  });
});

describe('rules', () => {
  const laws = ['bestOf(4)', 'topOf(8,2)', 'tilted:1:winRate', 'softBestOf(4,0.5)'];

  it('have divergence, win rate and expected reward', async () => {
    const policies = [support.metrics(4), support.topOf(8, 2), support.tilted(1, 'winRate'), support.softBestOf(4, 0.5)];
    const expected = policies.map(({ kl, winRate, expectedReward }) => ({
      kl,
      winRate,
      shortfall: winRateFrontier(kl) - winRate,
      expectedReward,
    }));
    const answer = await ask('laws', { laws });
    expect(answer.laws.map(({ law }: { law: string }) => law)).toEqual([
      'bestOf(4)',
      'topOf(8,2)',
      'tilted(1,winRate)',
      'softBestOf(4,0.5)',
    ]);
    expect(answer.laws).toMatchObject(expected);
    const columns = await askArrow('laws', `laws=${laws.join(',')}`);
    for (const name of ['kl', 'winRate', 'shortfall', 'expectedReward'] as const)
      expect(columns[name]).toEqual(expected.map((row) => row[name]));
  });

  it('have policies', async () => {
    expect(await ask('policy', { law: 'topFraction(4)' })).toEqual({ policy: [...support.topFraction(4).policy] });
    expect(await askArrow('policy', 'law=topOf(8,2)')).toEqual({ policy: [...support.topOf(8, 2).policy] });
    expect(await ask('policy', {}, 400)).toMatchObject({ detail: 'n is missing: give n, or law' });
    expect(await ask('policy', { n: 2, law: 'bestOf(2)' }, 400)).toMatchObject({ detail: /both given/ });
    expect(await ask('policy', { law: 'threshold(7)' }, 400)).toMatchObject({ code: 'UNREACHABLE' });
  });

  it('stand side by side at the divergence of best-of-n', async () => {
    const { n, kl, rules } = await ask('equal-kl', { n: 3 });
    expect([n, kl]).toEqual([3, support.metrics(3).kl]);
    expect(rules).toHaveLength(9);
    expect(rules[0]).toMatchObject({ rule: 'best-of-n', law: 'bestOf(3)', parameter: 'n', value: 3, kl });
    const again = await ask('laws', { laws: rules.flatMap(({ law }: { law?: string }) => law ?? []) });
    expect(rules.slice(0, 8)).toMatchObject(again.laws.map(({ kl, winRate }: Record<string, number>) => ({ kl, winRate })));
    const columns = await askArrow('equal-kl', 'n=3');
    expect(columns.winRate).toEqual(rules.map(({ winRate }: { winRate: number }) => winRate));
  });

  it('that would take minutes are refused before any is computed', async () => {
    const size = 200_000;
    const rewards = Array.from({ length: size }, (_, i) => i);
    const body = { rewards, probs: undefined, logits: new Array(size).fill(0), laws: new Array(256).fill('softBestOf(4,1)') };
    expect(await ask('laws', body, 413)).toMatchObject({
      code: 'REQUEST_TOO_LARGE',
      detail: expect.stringMatching(/steps of rules, and at most 8589934592 are allowed/),
    });
    expect(await ask('laws', { laws: ['softBestOf(4,-1)'] }, 400)).toMatchObject({ code: 'OUT_OF_RANGE' });
  });
});

describe('second scores', () => {
  it('have means, peaks and disagreements', async () => {
    const { n, scores } = await ask('scores', { scores: SCORES, ns: [1, 4, 'Infinity'] });
    expect(n).toEqual([1, 4, 'Infinity']);
    for (const name of ['gold', 'length']) {
      const { peak } = scores[name];
      expect(scores[name].expectedScore).toEqual([1, 4, Infinity].map((n) => support.expectedScore(name, n)));
      expect({ ...peak, n: Number(peak.n) }).toEqual(support.peak(name));
      expect(scores[name].pairwiseDisagreement).toBe(support.pairwiseDisagreement(name));
    }
    const columns = await askArrow('scores', 'ns=1,4', SCORES);
    expect(columns.gold).toEqual([1, 4].map((n) => support.expectedScore('gold', n)));
  });

  it('that do not fit are refused', async () => {
    expect(await ask('scores', { scores: { gold: [1] }, ns: [1] }, 400)).toMatchObject({ code: 'WRONG_LENGTH' });
    expect(await ask('scores', { scores: {}, ns: [1] }, 400)).toMatchObject({ code: 'BAD_REQUEST' });
    expect(await ask('scores', { scores: { gold: [1, 2, 'Infinity'] }, ns: [1] }, 400)).toMatchObject({ code: 'OUT_OF_RANGE' });
  });
});

describe('costs and targets', () => {
  it('are answered', async () => {
    expect(await ask('stopping', { cost: 0.05 })).toEqual(support.stopping(0.05));
    expect(await askArrow('stopping', 'cost=0.05')).toMatchObject({ bestFixedN: [support.stopping(0.05).bestFixedN] });
    expect(await ask('smallest-n', { winRate: 0.8 })).toEqual({ n: support.smallestN({ winRate: 0.8 }) });
    expect(await ask('smallest-n', { expectedReward: 3 })).toEqual({ n: 'Infinity' });
    expect(await askArrow('smallest-n', 'winRate=0.8&expectedReward=1.5')).toEqual({
      n: [support.smallestN({ winRate: 0.8, expectedReward: 1.5 })],
    });
  });

  it('that are missing or wrong are refused', async () => {
    expect(await ask('stopping', { cost: 0 }, 400)).toMatchObject({ detail: expect.stringMatching(/^cost is 0/) });
    expect(await ask('smallest-n', {}, 400)).toMatchObject({ code: 'EMPTY' });
  });
});
