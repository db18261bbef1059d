// Starts the service in a process of its own for the programs of this folder, and watches its memory.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const CLI = fileURLToPath(new URL('../../dist/cli.js', import.meta.url));

/** @param heap - the limit of the heap, in MiB. */
export async function startService(args, heap = 512) {
  const child = spawn(
    process.execPath,
    [`--max-old-space-size=${heap}`, CLI, 'serve', '--port', '0', '--log', 'error', ...args],
    {
      stdio: ['ignore', 'pipe', 'pipe'],
    }
  );
  let log = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => (log += text));
  while (!log.includes('listening on'))
    await Promise.race([once(child.stderr, 'data'), once(child, 'exit').then(() => Promise.reject(new Error(log)))]);
  const [, base, port] = /listening on (http:\/\/[^:]+:(\d+))/.exec(log);
  return {
    child,
    base,
    port: Number(port),
    log: () => log,
    /** Memory in MiB: now, and at most so far. Linux alone says so. */
    memory() {
      const status = readFileSync(`/proc/${child.pid}/status`, 'utf8');
      const of = (name) => Math.round(Number(new RegExp(`${name}:\\s+(\\d+)`).exec(status)?.[1] ?? 0) / 1024);
      return { now: of('VmRSS'), peak: of('VmHWM') };
    },
    /** Whether it is the process that was started, and lives. */
    isAlive: () => child.exitCode === null && child.signalCode === null,
    async stop() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      child.kill('SIGTERM');
      await once(child, 'exit');
    },
  };
}
