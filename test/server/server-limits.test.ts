// What the service bounds: requests, memory, connections and time; and that one request harms no other.

import { readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { tableFromArrays, tableToIPC } from 'apache-arrow';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createServer } from '../../dist/server.js';
import { ROUTES } from '../../src/server/routes/index';
import { ARROW_TYPE, JSON_TYPE, post, RawClient, services, startCommand, until } from '../helpers/service';

const { serve, closeAll } = services();
let url: string;
beforeAll(async () => {
  url = await serve();
});
afterAll(closeAll);

const easy = { rewards: [0, 1], probs: [0.5, 0.5], n: 2, fields: ['winRate'] };

/** A body of less than 4 kB that takes minutes: 100,000 resamples of 400 prompts. */
const heavy = {
  interval: 'bootstrap',
  resamples: 100_000,
  ns: Array.from({ length: 40 }, (_, i) => 1 + (i % 2)),
  prompts: Array(180).fill({ rewards: [0, 1, 2] }),
};
const heavyBody = JSON.stringify(heavy);

/** One that is too heavy to be answered by the thread that accepts requests, but takes a fraction of a second. */
const heavier = { interval: 'bootstrap', resamples: 100_000, ns: [1], prompts: Array(20).fill({ rewards: [0, 1, 2] }) };

