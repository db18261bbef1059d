// Every answer of the service fits the schema that the OpenAPI document has for it, also where numbers are infinite or missing.

import Ajv, { type ValidateFunction } from 'ajv';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { METRICS } from '../../src/metrics';
import { post, services } from '../helpers/service';

const { serve, closeAll } = services();
let url: string;
const validators: Record<string, ValidateFunction> = {};

beforeAll(async () => {
  url = await serve();
  const { paths } = await (await fetch(`${url}/openapi.json`)).json();
  for (const [path, { post }] of Object.entries<{ post?: { responses: Record<string, { content: object }> } }>(paths)) {
    if (!post) continue;
    // additional properties are allowed in an answer only where its schema says so
    for (const [status, { content }] of Object.entries(post.responses)) {
      const [{ schema }] = Object.values(content) as [{ schema: object }];
      validators[`${path} ${status}`] = new Ajv({ strict: false }).compile(schema);
    }
  }
});
afterAll(closeAll);

async function check(path: string, body: object, status = 200) {
  const answer = await post(url + path, body);
  const json = await answer.json();
  expect(answer.status, JSON.stringify(json)).toBe(status);
  const validate = validators[`${path} ${status}`];
  expect(validate(json), JSON.stringify(validate.errors)).toBe(true);
  return json;
}

/** Whether a value is somewhere in an answer. */
const has = (json: unknown, value: unknown): boolean =>
  json === value || (typeof json === 'object' && json !== null && Object.values(json).some((part) => has(part, value)));

const INFINITE = { rewards: [0, 'Infinity', '-Infinity', 1], probs: [0.25, 0.25, 0.25, 0.25] };
const SUPPORTS = [
  { rewards: [0, 1, 2], probs: [0.5, 0.3, 0.2] },
  INFINITE,
  { rewards: ['-Infinity', 3], logits: ['-Infinity', 0], ties: 'index' },
  { rewards: [7], weights: [2] },
];
const NS = [1, 1.5, 1e300, 'Infinity'];

describe('the schema of an answer', () => {
  it.each(SUPPORTS)('holds for the metrics, curve and policy of %j', async (support) => {
    for (const n of NS) {
      await check('/v1/metrics', { ...support, n });
      await check('/v1/metrics', { ...support, n, fields: METRICS });
      await check('/v1/policy', { ...support, n });
    }
    await check('/v1/curve', { ...support, ns: NS });
    const curve = await check('/v1/curve', { ...support, ns: NS, fields: METRICS });
    expect(Object.keys(curve).sort()).toEqual([...METRICS].sort());
  });

  it.each(SUPPORTS)('holds for the rules, scores and targets of %j', async (support) => {
    for (const n of NS) await check('/v1/equal-kl', { ...support, n });
    await check('/v1/laws', {
      ...support,
      laws: ['bestOf(inf)', 'worstOf(2)', 'topOf(4,2)', 'topFraction(3)', 'bestOfPoisson(2)'],
    });
    await check('/v1/scores', { ...support, scores: { gold: support.rewards.map((_, i) => i) }, ns: NS });
    await check('/v1/smallest-n', { ...support, winRate: 0.9 });
    await check('/v1/stopping', { ...support, cost: 0.1 }, support === INFINITE ? 400 : 200);
  });

  it('holds where numbers are infinite, and where there are none', async () => {
    expect(has(await check('/v1/metrics', { ...SUPPORTS[0], n: 'Infinity', fields: METRICS }), 'Infinity')).toBe(true);
    expect(has(await check('/v1/metrics', { ...INFINITE, n: 2, fields: METRICS }), null)).toBe(true);
  });

  it('holds for a batch', async () => {
    const rewards = [[0, 1, 2], ['-Infinity', 'Infinity'], [3]];
    const answer = await check('/v1/batch', { rewards, ns: NS, metrics: METRICS });
    expect([has(answer, null), has(answer, 'Infinity')]).toEqual([true, true]);
    await check('/v1/batch', { rewards, weights: [[1, 2, 0], [1, 1], [5]], ns: NS });
  });

  it('holds for samples', async () => {
    const prompts = [
      { rewards: [0.5, 'Infinity', 1], logProbs: [-1, '-Infinity', -2], scores: { gold: [1, 0, 1], long: ['-Infinity', 1, 2] } },
      { rewards: [1], scores: { gold: [1] } },
      { rewards: ['-Infinity', 2] },
    ];
    for (const options of [
      {},
      { interval: 'bootstrap' },
      { interval: 't' },
      { ns: [1, 2, 3, 9], resamples: 20 },
      { ns: [3], confidence: 0.5, seed: -1 },
    ])
      expect(has(await check('/v1/samples', { prompts, ...options }), null)).toBe(true);
  });

  it('holds for votes, clusters and questions', async () => {
    const prompts = [
      { rewards: [1, 0, 1], scores: { gold: [1, 3, 2] }, answers: ['a', null, 1] },
      { rewards: [1, 0, 0, 0], scores: { gold: [0, 0, 1, 5] }, answers: ['x', 'y', 'x', 'z'] },
      { rewards: [0, 0, 0], scores: { gold: [0, 1, 0] }, answers: [null, null, null] },
    ];
    const estimates = ['majority.gold', 'weightedMajority.gold', 'topOf(2)', 'passHat', 'oracle.gold'];
    for (const options of [{}, { clusters: ['a', 'b', 'b'] }, { ns: [2], confidence: 0.5 }]) {
      await check('/v1/samples', { prompts, estimates, ...options });
      const target = [{ target: 0.5 }, { target: 100, score: 'gold' }];
      const asked = { gold: 'gold', target, extrapolate: [4, 1e6], ...options };
      expect((await check('/v1/samples', { prompts, ...asked })).target).toHaveLength(2);
      await check('/v1/samples', { prompts: [...prompts.slice(1), prompts[1]], target: target[0], extrapolate: [2], ...options });
      // where all always pass there is no fit
      await check('/v1/samples', { prompts: Array(3).fill({ rewards: [1] }), extrapolate: [2], ...options });
    }
  });

  it('holds for comparisons', async () => {
    const run = (shift: number, more: object = {}) =>
      [0, 1, 2, 3].map((i) => ({
        id: `t${i + (shift % 2)}`,
        rewards: [i * shift, 'Infinity', 1],
        scores: { gold: [i, 1, shift] },
        ...more,
      }));
    for (const options of [{}, { ns: [1, 9], confidence: 0.5 }, { estimates: ['worstOf', 'oracle.gold'] }]) {
      await check('/v1/compare', { first: run(1), second: run(2), ...options });
      await check('/v1/compare', { first: run(1), second: run(3).slice(1, 2), ...options });
    }
    const first = run(1).map((prompt, i) => ({ ...prompt, cluster: i % 2 }));
    expect((await check('/v1/compare', { first, second: run(3) })).clusters).toBe(2);
  });

  it('tells a wrong answer', () => {
    expect(validators['/v1/policy 200']({ policy: ['NaN'] })).toBe(false);
    expect(validators['/v1/metrics 200']({ kl: 'NaN' })).toBe(false);
    expect(validators['/v1/samples 200']({ prompts: 1 })).toBe(false);
  });

  it.each(['metrics', 'curve', 'policy', 'samples', 'compare', 'batch'])('holds for the errors of %s', async (route) => {
    await check(`/v1/${route}`, { rewards: 1 }, 400);
  });
});
