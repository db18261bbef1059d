// A real Redis for tests.

import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';

/** Whether Redis is installed. If not, the tests that need it are skipped; in CI it must be there. */
export const hasRedis = spawnSync('redis-server', ['--version']).status === 0;
if (!hasRedis && process.env.CI) throw new Error('redis-server is not installed, and CI must run these tests');

export async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address() as { port: number };
  probe.close();
  await once(probe, 'close');
  return port;
}

/** Starts a server that keeps every write in the folder, and waits until it answers. */
export async function startRedis(port: number, folder: string, more: readonly string[] = []): Promise<ChildProcess> {
  const options = [
    '--port',
    String(port),
    '--dir',
    folder,
    '--appendonly',
    'yes',
    '--appendfsync',
    'always',
    '--save',
    '',
    ...more,
  ];
  const redis = spawn('redis-server', options, { stdio: ['ignore', 'pipe', 'inherit'] });
  let text = '';
  while (!text.includes('Ready to accept connections')) text += (await once(redis.stdout as NodeJS.ReadableStream, 'data'))[0];
  redis.stdout?.resume();
  return redis;
}
