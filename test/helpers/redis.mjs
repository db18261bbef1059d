// A real Redis for tests and for the programs of `test/reliability`.

import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';

/** Whether Redis is installed. If not, the tests that need it are skipped; in CI it must be there. */
export const hasRedis = spawnSync('redis-server', ['--version']).status === 0;
if (!hasRedis && process.env.CI) throw new Error('redis-server is not installed, and CI must run these tests');

/** @returns {Promise<number>} a port that nobody listens on. */
export async function freePort() {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = /** @type {import('node:net').AddressInfo} */ (probe.address());
  probe.close();
  await once(probe, 'close');
  return port;
}

/**
 * Starts a server that keeps every write in the folder, and waits until it answers.
 *
 * @param {number} port
 * @param {string} folder
 * @param {readonly string[]} more - further options.
 * @returns {Promise<import('node:child_process').ChildProcess>}
 */
export async function startRedis(port, folder, more = []) {
  const writes = ['--appendonly', 'yes', '--appendfsync', 'always', '--save', ''];
  const redis = spawn('redis-server', ['--port', String(port), '--dir', folder, ...writes, ...more], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let text = '';
  while (!text.includes('Ready to accept connections')) text += (await once(redis.stdout, 'data'))[0];
  redis.stdout.resume();
  return redis;
}