describe('one request', () => {
  const list = (length: number, value: unknown = 1) => Array(length).fill(value);
  it.each<[string, string, object, RegExp]>([
    [
      'numbers in the answer',
      'batch',
      { rewards: list(2000, [1]), ns: list(2000), metrics: ['kl'] },
      /has 4000000 numbers in its answer/,
    ],
    [
      'means of resamples',
      'samples',
      { prompts: list(2, { rewards: [1] }), ns: list(100), interval: 'bootstrap', resamples: 100_000 },
      /has 30000000 means/,
    ],
    ['estimates', 'samples', { prompts: list(1000, { rewards: [1] }), ns: list(2000), resamples: 1 }, /has 6000000 estimates/],
    [
      'scores',
      'samples',
      { prompts: [{ rewards: [1], scores: Object.fromEntries(list(300).map((_, i) => [i, [1]])) }] },
      /has 300 scores/,
    ],
    [
      'votes',
      'samples',
      {
        prompts: [{ rewards: list(3000), answers: list(3000).map((_, i) => i), scores: { a: list(3000) } }],
        ns: [1500],
        estimates: ['majority.a'],
      },
      /has \d+ steps of votes, which grow with the cube of n, and at most 8589934592 are allowed$/,
    ],
    [
      'weighted votes',
      'samples',
      {
        prompts: list(2000, { rewards: list(100), answers: list(100), scores: { a: list(100) } }),
        ns: list(20, 90),
        estimates: ['weightedMajority.a'],
      },
      /has \d+ steps of votes/,
    ],
    [
      'estimates of targets',
      'samples',
      {
        prompts: list(30_000, { rewards: list(60), scores: { a: list(60) } }),
        ns: list(10),
        target: [{ target: 1 }, { target: 1, score: 'a' }, { target: 2, score: 'a' }],
      },
      // 10 n of 4 kinds, and 60 n of reward and score
      /has 4800000 estimates/,
    ],
    [
      'comparisons',
      'compare',
      { first: [{ id: 'a', rewards: [1] }], second: [{ id: 'a', rewards: [1] }], ns: list(5000) },
      /has 15000 comparisons/,
    ],
    [
      'prompts of both runs',
      'compare',
      {
        first: list(70_000).map((_, i) => ({ id: `${i}`, rewards: [1] })),
        second: list(70_000).map((_, i) => ({ id: `${i}`, rewards: [1] })),
        ns: list(10),
      },
      /has 4200000 estimates/,
    ],
  ])('has a limit of %s', async (_, route, body, detail) => {
    const answer = await post(`${url}/v1/${route}`, body);
    expect(answer.status).toBe(413);
    expect(await answer.json()).toMatchObject({ code: 'REQUEST_TOO_LARGE', detail: expect.stringMatching(detail) });
  });

  it.each<[string, string, object, RegExp]>([
    [
      'ns',
      'curve',
      { rewards: [1], probs: [1], ns: list(10_001) },
      /^ns is an array of 10001, which must NOT have more than 10000/,
    ],
    [
      'resamples',
      'samples',
      { prompts: [{ rewards: [1] }], resamples: 1e12 },
      /^resamples is 1000000000000, which must be <= 100000/,
    ],
    [
      'targets',
      'samples',
      { prompts: [{ rewards: [1] }], target: list(17, { target: 1 }) },
      /^target is an array of 17, which must NOT have more than 16 items$/,
    ],
    [
      'names of estimates',
      'samples',
      { prompts: [{ rewards: [1] }], estimates: [`oracle.${'x'.repeat(2000)}`] },
      /^estimates\[0\] is a string of 2007 characters, which must NOT have more than 1050 characters$/,
    ],
    [
      'names',
      'samples',
      { prompts: [{ rewards: [1], scores: { ['x'.repeat(1001)]: [1] } }] },
      /^prompts\[0\]\.scores\.x+… is a name of more than 1000 characters$/,
    ],
  ])('has a limit of %s', async (_, route, body, detail) => {
    const answer = await post(`${url}/v1/${route}`, body);
    expect(answer.status).toBe(400);
    expect((await answer.json()).detail).toMatch(detail);
  });

  it('has a limit of vectors, before they are made', async () => {
    const rows = 131_072;
    const scores = Object.fromEntries(['a', 'b', 'c', 'd'].map((name) => [name, new Uint8Array(rows)]));
    const table = tableFromArrays({
      prompt: Int32Array.from({ length: rows }, (_, i) => i),
      reward: new Uint8Array(rows),
      ...scores,
    });
    const answer = await post(`${url}/v1/samples?ns=1`, tableToIPC(table, 'stream'), { 'content-type': ARROW_TYPE });
    expect(answer.status).toBe(413);
    expect((await answer.json()).detail).toMatch(/^the request has 655360 vectors .* at most 524288 are allowed$/);
  });

  it('has the same limits as Arrow', async () => {
    const ask = async (path: string, columns: Record<string, Float64Array>) =>
      (await post(url + path, tableToIPC(tableFromArrays(columns), 'stream'), { 'content-type': ARROW_TYPE })).json();
    const rows = { prompt: Float64Array.of(1, 1, 2), reward: Float64Array.of(1, 2, 3) };
    expect((await ask('/v1/samples?ns=1&resamples=1e12', rows)).detail).toMatch(
      /^resamples is 1000000000000, which must be <= 100000/
    );
    expect((await ask(`/v1/samples?ns=${Array(100)}1&interval=bootstrap&resamples=100000`, rows)).detail).toMatch(
      /^ns\[0\] is "", expected an integer/
    );
    const many = { prompt: new Float64Array(140_000).map((_, i) => i), reward: new Float64Array(140_000) };
    expect((await ask('/v1/samples', many)).detail).toMatch(/prompts, and at most 131072 are allowed/);
    const support = { rewards: new Float64Array(2_100_000), weights: new Float64Array(2_100_000) };
    expect((await ask('/v1/metrics?n=2', support)).detail).toBe(
      'the request has 2100000 outcomes, and at most 2097152 are allowed'
    );
  });

  it('is sized as its example says, for every route', () => {
    for (const { size, example } of Object.values(ROUTES)) {
      const { counts, steps } = size(example as never);
      expect(counts.every(({ count, limit }) => count > 0 === count <= limit || count === 0)).toBe(true);
      expect(steps).toBeGreaterThan(0);
    }
  });
});

