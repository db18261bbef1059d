// Starts services for tests, asks them, and waits for what they do.

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import type { FastifyInstance } from 'fastify';
import { expect } from 'vitest';
import { createServer, type StandaloneOptions } from '../../dist/server.js';

export const JSON_TYPE = 'application/json';
export const ARROW_TYPE = 'application/vnd.apache.arrow.stream';

/** Services of this process, which `closeAll` ends. */
export function services() {
  const open: FastifyInstance[] = [];
  return {
    open,
    async serve(options: StandaloneOptions = {}): Promise<string> {
      const app = await createServer({ threads: 1, ...options });
      open.push(app);
      return app.listen({ port: 0, host: '127.0.0.1' });
    },
    closeAll: () => Promise.all(open.map((app) => app.close())),
  };
}

export function post(url: string, body: unknown, headers: Record<string, string> = {}, signal?: AbortSignal): Promise<Response> {
  return fetch(url, {
    method: 'POST',
    headers: { 'content-type': JSON_TYPE, ...headers },
    body: typeof body === 'string' || body instanceof Uint8Array ? (body as string) : JSON.stringify(body),
    signal: signal ?? null,
  });
}

/** The command `best-of-n serve` in a process of its own, with one thread. */
export async function startCommand(...args: string[]): Promise<{ child: ChildProcess; base: string; port: number }> {
  const child = spawn(process.execPath, ['dist/cli.js', 'serve', '--port', '0', '--threads', '1', ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const [text] = await once(child.stderr as NodeJS.ReadableStream, 'data');
  const [, base, port] = /listening on (http:\/\/127\.0\.0\.1:(\d+))/.exec(String(text)) ?? [];
  expect(base, String(text)).toBeDefined();
  return { child, base, port: Number(port) };
}

/** A connection whose bytes the test writes and reads itself. */
export class RawClient {
  readonly socket: Socket;
  text = '';

  constructor(url: string) {
    const { hostname, port } = new URL(url);
    this.socket = connect({ host: hostname, port: Number(port) });
    this.socket.on('data', (bytes) => {
      this.text += bytes.toString('latin1');
    });
    this.socket.on('error', () => {});
  }

  /** Sends the head of a request, and what is given of its body. */
  send(path: string, length: number, body = '', headers = ''): this {
    this.socket.write(
      `POST ${path} HTTP/1.1\r\nhost: localhost\r\ncontent-type: ${JSON_TYPE}\r\ncontent-length: ${length}\r\n${headers}\r\n${body}`
    );
    return this;
  }

  get closed(): Promise<unknown> {
    return this.socket.destroyed ? Promise.resolve() : once(this.socket, 'close');
  }
}

/** Waits until something holds, for at most some seconds. */
export async function until(holds: () => boolean | Promise<boolean>, seconds = 10): Promise<void> {
  const end = Date.now() + 1000 * seconds;
  while (!(await holds())) {
    if (Date.now() > end) throw new Error('it does not come to hold');
    await delay(20);
  }
}
