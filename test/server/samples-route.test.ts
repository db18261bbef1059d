// `/v1/samples` gives what the library gives: estimates by name, votes, clusters, intervals and the answers to questions, from JSON and from Arrow.

import { tableFromArrays, tableFromIPC, tableToIPC, vectorFromArray } from 'apache-arrow';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  type AggregateOptions,
  aggregate,
  extrapolatePassAtK,
  goldCurve,
  Samples,
  type SamplesInput,
  samplesToReach,
} from '../../src/index';
import { ARROW_TYPE, JSON_TYPE, post, services } from '../helpers/service';

const { serve, closeAll } = services();
let url: string;
beforeAll(async () => {
  url = await serve();
});
afterAll(closeAll);

const plain = (value: unknown) => JSON.parse(JSON.stringify(value));
const ask = async (body: object, path = '/v1/samples') => {
  const answer = await post(url + path, body);
  return [answer.status, await answer.json()];
};

/** 24 prompts of 6 to 8 samples: pass flags, a gold score that falls where the reward is large, and answers. */
const PROMPTS = Array.from({ length: 24 }, (_, i) => {
  const at = <T>(f: (j: number) => T) => Array.from({ length: 6 + (i % 3) }, (_, j) => f(j));
  const reward = (j: number) => ((i * 7 + j * 5) % 13) + j / 10;
  return {
    rewards: at(reward),
    logProbs: at((j) => -1 - ((i * j) % 5)),
    scores: { gold: at((j) => reward(j) * (7 - reward(j)) + ((i * j) % 5)), ok: at((j) => ((i * 3 + j * j) % 24 < i ? 1 : 0)) },
    answers: at((j) => [1, '1', 'x', null, -0.5][(i + j * j) % 5]),
  };
});
/** The same with the pass flags as rewards. */
const FLAGS = PROMPTS.map(({ scores: { ok, gold } }) => ({ rewards: ok, scores: { gold } }));
const samples = (prompts: SamplesInput[] = PROMPTS) => prompts.map((prompt) => Samples.from(prompt));
const CLUSTERS = PROMPTS.map((_, i) => (i % 2 === 0 ? i % 6 : `c${i % 5}`));
const ESTIMATES: AggregateOptions['estimates'] = [
  'expectedReward',
  'passHat.ok',
  'gPass(0.5).ok',
  'majority.gold',
  'weightedMajority.ok',
  'topOf(2)',
  'topOf(3).gold',
  'oracle.ok',
  'worstOf',
  'klEstimate',
  'score.gold',
];

describe('curves', () => {
  it.each<[string, AggregateOptions]>([
    ['all estimates by name', { estimates: ESTIMATES, ns: [1, 2, 5, 8, 9] }],
    ['a default grid', { estimates: ['majority.ok', 'winRate'] }],
    ['clusters', { clusters: CLUSTERS, ns: [1, 4] }],
    ['clusters with every method', { clusters: CLUSTERS, interval: 'bootstrap', resamples: 50, seed: 3, confidence: 0.8 }],
    ['t', { interval: 't', estimates: ESTIMATES }],
    ['wilson', { interval: 'wilson', estimates: ['oracle.ok', 'passHat.ok'], ns: [3] }],
  ])('with %s are those of the library', async (_, options) => {
    const [status, answer] = await ask({ prompts: PROMPTS, ...options });
    expect(status).toBe(200);
    expect(answer).toEqual(plain(aggregate(samples(), options)));
  });

  it('of votes are the means of the methods of Samples', async () => {
    const [, { rows }] = await ask({ prompts: PROMPTS, ns: [3, 6], estimates: ['majority.gold', 'weightedMajority.ok'] });
    for (const { n, estimates } of rows) {
      const mean = (of: (one: Samples) => number) => samples().reduce((sum, one) => sum + of(one), 0) / PROMPTS.length;
      expect(estimates['majority.gold'].mean).toBeCloseTo(
        mean((one) => one.majority(n, 'gold')),
        12
      );
      expect(estimates['weightedMajority.ok'].mean).toBeCloseTo(
        mean((one) => one.weightedMajority(n, 'ok').mean),
        12
      );
    }
  });
});

