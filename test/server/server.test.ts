// The HTTP service over a real socket: answers, errors, limits, and how it ends.

import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { request } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { Table, tableFromArrays, tableFromIPC, tableToIPC, vectorFromArray } from 'apache-arrow';
import fastify, { type FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bestOfN } from '../../dist/server.js';
import { aggregate, evaluateBatch, Samples, Support } from '../../src/index';
import { ARROW_TYPE, JSON_TYPE, post as postTo, services, startCommand } from '../helpers/service';

const { open, serve, closeAll } = services();
let url: string;
beforeAll(async () => {
  url = await serve({ threads: 2 });
});
afterAll(closeAll);

const post = (path: string, body: unknown, headers: Record<string, string> = {}, base = url) =>
  postTo(base + path, body, headers);

const postArrow = (path: string, table: Table, headers: Record<string, string> = {}) =>
  fetch(url + path, {
    method: 'POST',
    headers: { 'content-type': ARROW_TYPE, ...headers },
    body: tableToIPC(table, 'stream') as Uint8Array<ArrayBuffer>,
  });

const input = { rewards: [0, 1, 2, 2], probs: [0.5, 0.25, 0.125, 0.125] };
const plain = (value: unknown) =>
  JSON.parse(
    JSON.stringify(value, (_, x) =>
      x instanceof Float64Array ? Array.from(x) : typeof x === 'number' && !Number.isFinite(x) ? String(x) : x
    )
  );

/** A vocabulary with rewards that tie and a softmax over all of it. */
function vocabulary(size: number) {
  return {
    rewards: Float64Array.from({ length: size }, (_, i) => Math.round(1000 * Math.sin(i * i))),
    logits: Float64Array.from({ length: size }, (_, i) => 5 * Math.cos(i)),
  };
}

/** A request that a thread computes for some 20 s: no two rewards are equal, and every n takes a walk over all of them. */
function longCurve() {
  const { logits } = vocabulary(300_000);
  const rewards = Array.from({ length: 300_000 }, (_, i) => Math.sin(i * i));
  const ns = Array.from({ length: 10_000 }, (_, i) => 1 + i);
  return { rewards, logits: Array.from(logits), ns, fields: ['reverseKl'] };
}

describe('JSON', () => {
  const support = Support.from(input);

  it('metrics, all or some, at real n and at infinity', async () => {
    const all = await post('/v1/metrics', { ...input, n: 2.5 });
    expect([all.status, all.headers.get('content-type')]).toEqual([200, JSON_TYPE]);
    expect(await all.json()).toEqual(support.metrics(2.5));
    const some = await post('/v1/metrics', { ...input, n: 'Infinity', fields: ['n', 'kl', 'klGap'] });
    expect(await some.json()).toEqual(plain(support.metrics(Infinity, ['n', 'kl', 'klGap'])));
  });

  it('ties, and every kind of reference', async () => {
    const { ties, ...rest } = { ties: 'index' as const, rewards: [1, 1, 0], logits: [0, '-Infinity', 1] };
    const expected = Support.from({ ...rest, logits: [0, -Infinity, 1], ties });
    expect(await (await post('/v1/metrics', { ...rest, ties, n: 3 })).json()).toEqual(expected.metrics(3));
    expected.dispose();
  });

  it('curve, policy and batch', async () => {
    const curve = await post('/v1/curve', { ...input, ns: [1, 4], fields: ['kl', 'reverseKl'] });
    expect(await curve.json()).toEqual({ n: [1, 4], ...plain(support.curve([1, 4], ['kl', 'reverseKl'])) });
    expect(await (await post('/v1/policy', { ...input, n: 3 })).json()).toEqual({ policy: Array.from(support.policy(3)) });
    const batch = {
      rewards: Float64Array.of(3, 1, 2, 5, 4),
      rows: Uint32Array.of(3, 2),
      weights: Float64Array.of(1, 2, 3, 1, 1),
      ns: [2, 8],
    };
    const answer = await post('/v1/batch', {
      rewards: [
        [3, 1, 2],
        [5, 4],
      ],
      weights: [
        [1, 2, 3],
        [1, 1],
      ],
      ns: [2, 8],
    });
    expect(await answer.json()).toEqual({ rows: 2, ns: [2, 8], ...plain(evaluateBatch(batch)) });
  });

  it('samples', async () => {
    const prompts = [
      { rewards: [0.5, 0.7], logProbs: [-1, -2], scores: { gold: [1, 0] } },
      { rewards: [0.1, 0.2, 0.3], logProbs: [-1, -1, -3], scores: { gold: [0, 0, 1] } },
    ];
    const answer = await post('/v1/samples', { prompts, ns: [1, 2, 3], seed: 5 });
    expect(await answer.json()).toEqual(
      plain(
        aggregate(
          prompts.map((prompt) => Samples.from(prompt)),
          { ns: [1, 2, 3], seed: 5 }
        )
      )
    );
  });

  it('262,144 outcomes', async () => {
    const large = vocabulary(262_144);
    const expected = Support.from(large);
    const answer = await post('/v1/policy', { rewards: Array.from(large.rewards), logits: Array.from(large.logits), n: 16 });
    expect((await answer.json()).policy).toEqual(Array.from(expected.policy(16)));
    expected.dispose();
  });
});

