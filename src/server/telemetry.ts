// Is it alive, and how is it doing: `/healthz`, and `/metrics` in the text format of Prometheus.

import type { FastifyInstance } from 'fastify';
import { importOptional } from '../node/optional-packages';
import type { Threads } from '../pool/threads';

export async function addTelemetry(app: FastifyInstance, threads: Threads): Promise<void> {
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
    buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30],
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
  new Gauge({ name: 'best_of_n_threads', help: 'Threads that compute.', registers: [registry] }).set(threads.size);

  app.addHook('onResponse', async (request, reply) => {
    const route = request.routeOptions.url;
    if (route?.includes('/v1/')) seconds.observe({ route, status: reply.statusCode }, reply.elapsedTime / 1000);
  });
  const hidden = { schema: { hide: true } } as object;
  app.get('/healthz', hidden, async () => ({ status: 'ok', threads: threads.size, calls: threads.calls }));
  app.get('/metrics', hidden, async (_, reply) => reply.type(registry.contentType).send(await registry.metrics()));
}
