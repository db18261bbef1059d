// Who may ask the service: hosts, origins, the token; and what everyone is told who asks for something that is not there.

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createServer } from '../../dist/server.js';
import { isLoopback } from '../../src/server/hosts';
import { JSON_TYPE, post, RawClient, services } from '../helpers/service';

const { serve, closeAll, open } = services();
let url: string;
beforeAll(async () => {
  url = await serve();
});
afterAll(closeAll);

/** The head and the body of the answer to a request as it is written. */
async function raw(base: string, request: string): Promise<string> {
  const client = new RawClient(base);
  client.socket.write(request);
  await client.closed;
  return client.text;
}
const asHost = (base: string, host: string) => raw(base, `GET /healthz HTTP/1.1\r\nhost: ${host}\r\nconnection: close\r\n\r\n`);

describe('the host', () => {
  it.each(['localhost', 'LOCALHOST:99', '127.0.0.1', '127.9.9.9:80', '[::1]:8377'])('%s is this machine', async (host) => {
    expect(await asHost(url, host)).toMatch(/^HTTP\/1.1 200 /);
  });

  it.each([
    'attacker.example',
    'localhost.attacker.example',
    '127.0.0.1.nip.io',
    '10.0.0.1',
    'localhost@attacker.example',
    '[::2]',
    '',
  ])('%s is refused on a loopback address', async (host) => {
    const answer = await asHost(url, host);
    expect(answer).toMatch(/^HTTP\/1.1 421 /);
    expect(answer).toMatch(/"code":"UNKNOWN_HOST"/);
  });

  it('is checked elsewhere only if hosts are given', async () => {
    const listen = async (options: object) => {
      const app = await createServer({ threads: 1, ...options });
      open.push(app);
      await app.listen({ port: 0, host: '0.0.0.0' });
      return `http://127.0.0.1:${(app.server.address() as { port: number }).port}`;
    };
    expect(await asHost(await listen({}), 'any.example')).toMatch(/^HTTP\/1.1 200 /);
    const base = await listen({ allowedHosts: ['Proxy.example'] });
    expect(await asHost(base, 'proxy.example:443')).toMatch(/^HTTP\/1.1 200 /);
    expect(await asHost(base, 'any.example')).toMatch(/^HTTP\/1.1 421 /);
  });

  it('of this machine alone', () => {
    expect(['127.0.0.1', '::1', 'localhost'].every(isLoopback)).toBe(true);
    expect(['0.0.0.0', '127.example.org', '::', 'localhosts'].some(isLoopback)).toBe(false);
  });
});

describe('origins', () => {
  const preflight = (base: string, origin: string) =>
    fetch(`${base}/v1/metrics`, { method: 'OPTIONS', headers: { origin, 'access-control-request-method': 'POST' } });

  it('may not ask by default', async () => {
    expect((await preflight(url, 'https://page.example')).status).toBe(405);
    const answer = await fetch(`${url}/healthz`, { headers: { origin: 'https://page.example' } });
    expect(answer.headers.get('access-control-allow-origin')).toBeNull();
  });

  it('that are allowed may, without a token for the preflight', async () => {
    const base = await serve({ corsOrigins: ['https://page.example'], token: 'secret' });
    const asked = await preflight(base, 'https://page.example');
    expect([asked.status, asked.headers.get('access-control-allow-origin')]).toEqual([204, 'https://page.example']);
    expect(asked.headers.get('access-control-allow-headers')).toMatch(/authorization, content-type/);
    const answer = await fetch(`${base}/v1/metrics`, { headers: { origin: 'https://page.example' } });
    expect([answer.status, answer.headers.get('vary')]).toEqual([401, 'Origin']);
    expect(answer.headers.get('access-control-allow-origin')).toBe('https://page.example');
    const other = await preflight(base, 'https://page.example.org');
    expect([other.status, other.headers.get('access-control-allow-origin')]).toEqual([401, null]);
  });
});

describe('the token', () => {
  it('is asked for by every path but the open ones, and by routes that are added', async () => {
    const app = await createServer({ threads: 1, token: 'secret' });
    app.get('/added', async () => 'secret');
    app.register(async (scope) => scope.get('/added/below', async () => 'secret'));
    open.push(app);
    const base = await app.listen({ port: 0, host: '127.0.0.1' });
    const statusOf = async (path: string, headers = {}) => (await fetch(base + path, { headers })).status;
    for (const path of ['/added', '/added/below', '/metrics', '/nowhere', '/v1/metrics', '/docsx', '/healthz/x', '/'])
      expect([path, await statusOf(path)]).toEqual([path, 401]);
    for (const path of ['/healthz', '/openapi.json', '/docs', '/docs/json'])
      expect([path, await statusOf(path)]).toEqual([path, 200]);
    const authorization = 'Bearer secret';
    expect(await statusOf('/added', { authorization })).toBe(200);
    expect(await statusOf('/nowhere', { authorization })).toBe(404);
  });
});

describe('what is not there', () => {
  it('a method that a path does not take', async () => {
    const answer = await fetch(`${url}/v1/metrics`, { method: 'PUT', body: 'x' });
    expect([answer.status, answer.headers.get('allow')]).toEqual([405, 'POST']);
    expect((await fetch(`${url}/healthz`, { method: 'POST' })).headers.get('allow')).toBe('GET, HEAD');
  });

  it.each<[string, string, number]>([
    ['no HTTP', 'nonsense\r\n\r\n', 400],
    ['a large head', `GET / HTTP/1.1\r\nhost: localhost\r\nx: ${'y'.repeat(20_000)}\r\n\r\n`, 431],
    ['a path that cannot be read', 'GET /%zz HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n', 400],
    [
      'a broken chunk',
      `POST /v1/metrics HTTP/1.1\r\nhost: localhost\r\ncontent-type: ${JSON_TYPE}\r\ntransfer-encoding: chunked\r\n\r\nzz\r\n`,
      400,
    ],
  ])('%s', async (_, request, status) => {
    const answer = await raw(url, request);
    expect(answer).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
    expect(answer).toMatch(/content-type: application\/problem\+json/i);
    expect(JSON.parse(answer.slice(answer.indexOf('\r\n\r\n')))).toMatchObject({ type: 'about:blank', status });
  });
});

describe('every answer', () => {
  it('has an id, that of the request if it is a short token, and is not sniffed', async () => {
    const idOf = async (path: string, id?: string) => {
      const { headers } = await fetch(url + path, { headers: id ? { 'x-request-id': id } : {} });
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      return headers.get('x-request-id');
    };
    expect(await idOf('/healthz', 'abc-1')).toBe('abc-1');
    expect(await idOf('/nowhere', 'abc-2')).toBe('abc-2');
    expect(await idOf('/healthz', 'x'.repeat(129))).toMatch(/^[\da-f-]{36}$/);
    expect(await idOf('/healthz', 'a b')).toMatch(/^[\da-f-]{36}$/);
    expect((await post(`${url}/v1/metrics`, '{')).headers.get('x-request-id')).toMatch(/^[\da-f-]{36}$/);
  });
});