describe('Arrow', () => {
  const large = vocabulary(151_936);

  it('a support in, a policy out, with every bit', async () => {
    const support = Support.from(large);
    const answer = await postArrow('/v1/policy?n=16', tableFromArrays(large));
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, ARROW_TYPE]);
    const table = tableFromIPC(new Uint8Array(await answer.arrayBuffer()));
    expect(table.getChild('policy')?.toArray()).toEqual(support.policy(16));
    const metrics = await postArrow('/v1/metrics?n=16&fields=kl,winRate&ties=random', tableFromArrays(large), {
      accept: JSON_TYPE,
    });
    expect(await metrics.json()).toEqual(support.metrics(16, ['kl', 'winRate']));
    const curve = tableFromIPC(
      new Uint8Array(await (await postArrow('/v1/curve?ns=1,2.5,64&fields=kl', tableFromArrays(large))).arrayBuffer())
    );
    expect([curve.getChild('n')?.toArray(), curve.getChild('kl')?.toArray()]).toEqual([
      Float64Array.of(1, 2.5, 64),
      support.curve([1, 2.5, 64], ['kl']).kl,
    ]);
    support.dispose();
  });

  it('32-bit floats and 64-bit integers', async () => {
    const table = tableFromArrays({ rewards: Float32Array.of(0.5, 1, 2), weights: BigInt64Array.of(5n, 3n, 2n) });
    const support = Support.from({ rewards: [0.5, 1, 2], weights: [5, 3, 2] });
    expect(await (await postArrow('/v1/metrics?n=4', table, { accept: JSON_TYPE })).json()).toEqual(support.metrics(4));
    support.dispose();
  });

  it('a batch of lists, and samples in rows', async () => {
    const lists = new Table({
      rewards: vectorFromArray([
        [3, 1, 2],
        [5, 4],
      ]),
    });
    const { winRate } = evaluateBatch({ rewards: Float64Array.of(3, 1, 2, 5, 4), rows: Uint32Array.of(3, 2), ns: [2, 8] });
    const batch = tableFromIPC(new Uint8Array(await (await postArrow('/v1/batch?ns=2,8&metrics=winRate', lists)).arrayBuffer()));
    expect(batch.getChild('winRate')?.toArray()).toEqual(winRate);
    expect(batch.getChild('row')?.toArray()).toEqual(Uint32Array.of(0, 0, 1, 1));
    const rows = tableFromArrays({
      prompt: ['b', 'a', 'b', 'b'],
      reward: Float64Array.of(1, 2, 3, 4),
      gold: Float64Array.of(1, 0, 0, 1),
    });
    const samples = [
      Samples.from({ rewards: [1, 3, 4], scores: { gold: [1, 0, 1] } }),
      Samples.from({ rewards: [2], scores: { gold: [0] } }),
    ];
    const answer = await postArrow('/v1/samples?ns=1,2', rows, { accept: JSON_TYPE });
    expect(await answer.json()).toEqual(plain(aggregate(samples, { ns: [1, 2] })));
  });

  it.each<[string, Record<string, unknown>, RegExp]>([
    ['/v1/metrics?n=2', { reward: Float64Array.of(1), probs: Float64Array.of(1) }, /reward is not a column of this request/],
    ['/v1/metrics?n=2', { probs: Float64Array.of(1) }, /rewards is missing: the table has no such column/],
    ['/v1/metrics', { rewards: Float64Array.of(1), probs: Float64Array.of(1) }, /n is missing: give it in the query, \?n=…/],
    ['/v1/metrics?n=x', { rewards: Float64Array.of(1), probs: Float64Array.of(1) }, /n is "x", expected a number/],
    ['/v1/metrics?n=2&n=3', { rewards: Float64Array.of(1), probs: Float64Array.of(1) }, /^n is given more than once$/],
    ['/v1/metrics?n=2&m=3', { rewards: Float64Array.of(1), probs: Float64Array.of(1) }, /m is not a parameter of this request/],
    [
      '/v1/metrics?n=2',
      { rewards: vectorFromArray([1, null, 2]), probs: Float64Array.of(1, 0, 0) },
      /rewards\[1\] is null, expected a number/,
    ],
    [
      '/v1/metrics?n=2',
      { rewards: ['a', 'b'], probs: Float64Array.of(1, 0) },
      /rewards is a column of Dictionary<.*>, expected numbers/,
    ],
    ['/v1/policy?n=2', { rewards: Float64Array.of(1, 2), probs: Float64Array.of(1, Number.NaN) }, /probs\[1\] is NaN/],
  ])('%s of %o is an error with the column', async (path, columns, message) => {
    const answer = await postArrow(path, tableFromArrays(columns as Record<string, Float64Array>));
    expect(answer.status).toBe(400);
    expect((await answer.json()).detail).toMatch(message);
  });

  it('bytes that are no Arrow stream', async () => {
    const answer = await fetch(`${url}/v1/policy?n=2`, {
      method: 'POST',
      headers: { 'content-type': ARROW_TYPE },
      body: 'nothing of the kind',
    });
    expect(answer.status).toBe(400);
    expect((await answer.json()).detail).toMatch(/the body is not an Arrow IPC stream/);
  });
});

