// How `best-of-n serve` ends: every answer that it began is delivered, and nobody who is idle holds it up.

import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { JSON_TYPE, RawClient, startCommand, until } from '../helpers/service';

/** A request whose answer has some 6 MB. */
const large = JSON.stringify({ rewards: Array(300).fill([1, 2]), ns: Array(900).fill(3), metrics: ['kl', 'winRate'] });

/** A request of less than 4 kB that takes nearly half a second or more, besides the start of its thread. */
const slow = JSON.stringify({
  interval: 'bootstrap',
  resamples: 100_000,
  ns: [1, 1, 1, 2, 2, 2, 3, 3, 3],
  prompts: Array(190).fill({ rewards: [0, 1, 2] }),
});

const lengthOf = (text: string) => Number(/content-length: (\d+)/i.exec(text)?.[1]);

describe('SIGTERM', () => {
  it('lets a client read its answer to the last byte, however slowly', async () => {
    const { child, base } = await startCommand();
    const exited = once(child, 'exit');
    const client = new RawClient(base).send('/v1/batch', large.length, large);
    let read = 0;
    client.socket.removeAllListeners('data');
    client.socket.on('data', (bytes) => {
      if (read === 0) {
        client.text = bytes.toString('latin1');
        child.kill('SIGTERM');
      }
      read += bytes.length;
      client.socket.pause();
      setTimeout(() => client.socket.resume(), 5);
    });
    await client.closed;
    const head = client.text.indexOf('\r\n\r\n') + 4;
    expect(lengthOf(client.text)).toBeGreaterThan(4e6);
    expect(read).toBe(head + lengthOf(client.text));
    expect(await exited).toEqual([0, null]);
  });

  it('is obeyed at once beside connections that are idle or never asked', async () => {
    const { child, base } = await startCommand('--time-limit', '20');
    const silent = new RawClient(base);
    const begun = new RawClient(base);
    begun.socket.write('GET /healthz HT');
    const idle = new RawClient(base);
    idle.socket.write('GET /healthz HTTP/1.1\r\nhost: localhost\r\n\r\n');
    await until(() => idle.text.includes('"ok"'));
    const start = Date.now();
    child.kill('SIGTERM');
    expect(await once(child, 'exit')).toEqual([0, null]);
    expect(Date.now() - start).toBeLessThan(2000);
    await Promise.all([silent.closed, begun.closed, idle.closed]);
  });

  it('refuses what comes over a connection that is kept alive, while another request is finished', async () => {
    const { child, base } = await startCommand();
    const exited = once(child, 'exit');
    const kept = new RawClient(base);
    kept.socket.write('GET /healthz HTTP/1.1\r\nhost: localhost\r\n\r\n');
    const busy = new RawClient(base).send('/v1/samples', slow.length, slow);
    await until(() => kept.text.includes('"ok"'));
    await delay(100);
    child.kill('SIGTERM');
    await delay(200);
    kept.send('/v1/metrics', 2, '{}');
    await until(() => kept.text.includes('STOPPING'));
    expect(kept.text).toMatch(/HTTP\/1.1 503 [\s\S]*connection: close/i);
    expect(await exited).toEqual([0, null]);
    await busy.closed;
    expect(busy.text).toMatch(/^HTTP\/1.1 200 [\s\S]*\}$/);
  });

  it.each([
    ['SIGTERM', 143],
    ['SIGINT', 130],
    ['SIGHUP', 129],
  ] as const)('does not wait any longer at a second signal, %s', async (signal, code) => {
    const { child, base } = await startCommand('--time-limit', '60');
    // a body that never comes to its end
    const client = new RawClient(base).send('/v1/metrics', 1000, '{');
    await until(async () => (await (await fetch(`${base}/healthz`)).json()).calls === 1);
    child.kill(signal);
    await delay(300);
    expect(child.exitCode).toBeNull();
    child.kill(signal);
    expect(await once(child, 'exit')).toEqual([code, null]);
    client.socket.destroy();
  });

  it('waits no longer than the time limit', async () => {
    const { child, base } = await startCommand('--time-limit', '1');
    const client = new RawClient(base);
    client.socket.pause();
    client.send('/v1/batch', large.length, large);
    await until(
      async () => !/body_bytes 0\n/.test(await (await fetch(`${base}/metrics`, { headers: { accept: JSON_TYPE } })).text())
    );
    const start = Date.now();
    child.kill('SIGTERM');
    expect(await once(child, 'exit')).toEqual([0, null]);
    expect(Date.now() - start).toBeLessThan(4000);
    client.socket.destroy();
  });
});