describe('questions', () => {
  it.each([undefined, CLUSTERS])('have the answers of the library, with the clusters %j', async (clusters) => {
    const shared = { confidence: 0.9, ...(clusters && { clusters }) };
    const target = [{ target: 0.7 }, { target: 9, score: 'gold' }, { target: 1e6 }];
    const request = { ...shared, ns: [1, 2, 4, 8], seed: 5, gold: 'gold', target, extrapolate: [6, 16, 100] };
    const [status, { gold, target: reached, extrapolate, ...curve }] = await ask({ prompts: FLAGS, ...request });
    expect(status).toBe(200);
    const all = samples(FLAGS);
    expect(curve).toEqual(plain(aggregate(all, { ...shared, ns: [1, 2, 4, 8], seed: 5 })));
    // of 8 samples only some prompts have as many
    expect(gold).toEqual(plain(goldCurve(all, { ...shared, score: 'gold', ns: [1, 2, 4] })));
    expect(reached).toEqual(plain(target.map((one) => samplesToReach(all, { ...shared, seed: 5, ...one }))));
    expect(reached[2].n).toBeNull();
    const correct = FLAGS.map(({ rewards }) => rewards.filter((x) => x === 1).length);
    const sizes = FLAGS.map(({ rewards }) => rewards.length);
    expect(extrapolate).toEqual(plain(extrapolatePassAtK(correct, sizes, { ...shared, seed: 5, ns: [6, 16, 100] })));
  });

  it('may be one target, and leave the other estimates out', async () => {
    const [, answer] = await ask({ prompts: PROMPTS, target: { target: 5, score: 'gold' }, estimates: ['worstOf'] });
    expect(answer.target).toEqual(plain(samplesToReach(samples(), { target: 5, score: 'gold' })));
    expect(answer.rows).toEqual(plain(aggregate(samples(), { estimates: ['worstOf'] }).rows));
  });
});

describe('Arrow', () => {
  /** The rows of all prompts, those of a prompt not together. */
  const order = PROMPTS.flatMap(({ rewards }, i) => rewards.map((_, j) => [j, i])).sort(([j], [k]) => j - k);
  const column = <T>(of: (prompt: (typeof PROMPTS)[0], j: number, i: number) => T) => order.map(([j, i]) => of(PROMPTS[i], j, i));
  const table = (answer: unknown) =>
    tableToIPC(
      tableFromArrays({
        prompt: column((_, __, i) => `p${i}`),
        reward: Float64Array.from(column(({ rewards }, j) => rewards[j])),
        gold: Float64Array.from(column(({ scores }, j) => scores.gold[j])),
        answer: answer as Float64Array,
        cluster: column((_, __, i) => String(CLUSTERS[i])),
      }),
      'stream'
    );
  const send = (query: string, body: Uint8Array, accept = JSON_TYPE) =>
    post(`${url}/v1/samples?${query}`, body, { 'content-type': ARROW_TYPE, accept });
  const texts = column(({ answers }, j) => (answers[j] === null ? null : String(answers[j])));
  const whole = Int32Array.from(column(({ answers }, j) => String(answers[j]).length));
  const options = { ns: [1, 3], estimates: ['majority.gold', 'topOf(2)'] as const };
  const expected = (answers: (prompt: (typeof PROMPTS)[0]) => (string | null)[]) =>
    samples(
      PROMPTS.map((prompt) => ({ rewards: prompt.rewards, scores: { gold: prompt.scores.gold }, answers: answers(prompt) }))
    );
  const clusters = CLUSTERS.map(String);

  it.each<[string, unknown, (prompt: (typeof PROMPTS)[0]) => (string | null)[]]>([
    ['a dictionary of texts', vectorFromArray(texts), ({ answers }) => answers.map((x) => (x === null ? null : String(x)))],
    ['whole numbers', whole, ({ answers }) => answers.map((x) => `${String(x).length}`)],
  ])('has answers in %s, and clusters', async (_, answer, answers) => {
    const answered = await send('ns=1,3&estimates=majority.gold,topOf(2)', table(answer));
    expect(await answered.json()).toEqual(plain(aggregate(expected(answers), { ...options, clusters })));
  });

  it('answers means as columns', async () => {
    const { rows } = aggregate(
      expected(({ answers }) => answers.map((x) => `${String(x).length}`)),
      { ...options, clusters }
    );
    const answered = await send('ns=1,3&estimates=majority.gold,topOf(2)', table(whole), ARROW_TYPE);
    const columns = tableFromIPC(new Uint8Array(await answered.arrayBuffer()));
    const of = (name: string) => Array.from(columns.getChild(name)?.toArray() as Float64Array);
    expect(of('majority.gold')).toEqual(rows.map(({ estimates }) => estimates['majority.gold'].mean));
    expect(of('topOf(2)Error')).toEqual([Number.NaN, rows[1].estimates['topOf(2)'].standardError]);
  });

  it('asks questions in the query, whose answers are JSON only', async () => {
    const query = `ns=1,2&gold=gold&target=${encodeURIComponent('{"target":5,"score":"gold"}')}`;
    const all = expected(({ answers }) => answers.map((x) => `${String(x).length}`));
    const { gold, target } = await (await send(query, table(whole))).json();
    expect(gold).toEqual(plain(goldCurve(all, { score: 'gold', ns: [1, 2], clusters })));
    expect(target).toEqual(plain(samplesToReach(all, { score: 'gold', target: 5, clusters })));
    const refused = await send(query, table(whole), ARROW_TYPE);
    expect([refused.status, await refused.json()]).toEqual([
      406,
      expect.objectContaining({
        code: 'NOT_ACCEPTABLE',
        detail: expect.stringMatching(/^gold, target and extrapolate have no columns/),
      }),
    ]);
  });

  it('without a row has no prompt, whatever is asked of it', async () => {
    const empty = tableToIPC(tableFromArrays({ prompt: new Int32Array(0), reward: new Float64Array(0) }), 'stream');
    for (const query of ['ns=1', 'target={"target":1}', 'gold=a', 'extrapolate=4', 'estimates=passHat'])
      expect(await (await send(query, empty)).json()).toMatchObject({ status: 400, detail: 'there is no prompt to aggregate' });
  });

  it('names what is wrong with its place', async () => {
    const bad = tableToIPC(
      tableFromArrays({ prompt: ['a', 'b', 'a'], reward: Float64Array.of(1, 2, 3), cluster: ['x', 'y', 'z'] }),
      'stream'
    );
    expect(await (await send('ns=1', bad)).json()).toMatchObject({
      status: 400,
      code: 'DIFFERENT_CLUSTERS',
      index: 2,
      detail: 'cluster[2] is "z", and an earlier row of its prompt has "x"',
    });
    expect((await (await send('target=0.5', table(whole))).json()).detail).toBe('target is 0.5, expected an object or an array');
    expect((await (await send('target={', table(whole))).json()).detail).toBe('target is "{", expected an object or an array');
  });
});