describe('errors', () => {
  it.each<[string, unknown, RegExp]>([
    [
      'metrics',
      { ...input, rewards: [0, null, 2, 2], n: 2 },
      /^rewards\[1\] is null, expected a number, "Infinity" or "-Infinity"$/,
    ],
    ['metrics', { ...input, rewards: [0, 'NaN', 2, 2], n: 2 }, /^rewards\[1\] is "NaN", expected a number/],
    ['metrics', { ...input, probs: [0.5, 0.5], n: 2 }, /^rewards has length 4 and probs has length 2; they must be equal$/],
    ['metrics', { ...input, probs: [0.5, 0.1, 0.1, 0.1], n: 2 }, /^probs sum to 0\.8/],
    ['metrics', { ...input, weights: [1, 1, 1, 1], n: 2 }, /probs and weights are both given/],
    ['metrics', { ...input, n: 0.5 }, /^n is 0\.5, expected a number >= 1$/],
    ['metrics', input, /^n is missing$/],
    ['metrics', { ...input, n: 2, m: 3 }, /^m is not a field of this request$/],
    ['metrics', { ...input, n: 2, fields: ['k'] }, /^fields\[0\] is "k", expected one of n, kl,/],
    ['metrics', [1], /^the body is an array of 1, expected an object$/],
    ['metrics', '{"rewards":[0,1', /^the body is not JSON: /],
    ['metrics', '{"rewards":[NaN],"probs":[1],"n":2}', /^rewards\[0\] is NaN, expected a number, "Infinity" or/],
    ['curve', { ...input, ns: [1, 0] }, /^ns\[1\] is 0, expected a number >= 1$/],
    [
      'samples',
      { prompts: [{ rewards: [1] }, { rewards: [1], logProbs: [0.5] }] },
      /^prompts\[1\]: logProbs\[0\] is 0\.5, expected the logarithm/,
    ],
    [
      'samples',
      { prompts: [{ rewards: [] }] },
      /^prompts\[0\]\.rewards is an array of 0, which must NOT have fewer than 1 items$/,
    ],
    [
      'batch',
      { rewards: [[1], [2, 3]], weights: [[1], [1]], ns: [2] },
      /^weights\[1\] has length 1 and rewards\[1\] has 2; they must be equal$/,
    ],
  ])('%s %j', async (route, body, detail) => {
    const answer = await post(`/v1/${route}`, body);
    expect([answer.status, answer.headers.get('content-type')]).toEqual([400, 'application/problem+json']);
    const problem = await answer.json();
    expect(problem).toMatchObject({ type: 'about:blank', title: 'Bad Request', status: 400 });
    expect(problem.detail).toMatch(detail);
  });

  it.each<[string, () => Promise<Response>, number, RegExp]>([
    ['a path that is not there', () => fetch(`${url}/v2/metrics`), 404, /there is no GET \/v2\/metrics/],
    ['a method that is not there', () => fetch(`${url}/v1/metrics`), 405, /there is no GET \/v1\/metrics/],
    [
      'another type',
      () => post('/v1/metrics', 'n=2', { 'content-type': 'text/plain' }),
      415,
      /send application\/json or application\/vnd/,
    ],
    ['no body', () => fetch(`${url}/v1/metrics`, { method: 'POST' }), 400, /the request has no body/],
  ])('%s', async (_, ask, status, detail) => {
    const answer = await ask();
    expect([answer.status, answer.headers.get('content-type')]).toEqual([status, 'application/problem+json']);
    const problem = await answer.json();
    expect(problem).toMatchObject({ status });
    expect(problem.detail).toMatch(detail);
  });
});

