// Telemetry: `/healthz` says whether the service is alive, `/metrics` how it is doing, in the text format of Prometheus.

import type { FastifyInstance, onResponseHookHandler } from 'fastify';
import { importOptional } from '../node/optional-packages';
import type { Threads } from '../pool/threads';
import type { ByteBudget } from './byte-budget';

/** From the time of a small request to the default time limit. */
const BUCKET_SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];

/**
 * Adds the two routes.
 *
 * @returns a hook for the routes whose requests are to be counted and timed.
 */
export async function addTelemetry(app: FastifyInstance, threads: Threads, budget: ByteBudget): Promise<onResponseHookHandler> {
  const { collectDefaultMetrics, Gauge, Histogram, Registry } = await importOptional<typeof import('prom-client')>(
    'best-of-n/server',
    'prom-client',
    () => import('prom-client')
  );
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const seconds = new Histogram({
    name: 'best_of_n_request_seconds',
    help: 'Time from a request to its answer.',
    labelNames: ['route', 'status'],
    buckets: BUCKET_SECONDS,
    registers: [registry],
  });
  new Gauge({
    name: 'best_of_n_calls',
    help: 'Requests that wait for a thread or run in one.',
    registers: [registry],
    collect() {
      this.set(threads.calls);
    },
  });
  new Gauge({
    name: 'best_of_n_body_bytes',
    help: 'Bytes of bodies under way and of answers not yet read.',
    registers: [registry],
    collect() {
      this.set(budget.used);
    },
  });
  new Gauge({ name: 'best_of_n_threads', help: 'Threads that compute.', registers: [registry] }).set(threads.size);

  // neither is part of the OpenAPI document
  const schema = { hide: true } as object;
  app.get('/healthz', { schema }, async () => ({ status: 'ok', threads: threads.size, calls: threads.calls }));
  app.get('/metrics', { schema }, async (_, reply) => {
    return reply.type(registry.contentType).send(await registry.metrics());
  });

  return (request, reply, done) => {
    seconds.observe({ route: request.routeOptions.url, status: reply.statusCode }, reply.elapsedTime / 1000);
    done();
  };
}
