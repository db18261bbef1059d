/**
 * The library as an HTTP service, by itself or as a plugin of a Fastify application.
 *
 * @module best-of-n/server
 */

import type { FastifyInstance, FastifyPluginAsync, FastifyServerOptions } from 'fastify';
import { importOptional } from '../node/optional-packages';
import { Threads } from '../pool/threads';
import { addAuth } from './auth';
import { addDocs } from './docs';
import { addProblems } from './problems';
import { addRoutes } from './service';
import { addTelemetry } from './telemetry';

const TIME_LIMIT = 30_000;

/**
 * The limits of a service.
 *
 * @example
 * const app = await createServer({ threads: 1, maxQueue: 10, bodyLimit: 2 ** 20, timeLimit: 5000, token: 'secret' });
 * (await app.inject({ method: 'POST', url: '/v1/metrics', payload: {} })).statusCode; // → 401
 * await app.close();
 */
export interface ServerOptions {
  /** Threads that compute; by default one for each core, at most 8. */
  threads?: number;
  /** Requests that may wait for a thread before further ones get 503; 100 by default. */
  maxQueue?: number;
  /** The largest body, in bytes; 64 MiB by default. */
  bodyLimit?: number;
  /** How long a request may wait and compute, in milliseconds, before it gets 503; 30,000 by default. */
  timeLimit?: number;
  /** Asked of every request but `/healthz` and the documentation, as `Authorization: Bearer …`. */
  token?: string;
}

/**
 * A Fastify plugin with `POST /v1/metrics`, `/v1/curve`, `/v1/policy`, `/v1/samples` and `/v1/batch`, `GET /healthz`, `/metrics`,
 * `/openapi.json` and `/docs`; under a prefix if it is registered with one. Needs the packages `piscina`, `@fastify/swagger`,
 * `@fastify/swagger-ui` and `prom-client`.
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
  const { bodyLimit = 64 * 2 ** 20, timeLimit = TIME_LIMIT, threads, maxQueue = 100, token } = options;
  const pool = new Threads({ ...(threads === undefined ? {} : { threads }), maxQueue });
  closeAfterwards(app, pool);
  addProblems(app);
  await addDocs(app);
  await addTelemetry(app, pool);
  if (token !== undefined) addAuth(app, token);
  addRoutes(app, pool, { bodyLimit, timeLimit });
};

/**
 * A Fastify server with the plugin alone, not yet listening. Needs the package `fastify` and those of the plugin.
 *
 * @param server - options of Fastify itself, a logger for example.
 *
 * @example
 * const app = await createServer({ threads: 1 });
 * await app.listen({ port: 0, host: '127.0.0.1' });
 * (await fetch(`http://127.0.0.1:${app.server.address().port}/healthz`)).status; // → 200
 * await app.close();
 */
export async function createServer(options: ServerOptions = {}, server: FastifyServerOptions = {}): Promise<FastifyInstance> {
  const { fastify } = await importOptional<typeof import('fastify')>('best-of-n/server', 'fastify', () => import('fastify'));
  const { timeLimit = TIME_LIMIT } = options;
  const app = fastify({
    // a client that sends its request too slowly
    requestTimeout: timeLimit,
    forceCloseConnections: 'idle',
    ...server,
  }) as unknown as FastifyInstance;
  cutOffLate(app, timeLimit);
  await app.register(bestOfN, options);
  return app;
}

/** Fastify closes a plugin once the last request has been answered. */
function closeAfterwards(app: FastifyInstance, pool: Threads): void {
  let closing = false;
  app.addHook('preClose', async () => {
    closing = true;
  });
  app.addHook('onSend', async (_request, reply) => {
    // a connection kept alive would keep the server alive
    if (closing) reply.header('connection', 'close');
  });
  app.addHook('onClose', () => pool.close());
}

/** A client that does not read its answer is not waited for. */
function cutOffLate(app: FastifyInstance, timeLimit: number): void {
  let late: NodeJS.Timeout | undefined;
  app.addHook('preClose', async () => {
    late = setTimeout(() => app.server.closeAllConnections(), timeLimit);
  });
  app.addHook('onClose', async () => clearTimeout(late));
}