describe('limits', () => {
  it('of the body', async () => {
    const base = await serve({ bodyLimit: 1000 });
    const answer = await post('/v1/metrics', { ...input, n: 2, rewards: Array(1000).fill(1) }, {}, base);
    expect([answer.status, (await answer.json()).status]).toEqual([413, 413]);
    expect((await post('/v1/metrics', { ...input, n: 2 }, {}, base)).status).toBe(200);
  });

  it('of the queue: 503 with Retry-After, and then again answers', async () => {
    const base = await serve({ threads: 1, maxQueue: 2 });
    const { rewards, logits } = vocabulary(50_000);
    const body = JSON.stringify({ rewards: Array.from(rewards), logits: Array.from(logits), n: 4 });
    const answers = await Promise.all(Array.from({ length: 12 }, () => post('/v1/metrics', body, {}, base)));
    const refused = answers.filter(({ status }) => status === 503);
    expect(answers.filter(({ status }) => status === 200).length).toBeGreaterThanOrEqual(3);
    expect(refused.length).toBe(12 - answers.filter(({ status }) => status === 200).length);
    expect(refused.length).toBeGreaterThan(0);
    expect(refused[0].headers.get('retry-after')).toBe('1');
    expect((await refused[0].json()).detail).toBe('too many requests wait: try again later');
    expect((await post('/v1/metrics', body, {}, base)).status).toBe(200);
  });

  it('of time, which ends the computation', async () => {
    const base = await serve({ threads: 1, timeLimit: 3000 });
    const body = longCurve();
    const answer = await post('/v1/curve', body, {}, base);
    expect([answer.status, (await answer.json()).detail]).toEqual([503, 'the time limit of 3 s is over']);
    expect((await post('/v1/metrics', { ...input, n: 2 }, {}, base)).status).toBe(200);
  });

  it('a client that goes away frees its thread', async () => {
    const base = await serve({ threads: 1 });
    const body = longCurve();
    const gone = new AbortController();
    const lost = fetch(`${base}/v1/curve`, {
      method: 'POST',
      headers: { 'content-type': JSON_TYPE },
      body: JSON.stringify(body),
      signal: gone.signal,
    });
    setTimeout(() => gone.abort(), 500);
    await expect(lost).rejects.toThrow();
    expect((await post('/v1/metrics', { ...input, n: 2 }, {}, base)).status).toBe(200);
    expect(await (await fetch(`${base}/healthz`)).json()).toEqual({ status: 'ok', threads: 1, calls: 0 });
  });

  it('/healthz answers at once while large requests run', async () => {
    const { rewards, logits } = vocabulary(262_144);
    const body = JSON.stringify({ rewards: Array.from(rewards), logits: Array.from(logits), n: 4 });
    await fetch(`${url}/healthz`);
    // asked from another process, since this one is busy writing the requests
    const script = `let times = 0; const end = Date.now() + 2500;
      while (Date.now() < end) { await (await fetch('${url}/healthz')).text(); times++; }
      console.log(times);`;
    const probe = spawn(process.execPath, ['--input-type=module', '-e', script]);
    let printed = '';
    probe.stdout.on('data', (text) => (printed += text));
    let answered = 0;
    const ended = once(probe, 'exit');
    const ask = async () => {
      while (probe.exitCode === null) if ((await (await post('/v1/policy', body)).json()).policy) answered++;
    };
    await Promise.all([ended, ask(), ask()]);
    expect(answered).toBeGreaterThan(0);
    // if it waited for the large requests, it would be answered about as often as they are; the load test shows that it takes milliseconds
    expect(Number(printed)).toBeGreaterThan(3 * answered);
  });
});