describe('others', () => {
  it('are answered beside a heavy request that is small, which alone meets the time limit', async () => {
    const base = await serve({ threads: 1, timeLimit: 2000 });
    // starts the thread
    const warm = await post(`${base}/v1/samples`, heavier);
    expect(warm.status).toBe(200);
    // what holds the thread while the others come in
    const first = post(`${base}/v1/samples`, { ...heavy, ns: [1] });
    await delay(50);
    const requests = Array.from({ length: 11 }, (_, i) =>
      post(`${base}/v1/${i === 5 ? 'samples' : 'metrics'}`, i === 5 ? heavyBody : easy)
    );
    expect((await first).status).toBe(200);
    const statuses = await Promise.all(requests.map(async (answer) => (await answer).status));
    expect(statuses).toEqual(Array.from({ length: 11 }, (_, i) => (i === 5 ? 503 : 200)));
  });

  it('find the thread free when the client of a small heavy request has left', async () => {
    const base = await serve({ threads: 1 });
    await post(`${base}/v1/metrics`, easy);
    const gone = new AbortController();
    const lost = post(`${base}/v1/samples`, heavyBody, {}, gone.signal).catch(() => 'gone');
    await delay(300);
    expect((await (await fetch(`${base}/healthz`)).json()).calls).toBe(1);
    gone.abort();
    expect(await lost).toBe('gone');
    expect((await post(`${base}/v1/metrics`, easy)).status).toBe(200);
    expect((await (await fetch(`${base}/healthz`)).json()).calls).toBe(0);
  });
});

describe('a body', () => {
  it('that comes in slowly is cut off after the time limit', async () => {
    const base = await serve({ timeLimit: 600 });
    const client = new RawClient(base).send('/v1/metrics', 1000, '{');
    const timer = setInterval(() => client.socket.write(' '), 100);
    const start = Date.now();
    await client.closed;
    clearInterval(timer);
    expect(Date.now() - start).toBeLessThan(3000);
    expect(client.text).toMatch(/^HTTP\/1.1 408 /);
    expect(client.text).toMatch(/"code":"TOO_SLOW","detail"|"detail":"the body took longer than the time limit of 0.6 s"/);
  });

  it('is not read where no further request may wait', async () => {
    const base = await serve({ threads: 1, maxQueue: 0 });
    const waiting = new RawClient(base).send('/v1/metrics', 1000, '{');
    await until(async () => (await (await fetch(`${base}/healthz`)).json()).calls === 1);
    const refused = new RawClient(base).send('/v1/metrics', 50 * 2 ** 20);
    await until(() => refused.text.includes('QUEUE_FULL'));
    expect(refused.text).toMatch(/retry-after: 1/i);
    // the rest is dropped for a while, and then the connection closed
    const timer = setInterval(() => refused.socket.write('x'.repeat(1000)), 50);
    await refused.closed;
    clearInterval(timer);
    waiting.socket.destroy();
    await until(async () => (await post(`${base}/v1/metrics`, easy)).status === 200);
  });

  it('counts against the memory of all, and is given back', async () => {
    const base = await serve({ bodyLimit: 2 ** 20, memoryLimit: 1.5 * 2 ** 20 });
    const half = 'x'.repeat(700_000);
    const first = new RawClient(base).send('/v1/metrics', 2 ** 20, half);
    await until(async () => /best_of_n_body_bytes 1\d{6}\n/.test(await (await fetch(`${base}/metrics`)).text()));
    const answer = await post(`${base}/v1/metrics`, half);
    expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '1']);
    expect((await answer.json()).code).toBe('MEMORY_FULL');
    first.socket.destroy();
    await until(async () => (await post(`${base}/v1/metrics`, half)).status === 400);
    expect(await (await fetch(`${base}/metrics`)).text()).toMatch(/best_of_n_body_bytes 0\n/);
  });

  it('of a declared size beyond the limit is refused at its head, and one without a size as soon as it is too large', async () => {
    const base = await serve({ bodyLimit: 1000 });
    const client = new RawClient(base).send('/v1/metrics', 1001);
    await until(() => client.text.includes('BODY_TOO_LARGE'));
    client.socket.destroy();
    const stream = new ReadableStream({
      pull(controller) {
        controller.enqueue(new TextEncoder().encode('x'.repeat(600)));
      },
    });
    const answer = await fetch(`${base}/v1/metrics`, {
      method: 'POST',
      headers: { 'content-type': JSON_TYPE },
      body: stream,
      duplex: 'half',
    } as RequestInit);
    expect(answer.status).toBe(413);
  });
});