describe('a request that is wrong', () => {
  const one = { rewards: [1, 0.5], scores: { ok: [1, 0] } };
  const voted = { ...one, answers: ['a', 'b'] };
  it.each<[object, RegExp]>([
    [
      { prompts: [one, { ...one, answers: ['a', true] }] },
      /^prompts\[1\]\.answers\[1\] is true, expected a string, a number or null$/,
    ],
    [
      { prompts: [one, { ...one, answers: ['a'] }] },
      /^prompts\[1\]: rewards has length 2 and answers has length 1; they must be equal$/,
    ],
    [{ prompts: [one], estimates: ['pass'] }, /^estimates\[0\] is "pass", expected one of expectedReward, winRate, /],
    [
      { prompts: [one], estimates: ['topOf(0)'] },
      /^estimates\[0\] is "topOf\(0\)", expected a whole number >= 1 in parentheses$/,
    ],
    [{ prompts: [voted, one], estimates: ['majority.ok'] }, /^prompts\[1\]: estimates has "majority\.ok", which needs answers$/],
    [
      { prompts: [voted], estimates: ['majority.gold'] },
      /^prompts\[0\]: estimates has "majority\.gold", but there is no score "gold"; the scores are: ok$/,
    ],
    [
      { prompts: [voted, one], estimates: ['passHat'] },
      /^prompts\[0\]: rewards\[1\] is 0\.5, expected 0 or 1, which passHat needs$/,
    ],
    [{ prompts: [one], estimates: [] }, /^estimates is an array of 0, which must NOT have fewer than 1 items$/],
    [{ prompts: [one], clusters: ['a', 'b'] }, /^clusters has length 2 and there are 1 prompts; they must be equal$/],
    [
      { prompts: [one, one], clusters: ['a', 'a'] },
      /^all prompts are of the cluster "a": an error over clusters needs at least two of them$/,
    ],
    [{ prompts: [one, one], clusters: ['a', null] }, /^clusters\[1\] is null, expected a string or a number$/],
    [{ prompts: [one], interval: 'z' }, /^interval is "z", expected one of auto, t, wilson, bootstrap$/],
    [{ prompts: [one, { rewards: [1] }], gold: 'ok' }, /^prompts\[1\]: there is no score "ok"; the scores are: none$/],
    [{ prompts: [one], gold: 'ok', ns: [3] }, /^gold needs an n that every prompt has samples for: one of them has 2$/],
    [{ prompts: [one], gold: 5 }, /^gold is 5, expected a string$/],
    [{ prompts: [one], target: 0.5 }, /^target is 0\.5, expected an object or an array$/],
    [{ prompts: [one], target: { score: 'ok' } }, /^target\.target is missing$/],
    [{ prompts: [one], target: [{ target: 1 }, { target: '1' }] }, /^target\[1\]\.target is "1", expected a number$/],
    [{ prompts: [one], target: [{ target: 1, n: 2 }] }, /^target\[0\]\.n is not a field of this request$/],
    [{ prompts: [one], target: { target: 1, score: 'no' } }, /^prompts\[0\]: there is no score "no"; the scores are: ok$/],
    [{ prompts: [one], extrapolate: [4] }, /^prompts\[0\]\.rewards\[1\] is 0\.5, expected 0 or 1, which extrapolate needs$/],
    [{ prompts: [one], extrapolate: [0] }, /^extrapolate\[0\] is 0, which must be >= 1$/],
  ])('%j is told with its place', async (body, detail) => {
    const [status, problem] = await ask(body);
    expect([status, problem.title]).toEqual([400, 'Bad Request']);
    expect(problem.detail).toMatch(detail);
  });
});