describe('around the service', () => {
  it('a bearer token', async () => {
    const base = await serve({ token: 'secret' });
    const ask = (headers: Record<string, string>) => post('/v1/metrics', { ...input, n: 2 }, headers, base);
    expect([(await ask({})).status, (await ask({ authorization: 'Bearer secre' })).status]).toEqual([401, 401]);
    expect((await ask({})).headers.get('www-authenticate')).toBe('Bearer');
    expect((await (await ask({ authorization: 'Bearer x' })).json()).detail).toBe('the bearer token is wrong');
    expect((await ask({ authorization: 'bearer secret' })).status).toBe(200);
    expect((await fetch(`${base}/metrics`)).status).toBe(401);
    for (const path of ['/healthz', '/openapi.json', '/docs/']) {
      const answer = await fetch(base + path);
      expect(answer.status).toBe(200);
      // a long answer that is not read would keep the server open
      await answer.text();
    }
  });

  it('Prometheus metrics count the requests', async () => {
    const base = await serve({ threads: 2 });
    await post('/v1/metrics', { ...input, n: 2 }, {}, base);
    await post('/v1/metrics', { ...input, n: 0 }, {}, base);
    const text = await (await fetch(`${base}/metrics`)).text();
    expect(text).toMatch(/best_of_n_request_seconds_count\{route="\/v1\/metrics",status="200"\} 1/);
    expect(text).toMatch(/best_of_n_request_seconds_count\{route="\/v1\/metrics",status="400"\} 1/);
    expect(text).toMatch(/best_of_n_threads 2/);
    expect(text).toMatch(/process_resident_memory_bytes \d+/);
  });

  it('the OpenAPI document describes every route, and its examples are answered', async () => {
    const document = await (await fetch(`${url}/openapi.json`)).json();
    expect(document.openapi).toBe('3.1.0');
    expect(Object.keys(document.paths)).toEqual([
      '/v1/metrics',
      '/v1/curve',
      '/v1/policy',
      '/v1/laws',
      '/v1/equal-kl',
      '/v1/scores',
      '/v1/smallest-n',
      '/v1/stopping',
      '/v1/samples',
      '/v1/compare',
      '/v1/batch',
    ]);
    for (const [path, { post: operation }] of Object.entries<{
      post: { requestBody: { content: Record<string, { example: unknown }> }; responses: object };
    }>(document.paths)) {
      expect(Object.keys(operation.responses)).toEqual(['200', '400', '401', '406', '408', '413', '415', '421', '503']);
      const types = path === '/v1/compare' ? [JSON_TYPE] : [JSON_TYPE, ARROW_TYPE];
      expect(Object.keys(operation.requestBody.content)).toEqual(types);
      expect((await post(path, operation.requestBody.content[JSON_TYPE].example)).status, path).toBe(200);
    }
  });

  it('a plugin of another application, under a prefix, leaves its other routes as they are', async () => {
    const app = fastify();
    open.push(app as unknown as FastifyInstance);
    app.register(bestOfN, { prefix: '/bon', threads: 1 });
    app.post('/echo', async ({ body }) => body);
    const base = await app.listen({ port: 0 });
    expect(await (await post('/bon/v1/metrics', { ...input, n: 1, fields: ['kl'] }, {}, base)).json()).toEqual({ kl: 0 });
    expect(await (await post('/echo', { a: 1 }, {}, base)).json()).toEqual({ a: 1 });
    expect((await (await fetch(`${base}/nowhere`)).json()).error).toBe('Not Found');
    expect((await fetch(`${base}/bon/healthz`)).status).toBe(200);
  });
});

