/**
 * The library as an HTTP service: a server of its own, or a plugin of a Fastify application.
 *
 * @module best-of-n/server
 */

import type { FastifyInstance, FastifyPluginAsync, FastifyServerOptions, onRequestHookHandler } from 'fastify';
import { importOptional } from '../node/optional-packages';
import { Threads } from '../pool/threads';
import { checkToken } from './auth';
import { addDocs } from './docs';
import { DEFAULT_BODY_LIMIT_BYTES, DEFAULT_MAX_QUEUE, DEFAULT_TIME_LIMIT_MILLISECONDS } from './limits';
import { addProblems } from './problems';
import { addRoutes } from './service';
import { addTelemetry } from './telemetry';

/**
 * Threads, limits and token of a service.
 *
 * @example
 * const app = await createServer({ threads: 1, maxQueue: 10, bodyLimit: 2 ** 20, timeLimit: 5000, token: 'secret' });
 * (await app.inject({ method: 'POST', url: '/v1/metrics', payload: {} })).statusCode; // → 401
 * await app.close();
 */
export interface ServerOptions {
  /** The number of threads that compute; by default one for each core, at most 8. */
  threads?: number;
  /**
   * The number of requests that may wait for a thread; further ones are answered with status 503.
   *
   * @default 100
   */
  maxQueue?: number;
  /** The largest body, in bytes; 64 MiB by default. */
  bodyLimit?: number;
  /**
   * How long a request may wait and compute, in milliseconds, before it is answered with status 503.
   *
   * @default 30000
   */
  timeLimit?: number;
  /** A token that every request must send as `Authorization: Bearer …`, except those for `/healthz` and the documentation; none by default. */
  token?: string;
}

/**
 * A Fastify plugin with all routes of the service: those that compute, as `POST /v1/metrics`, and `GET /healthz`, `/metrics`, `/openapi.json`
 * and `/docs`; under a prefix if it is registered with one. Needs the packages `piscina`, `@fastify/swagger`, `@fastify/swagger-ui` and
 * `prom-client`.
 *
 * @example
 * const { fastify } = await import('fastify');
 * const app = fastify();
 * app.register(bestOfN, { prefix: '/best-of-n', threads: 1 });
 * const payload = { rewards: [0, 1], probs: [0.5, 0.5], n: 2 };
 * const response = await app.inject({ method: 'POST', url: '/best-of-n/v1/metrics', payload });
 * response.json().winRate; // → 0.625
 * await app.close();
 */
export const bestOfN: FastifyPluginAsync<ServerOptions> = async (app, options) => {
  const { threads, token, maxQueue = DEFAULT_MAX_QUEUE } = options;
  const { bodyLimit = DEFAULT_BODY_LIMIT_BYTES, timeLimit = DEFAULT_TIME_LIMIT_MILLISECONDS } = options;
  const pool = new Threads({ ...(threads === undefined ? {} : { threads }), maxQueue });
  closePoolWith(app, pool);
  addProblems(app);
  await addDocs(app);
  const onRequest: onRequestHookHandler[] = token === undefined ? [] : [checkToken(token)];
  const onResponse = await addTelemetry(app, pool, onRequest);
  addRoutes(app, pool, { bodyLimit, timeLimit, onRequest, onResponse });
};

/**
 * Makes a Fastify server with the plugin alone; it does not listen yet. Needs the package `fastify` and those of the plugin.
 *
 * @param server - options of Fastify itself, for example a logger.
 * @throws Error (`MISSING_PACKAGE`) if a package is not installed; TypeError or RangeError if `threads` or `maxQueue` is not a whole number.
 *
 * @example
 * const app = await createServer({ threads: 1 });
 * await app.listen({ port: 0, host: '127.0.0.1' });
 * (await fetch(`http://127.0.0.1:${app.server.address().port}/healthz`)).status; // → 200
 * await app.close();
 */
export async function createServer(options: ServerOptions = {}, server: FastifyServerOptions = {}): Promise<FastifyInstance> {
  const { fastify } = await importOptional<typeof import('fastify')>('best-of-n/server', 'fastify', () => import('fastify'));
  const { timeLimit = DEFAULT_TIME_LIMIT_MILLISECONDS } = options;
  const app = fastify({
    // a client may not take longer to send a request than the service may take to answer it
    requestTimeout: timeLimit,
    forceCloseConnections: 'idle',
    ...server,
  }) as unknown as FastifyInstance;
  closeConnectionsAfter(timeLimit, app);
  await app.register(bestOfN, options);
  return app;
}

/** Closes the pool when the application closes, which Fastify does after it has answered the last request. */
function closePoolWith(app: FastifyInstance, pool: Threads): void {
  let closing = false;
  app.addHook('preClose', async () => {
    closing = true;
  });
  app.addHook('onSend', async (_request, reply) => {
    // a connection that is kept open would keep the server open
    if (closing) reply.header('connection', 'close');
  });
  app.addHook('onClose', () => pool.close());
}

/** Closes the connections that are still open when the time limit, in milliseconds, has passed since the server began to close: a client may never read its answer. */
function closeConnectionsAfter(timeLimit: number, app: FastifyInstance): void {
  let timer: NodeJS.Timeout | undefined;
  app.addHook('preClose', async () => {
    timer = setTimeout(() => app.server.closeAllConnections(), timeLimit);
  });
  app.addHook('onClose', async () => clearTimeout(timer));
}
