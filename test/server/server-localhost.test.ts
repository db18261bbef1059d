// A server that listens on localhost, which may be an address of IPv4 and one of IPv6.

import dns from 'node:dns';
import { once } from 'node:events';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createServer } from '../../dist/server.js';

let app: Awaited<ReturnType<typeof createServer>>;
let clients: Socket[] = [];

/** What `localhost` is on a machine that has two addresses for it, whether this one has or not. */
const ADDRESSES = ['127.0.0.1', process.platform === 'linux' ? '127.0.0.2' : '::1'];
vi.spyOn(dns, 'lookup').mockImplementation(((host: string, ...rest: unknown[]) => {
  const callback = rest.pop() as (...found: unknown[]) => void;
  const [options] = rest as { all?: boolean }[];
  const found = (host === 'localhost' ? ADDRESSES : [host]).map((address) => ({
    address,
    family: address.includes(':') ? 6 : 4,
  }));
  if (options?.all) callback(null, found);
  else callback(null, found[0].address, found[0].family);
}) as unknown as typeof dns.lookup);

beforeEach(async () => {
  app = await createServer({ threads: 1, maxConnections: 2 });
  await app.listen({ port: 0, host: 'localhost' });
});

afterEach(async () => {
  for (const client of clients) client.destroy();
  clients = [];
  await app.close();
});

/** A connection to one address, which sends nothing. */
async function silent(host: string): Promise<Socket> {
  const client = connect({ host, port: (app.server.address() as AddressInfo).port });
  clients.push(client);
  client.on('error', () => {}).resume();
  await once(client, 'connect');
  return client;
}

it('closes the silent connections of every address when it ends', async () => {
  expect(app.addresses()).toHaveLength(2);
  const open = await Promise.all(ADDRESSES.map(silent));
  const closed = open.map((client) => once(client, 'close'));
  const start = Date.now();
  await app.close();
  await Promise.all(closed);
  expect(Date.now() - start).toBeLessThan(3000);
});

it('counts the connections of every address together', async () => {
  for (const address of ADDRESSES) {
    while (clients.length < 2) await silent(address);
    const client = await silent(address);
    await once(client, 'close');
  }
  expect(clients.filter(({ destroyed }) => !destroyed)).toHaveLength(2);
});