describe('connections', () => {
  it('that send no request are closed', async () => {
    const base = await serve({ timeLimit: 500 });
    const clients = ['', 'POST /v1/metrics HTTP/1.1\r\nhost: local'].map((text) => {
      const client = new RawClient(base);
      if (text) client.socket.write(text);
      return client;
    });
    await Promise.all(clients.map(({ closed }) => closed));
    expect(clients[1].text).toMatch(/^HTTP\/1.1 408 [\s\S]*"code":"TOO_SLOW"/);
  });

  it('are limited in number', async () => {
    const base = await serve({ maxConnections: 2 });
    const clients = [new RawClient(base), new RawClient(base)];
    await Promise.all(clients.map(({ socket }) => new Promise((resolve) => socket.once('connect', resolve))));
    await until(() =>
      fetch(`${base}/healthz`).then(
        () => false,
        () => true
      )
    );
    clients[0].socket.destroy();
    await until(() =>
      fetch(`${base}/healthz`).then(
        ({ ok }) => ok,
        () => false
      )
    );
    clients[1].socket.destroy();
  });

  it('have a limited number of requests under way, and the first ones are answered', async () => {
    const body = JSON.stringify(heavier);
    const client = new RawClient(url);
    const head = `POST /v1/samples HTTP/1.1\r\nhost: localhost\r\ncontent-type: ${JSON_TYPE}\r\ncontent-length: ${body.length}\r\n\r\n`;
    client.socket.write((head + body).repeat(40));
    await client.closed;
    expect(client.text.match(/HTTP\/1.1 200 /g)).toHaveLength(32);
    expect(client.text).toMatch(/more than 32 requests are under way on this connection/);
  });

  it('that do not read their answer are closed after the time limit', async () => {
    const { child, base } = await startCommand('--time-limit', '5');
    try {
      // starts the thread
      await post(`${base}/v1/metrics`, easy);
      const client = new RawClient(base);
      client.socket.pause();
      const body = JSON.stringify({ rewards: Array(400).fill([1, 2]), ns: Array(1000).fill(3), metrics: ['kl'] });
      client.send('/v1/batch', body.length, body);
      const bytes = async () => Number(/best_of_n_body_bytes (\d+)/.exec(await (await fetch(`${base}/metrics`)).text())?.[1]);
      await until(async () => (await bytes()) > 5e6);
      await until(async () => (await bytes()) === 0, 15);
      client.socket.destroy();
    } finally {
      child.kill('SIGKILL');
    }
  });
});

describe('options', () => {
  it.each([
    [{ bodyLimit: 0 }, /^bodyLimit is 0/],
    [{ timeLimit: 0.5 }, /^timeLimit is 0.5/],
    [{ memoryLimit: 1000, bodyLimit: 2000 }, /^memoryLimit is 1000/],
    [{ maxConnections: -1 }, /^maxConnections is -1/],
  ])('%j', async (options, message) => {
    await expect(createServer(options)).rejects.toThrow(message);
  });
});

it('memory stays bounded while small requests come whose clients leave', async () => {
  const { child, base } = await startCommand('--max-queue', '10');
  try {
    const memory = () => Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'))?.[1]) / 1024;
    await post(`${base}/v1/metrics`, easy);
    const gone = new AbortController();
    const held = post(`${base}/v1/samples`, heavyBody, {}, gone.signal).catch(() => 'gone');
    const before = memory();
    const body = JSON.stringify({ ...easy, rewards: Array(400).fill(1), probs: Array(400).fill(1 / 400) });
    for (let i = 0; i < 60; i++) {
      const clients = Array.from({ length: 8 }, () => new RawClient(base).send('/v1/metrics', body.length, body));
      await delay(5);
      for (const { socket } of clients) socket.destroy();
    }
    await until(async () => (await (await fetch(`${base}/healthz`)).json()).calls <= 1);
    expect(memory() - before).toBeLessThan(100);
    gone.abort();
    await held;
  } finally {
    child.kill('SIGKILL');
  }
});