describe('best-of-n serve', () => {
  it('answers on loopback only, finishes requests in flight on SIGTERM, and ends', async () => {
    const { child, base, port } = await startCommand('--log', 'info');
    let log = '';
    child.stdout?.on('data', (text) => {
      log += text;
    });
    const { rewards, logits } = vocabulary(262_144);
    const body = JSON.stringify({ rewards: Array.from(rewards), logits: Array.from(logits), n: 4 });
    const running = post('/v1/policy', body, {}, base);
    // the second half of this request comes after the signal
    const half = request({ port, path: '/v1/metrics', method: 'POST', headers: { 'content-type': JSON_TYPE } });
    const whole = JSON.stringify({ ...input, n: 2 });
    half.write(whole.slice(0, 10));
    const answered = once(half, 'response');
    // waits until the server has begun to read both
    while ((log.match(/incoming request/g)?.length ?? 0) < 2) await new Promise((resolve) => setTimeout(resolve, 5));
    child.kill('SIGTERM');
    const exited = once(child, 'exit');
    await new Promise((resolve) => setTimeout(resolve, 100));
    half.end(whole.slice(10));
    const [answer] = await answered;
    expect(answer.statusCode).toBe(200);
    answer.resume();
    expect((await (await running).json()).policy.length).toBe(262_144);
    expect(await exited).toEqual([0, null]);
    const [error] = await once(connect({ port, host: '127.0.0.1' }), 'error');
    expect(error.code).toBe('ECONNREFUSED');
  });

  // the three times fall while the request is read, computed and answered
  it.each([50, 250, 800])('a client that reads no answer does not keep it alive, SIGTERM after %d ms', async (milliseconds) => {
    const { child, port } = await startCommand('--time-limit', '1');
    const { rewards, logits } = vocabulary(262_144);
    const body = JSON.stringify({ rewards: Array.from(rewards), logits: Array.from(logits), n: 4 });
    const socket = connect({ port, host: '127.0.0.1' });
    socket.pause();
    socket.write(
      `POST /v1/policy HTTP/1.1\r\nhost: localhost\r\ncontent-type: ${JSON_TYPE}\r\ncontent-length: ${body.length}\r\n\r\n${body}`
    );
    await new Promise((resolve) => setTimeout(resolve, milliseconds));
    child.kill('SIGTERM');
    expect(await once(child, 'exit')).toEqual([0, null]);
    socket.on('error', () => {}).destroy();
  });

  it('warns where anyone can ask', async () => {
    const child = spawn(process.execPath, ['dist/cli.js', 'serve', '--port', '0', '--host', '0.0.0.0'], {
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    let text = '';
    child.stderr.on('data', (piece) => (text += piece));
    while (!text.includes('--token')) await once(child.stderr, 'data');
    expect(text).toMatch(/anyone who reaches this address can ask: --token sets a bearer token/);
    child.kill('SIGINT');
    expect(await once(child, 'exit')).toEqual([0, null]);
  });

  it('a port in use is an error', async () => {
    const port = (open[0].server.address() as AddressInfo).port;
    const { status, stderr } = spawnSync(process.execPath, ['dist/cli.js', 'serve', '--port', String(port)], {
      encoding: 'utf8',
    });
    expect(status).toBe(1);
    expect(stderr).toMatch(/EADDRINUSE/);
  });
});
