// A server that listens on localhost, which may be an address of IPv4 and one of IPv6.

import { lookup } from 'node:dns/promises';
import { once } from 'node:events';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createServer } from '../../dist/server.js';

let app: Awaited<ReturnType<typeof createServer>>;
let clients: Socket[] = [];

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
  const addresses = await lookup('localhost', { all: true });
  expect(app.addresses()).toHaveLength(addresses.length);
  const open = await Promise.all(addresses.map(({ address }) => silent(address)));
  const closed = open.map((client) => once(client, 'close'));
  const start = Date.now();
  await app.close();
  await Promise.all(closed);
  expect(Date.now() - start).toBeLessThan(3000);
});

it('counts the connections of every address together', async () => {
  for (const { address } of await lookup('localhost', { all: true })) {
    while (clients.length < 2) await silent(address);
    const client = await silent(address);
    await once(client, 'close');
  }
  expect(clients.filter(({ destroyed }) => !destroyed)).toHaveLength(2);
});
