// Partial results from elsewhere are checked completely before they are taken.

import { describe, expect, it } from 'vitest';
import { Aggregate, type AggregateState, Samples } from '../../src/index';
import { lcg } from '../helpers/recipes';

function aggregateOf(ns?: number[]): Aggregate {
  const all = new Aggregate(ns && { ns });
  for (const size of [3, 8, 1, 21]) {
    const draws = lcg(size, size).map((x) => x % 7);
    all.add(
      Samples.from({
        rewards: draws,
        logProbs: draws.map((x) => -x),
        scores: JSON.parse(`{"__proto__": [${draws}], "a": [${draws}]}`),
      })
    );
  }
  return all.add(Samples.from({ rewards: [-Infinity, Infinity, 0] })).add(Samples.from({ rewards: [1, Infinity] }));
}

const stateOf = (ns?: number[]) => JSON.parse(JSON.stringify(aggregateOf(ns)));
const read = (state: unknown) => Aggregate.fromJSON(state as AggregateState);

it.each([[undefined], [[1, 2, 5, 40]], [[2, 2]]])('what was written is read, to the bit: ns %s', (ns) => {
  const state = stateOf(ns);
  expect(JSON.stringify(read(state))).toBe(JSON.stringify(state));
  expect(read(state).result()).toEqual(aggregateOf(ns).result());
  expect(Object.keys(read(state).result().rows[0].scores)).toEqual(['__proto__', 'a']);
});

it('neither the state that was written nor the one that was read is the memory of the aggregate', () => {
  const all = aggregateOf([1, 2]);
  const state = all.toJSON();
  const other = read(state);
  const before = JSON.stringify(all);
  state.ns?.push(3);
  state.prompts[0].estimates.expectedReward[0] = 99;
  state.prompts.pop();
  expect([JSON.stringify(all), JSON.stringify(other)]).toEqual([before, before]);
});

describe('a state that is not one is a TypeError that names its place', () => {
  const cases: [string, (state: ReturnType<typeof stateOf>) => unknown, string][] = [
    ['null', () => null, 'state is null, expected an object'],
    ['a list', () => [], 'state is a Array, expected an object'],
    ['another version', (s) => ({ ...s, version: 2 }), 'state.version is 2, expected 1'],
    ['an unknown field', (s) => ({ ...s, more: 1 }), 'state.more is 1, expected no such field'],
    ['no prompts', (s) => ({ version: 1, ns: s.ns }), 'state.prompts is undefined, expected a value'],
    ['ns of another type', (s) => ({ ...s, ns: '1,2' }), 'state.ns is "1,2", expected an array'],
    ['an n that is not whole', (s) => ({ ...s, ns: [1, 2.5] }), 'state.ns[1] is 2.5, expected a whole number >= 1'],
    ['a hole', (s) => ({ ...s, prompts: Object.assign([], { length: 1 }) }), 'state.prompts[0] is undefined, expected a value'],
    ['a prompt of another type', (s) => ({ ...s, prompts: [7] }), 'state.prompts[0] is 7, expected an object'],
    ['samples', (s) => (s.prompts[3].samples = -1) && s, 'state.prompts[3].samples is -1, expected a whole number >= 1'],
    [
      'text',
      (s) => (s.prompts[3].estimates.expectedReward[1] = 'abc') && s,
      'state.prompts[3].estimates.expectedReward[1] is "abc", expected a number, "Infinity", "-Infinity" or null',
    ],
    [
      'a list that is text',
      (s) => (s.prompts[0].estimates.expectedReward = 'abc') && s,
      '.expectedReward is "abc", expected an array',
    ],
    [
      'a short list',
      (s) => s.prompts[0].estimates.winRate.pop() === s || s,
      '.winRate.length is 1, expected 2, an entry for every n',
    ],
    [
      'a win rate',
      (s) => (s.prompts[3].estimates.winRate[0] = 1.5) && s,
      '.winRate[0] is 1.5, expected null or a number from 0 to 1',
    ],
    [
      'a KL',
      (s) => (s.prompts[3].estimates.klEstimate[0] = 'Infinity') && s,
      '.klEstimate[0] is "Infinity", expected null or a number',
    ],
    ['too few samples', (s) => (s.prompts[2].estimates.winRate[0] = 0.5) && s, '.winRate[0] is 0.5, expected null: n is 1'],
    [
      'an unknown estimate',
      (s) => (s.prompts[0].estimates.reward = []) && s,
      '.estimates.reward is a Array, expected no such estimate',
    ],
    [
      'a missing estimate',
      (s) => delete s.prompts[0].estimates.winRate && s,
      '.estimates.winRate is undefined, expected an array',
    ],
  ];

  it.each(cases)('%s', (_, spoil, message) => {
    let error: unknown;
    try {
      read(spoil(stateOf([1, 2])));
    } catch (caught) {
      error = caught;
    }
    expect(error).toBeInstanceOf(TypeError);
    expect(error).toMatchObject({ code: 'BAD_STATE' });
    expect((error as Error).message).toContain(message);
  });

  it('two values for one n', () => {
    const state = stateOf([2, 2]);
    state.prompts[0].estimates.expectedReward[1] += 1;
    expect(() => read(state)).toThrow(/expectedReward\[1\] is [\d.]+, expected [\d.]+ again$/);
  });

  it('any leaf of another type or range', () => {
    const places: (string | number)[][] = [];
    const walk = (value: unknown, path: (string | number)[]) => {
      if (typeof value !== 'object' || value === null) places.push(path);
      else for (const [key, part] of Object.entries(value)) walk(part, [...path, Array.isArray(value) ? Number(key) : key]);
    };
    walk(stateOf([1, 2]), []);
    expect(places.length).toBeGreaterThan(50);
    for (const path of places) {
      for (const wrong of ['abc', true, {}, [], '1', 'NaN', undefined]) {
        const state = stateOf([1, 2]);
        // biome-ignore lint/suspicious/noExplicitAny: any state
        const holder = path.slice(0, -1).reduce((part: any, key) => part[key], state);
        holder[path[path.length - 1]] = wrong;
        expect(() => read(state), `${path.join('.')} as ${String(wrong)}`).toThrow(TypeError);
      }
    }
  });
});

describe('merge', () => {
  it('refuses itself and what is no Aggregate, and takes nothing of it', () => {
    const all = aggregateOf([1]);
    const before = JSON.stringify(all);
    expect(() => all.merge(all)).toThrow(
      new TypeError('an Aggregate cannot be merged with itself: its prompts would count twice')
    );
    for (const other of [
      5,
      null,
      undefined,
      {},
      all.toJSON(),
      new Proxy(aggregateOf([1]), {}),
      Object.create(Aggregate.prototype),
    ])
      expect(() => all.merge(other as Aggregate)).toThrow(/^other is .*, expected an Aggregate$/);
    expect(JSON.stringify(all)).toBe(before);
  });
});
