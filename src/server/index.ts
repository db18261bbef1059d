/**
 * The library as an HTTP service: a server of its own, or a plugin of a Fastify application.
 *
 * @module best-of-n/server
 */

import type { FastifyInstance, FastifyPluginAsync, FastifyServerOptions } from 'fastify';
import { checkWhole } from '../input/numbers';
import { checkOptional, checkVersion, importOptional } from '../node/optional-packages';
import { workerFile } from '../node/worker-file';
import { Threads } from '../pool/threads';
import { ByteBudget } from './byte-budget';
import { addDocs } from './docs';
import { Exchanges } from './exchanges';
import { addGate } from './gate';
import { httpOptions, settle, watchConnections } from './http-server';
import {
  DEFAULT_BODY_LIMIT_BYTES,
  DEFAULT_MAX_CONNECTIONS,
  DEFAULT_MAX_QUEUE,
  DEFAULT_TIME_LIMIT_MILLISECONDS,
  defaultMemoryLimit,
  MAX_TIMER_MILLISECONDS,
  THREAD_HEAP_MEGABYTES,
} from './limits';
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
  /**
   * What the bodies under way and the answers that are not yet read may take together, in bytes, before further ones are answered with status
   * 503; by default four times `bodyLimit`, but at least 256 MiB.
   */
  memoryLimit?: number;
  /** A token that every request must send as `Authorization: Bearer …`, except those for `/healthz` and the documentation; none by default. */
  token?: string;
  /**
   * The names by which the service may be asked for, besides those of this machine alone: a request for another host is answered with status 421.
   * By default a server of `createServer` that listens on a loopback address answers for that alone, and any other for every host.
   */
  allowedHosts?: readonly string[];
  /** The origins whose pages may ask, such as `https://example.org`; none by default. */
  corsOrigins?: readonly string[];
  /** The file that each thread runs, `best-of-n/pool-worker`, as a URL or a path: for a program that was bundled into one file, as for `createPool`. */
  workerUrl?: string | URL;
}

/**
 * The options of a server of its own.
 *
 * @example
 * const app = await createServer({ threads: 1, maxConnections: 100 });
 * app.server.maxConnections; // → 100
 * await app.close();
 */
export interface StandaloneOptions extends ServerOptions {
  /**
   * The most connections; further ones are closed at once.
   *
   * @default 1000
   */
  maxConnections?: number;
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
export const bestOfN: FastifyPluginAsync<ServerOptions> = (app, options) => addService(app, options, new Exchanges(), false);

/** @throws TypeError or RangeError if a limit is not a whole number in its range. */
function limitsOf(options: ServerOptions) {
  const { bodyLimit = DEFAULT_BODY_LIMIT_BYTES, timeLimit = DEFAULT_TIME_LIMIT_MILLISECONDS } = options;
  const { memoryLimit = defaultMemoryLimit(bodyLimit) } = options;
  checkWhole('bodyLimit', bodyLimit, 1, Number.MAX_SAFE_INTEGER);
  checkWhole('timeLimit', timeLimit, 1, MAX_TIMER_MILLISECONDS);
  checkWhole('memoryLimit', memoryLimit, bodyLimit, Number.MAX_SAFE_INTEGER);
  return { bodyLimit, timeLimit, memoryLimit };
}

async function addService(app: FastifyInstance, options: ServerOptions, exchanges: Exchanges, checksLoopback: boolean) {
  // that of the application, which can be another than the one beside this package
  checkVersion('best-of-n/server', 'fastify', app.version);
  const { threads, token, allowedHosts, corsOrigins, workerUrl, maxQueue = DEFAULT_MAX_QUEUE } = options;
  const { bodyLimit, timeLimit, memoryLimit } = limitsOf(options);
  checkOptional('best-of-n/server', 'piscina');
  const pool = new Threads({
    ...(threads === undefined ? {} : { threads }),
    maxQueue,
    ...(workerUrl === undefined ? {} : { workerUrl }),
    resourceLimits: { maxOldGenerationSizeMb: THREAD_HEAP_MEGABYTES },
  });
  // small requests need no thread: without this, the first large one would fail, long after the start
  workerFile('pool-worker', workerUrl);
  const budget = new ByteBudget(memoryLimit);
  const stop = addGate(app, exchanges, { token, allowedHosts, corsOrigins, checksLoopback });
  app.addHook('preClose', async () => {
    stop();
    await settle(exchanges, timeLimit);
  });
  // what still runs then has no client
  app.addHook('onClose', () => pool.close({ force: true }));
  addProblems(app);
  await addDocs(app);
  const onResponse = await addTelemetry(app, pool, budget);
  // in a scope of its own, since it reads bodies as no other route does
  await app.register(async (scope) => addRoutes(scope, pool, { bodyLimit, timeLimit, budget, exchanges, onResponse }));
}

/**
 * Makes a Fastify server with the plugin alone; it does not listen yet. Needs the package `fastify` and those of the plugin.
 *
 * @param server - options of Fastify itself, for example a logger.
 * @throws Error (`MISSING_PACKAGE`, `WRONG_VERSION`) if a package is not installed or too old, or (`THREAD_FAILED`) if the file of the threads is
 *   not there, as in a bundle without `workerUrl`; TypeError or RangeError if an option is not a whole number in its range.
 *
 * @example
 * const app = await createServer({ threads: 1 });
 * await app.listen({ port: 0, host: '127.0.0.1' });
 * (await fetch(`http://127.0.0.1:${app.server.address().port}/healthz`)).status; // → 200
 * await app.close();
 */
export async function createServer(options: StandaloneOptions = {}, server: FastifyServerOptions = {}): Promise<FastifyInstance> {
  const { fastify } = await importOptional<typeof import('fastify')>('best-of-n/server', 'fastify', () => import('fastify'));
  const { timeLimit } = limitsOf(options);
  const { maxConnections = DEFAULT_MAX_CONNECTIONS } = options;
  checkWhole('maxConnections', maxConnections, 1, Number.MAX_SAFE_INTEGER);
  const exchanges = new Exchanges();
  const app = fastify(httpOptions(timeLimit, exchanges, server)) as unknown as FastifyInstance;
  // not as a plugin: what is added to this application is closed as the routes of the service are
  await addService(app, options, exchanges, true);
  watchConnections(app, exchanges, maxConnections);
  return app;
}
