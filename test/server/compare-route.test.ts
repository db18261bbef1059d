// `/v1/compare` gives what `compare` of the library gives.

import { tableFromArrays, tableToIPC } from 'apache-arrow';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type CompareOptions, compare, Samples, type SamplesInput } from '../../src/index';
import { ARROW_TYPE, JSON_TYPE, post, services } from '../helpers/service';

const { serve, closeAll } = services();
let url: string;
beforeAll(async () => {
  url = await serve();
});
afterAll(closeAll);

const plain = (value: unknown) => JSON.parse(JSON.stringify(value));

type Prompt = SamplesInput & { id: string; cluster?: string | number };

/** 20 prompts from `t0` or `t3` on, which 17 of them have in common. */
const run = (from: number): Prompt[] =>
  Array.from({ length: 20 }, (_, i) => {
    const at = <T>(f: (x: number) => T) => Array.from({ length: 5 + (i % 2) }, (_, j) => f((i * 7 + j * (j + from)) % 11));
    return {
      id: `t${i + from}`,
      rewards: at((x) => x / 2),
      logProbs: at((x) => -x),
      scores: { ok: at((x) => (x < 4 ? 1 : 0)) },
      answers: at((x) => (x === 0 ? null : x % 3)),
    };
  });
const [FIRST, SECOND] = [run(0), run(3)];
const clustered = (prompts: Prompt[]) =>
  prompts.map((prompt) => ({ ...prompt, cluster: Number(prompt.id.slice(1)) % 4 || 'zero' }));

const samplesOf = (prompts: Prompt[]) => prompts.map(({ id, cluster: _, ...input }) => [id, Samples.from(input)] as const);

describe('a comparison', () => {
  it.each<[string, CompareOptions]>([
    ['the default grid', {}],
    ['a grid and a level', { ns: [1, 2, 4, 6, 2], confidence: 0.8 }],
    [
      'estimates by name',
      { ns: [2, 5], estimates: ['majority.ok', 'weightedMajority.ok', 'topOf(2)', 'expectedReward', 'score.ok'] },
    ],
  ])('with %s is that of the library', async (_, options) => {
    const answer = await post(`${url}/v1/compare`, { first: FIRST, second: SECOND, ...options });
    expect(answer.status).toBe(200);
    const found = await answer.json();
    expect(found).toEqual(plain(compare(samplesOf(FIRST), samplesOf(SECOND), options)));
    expect([found.prompts, found.onlyFirst, found.onlySecond]).toEqual([17, ['t0', 't1', 't2'], ['t20', 't21', 't22']]);
  });

  it.each<[string, Prompt[], Prompt[]]>([
    ['either run', clustered(FIRST), clustered(SECOND)],
    ['one run', clustered(FIRST), SECOND],
    ['the other', FIRST, clustered(SECOND)],
  ])('has the clusters that %s names', async (_, first, second) => {
    const clusters = new Map([...clustered(FIRST), ...clustered(SECOND)].map(({ id, cluster }) => [id, cluster]));
    const found = await (await post(`${url}/v1/compare`, { first, second })).json();
    expect(found).toEqual(plain(compare(samplesOf(FIRST), samplesOf(SECOND), { clusters })));
    expect(found.clusters).toBe(4);
  });
});

describe('a request that is wrong', () => {
  const [a, b] = [
    { id: 'a', rewards: [1, 0.5] },
    { id: 'b', rewards: [1, 0] },
  ];
  it.each<[object, string, RegExp]>([
    [{ first: [a] }, 'BAD_REQUEST', /^second is missing$/],
    [{ first: [], second: [a] }, 'BAD_REQUEST', /^first is an array of 0, which must NOT have fewer than 1 items$/],
    [{ first: [a, { rewards: [1] }], second: [a] }, 'BAD_REQUEST', /^first\[1\]\.id is missing$/],
    [{ first: [a], second: [{ id: 7, rewards: [1] }] }, 'BAD_REQUEST', /^second\[0\]\.id is 7, expected a string$/],
    [
      { first: [a], second: [a, { ...b, answers: [1, {}] }] },
      'BAD_REQUEST',
      /^second\[1\]\.answers\[1\] is an object, expected a string, a number or null$/,
    ],
    [
      { first: [a], second: [{ ...a, logProbs: [-1, 1] }] },
      'OUT_OF_RANGE',
      /^second\[0\]: logProbs\[1\] is 1, expected the logarithm/,
    ],
    [{ first: [a, b, a], second: [a] }, 'DUPLICATE_PROMPT', /^first has the prompt "a" twice, at 0 and at 2$/],
    [{ first: [a], second: [b] }, 'NO_COMMON_PROMPT', /^the runs have no prompt in common: first has "a", second has "b"$/],
    [
      { first: [a, b], second: [b, a], estimates: ['passHat'] },
      'OUT_OF_RANGE',
      /^first\[0\]: rewards\[1\] is 0\.5, expected 0 or 1, which passHat needs$/,
    ],
    [
      { first: [b], second: [b], estimates: ['oracle.ok'] },
      'UNKNOWN_NAME',
      /^first\[0\]: estimates has "oracle\.ok", but there is no score "ok"/,
    ],
    [{ first: [a], second: [a], estimates: ['x'] }, 'UNKNOWN_NAME', /^estimates\[0\] is "x", expected one of/],
    [{ first: [a], second: [a], ns: [0] }, 'BAD_REQUEST', /^ns\[0\] is 0, which must be >= 1$/],
    [{ first: [a], second: [a], interval: 't' }, 'BAD_REQUEST', /^interval is not a field of this request$/],
    [
      { first: [a, { ...b, cluster: 1 }], second: [{ ...b, cluster: '1' }] },
      'DIFFERENT_CLUSTERS',
      /^second\[0\]\.cluster is "1", and the other run has 1 for the prompt "b"$/,
    ],
    [{ first: [{ ...a, cluster: 1 }, b], second: [a, b] }, 'OUT_OF_RANGE', /^the prompt "b" has no cluster$/],
  ])('%j is told with its place', async (body, code, detail) => {
    const answer = await post(`${url}/v1/compare`, body);
    const problem = await answer.json();
    expect([answer.status, problem.code, answer.headers.get('content-type')]).toEqual([400, code, 'application/problem+json']);
    expect(problem.detail).toMatch(detail);
  });

  it('in Arrow, or for Arrow, is refused', async () => {
    const bytes = tableToIPC(tableFromArrays({ id: ['a'], reward: Float64Array.of(1) }), 'stream');
    const sent = await post(`${url}/v1/compare`, bytes, { 'content-type': ARROW_TYPE });
    expect([sent.status, await sent.json()]).toEqual([
      415,
      expect.objectContaining({
        code: 'UNKNOWN_MEDIA_TYPE',
        detail: `the body is not of a type that is read: send ${JSON_TYPE}, text in UTF-8`,
      }),
    ]);
    const body = { first: [a], second: [a] };
    const asked = await post(`${url}/v1/compare`, body, { accept: ARROW_TYPE });
    expect([asked.status, await asked.json()]).toEqual([
      406,
      expect.objectContaining({ code: 'NOT_ACCEPTABLE', detail: `the answer of this route is JSON: accept ${JSON_TYPE}` }),
    ]);
    for (const accept of [`${ARROW_TYPE}, ${JSON_TYPE}`, '*/*', 'application/*', `${ARROW_TYPE}, */*;q=0.1`]) {
      const answered = await post(`${url}/v1/compare`, body, { accept });
      expect([answered.status, answered.headers.get('content-type')]).toEqual([200, JSON_TYPE]);
    }
  });
});
