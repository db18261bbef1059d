// Adds the OpenAPI document and the page that shows it.

import type { FastifyInstance } from 'fastify';
import { version } from '../../package.json';
import { importOptional } from '../node/optional-packages';

const DESCRIPTION = `The exact distribution, KL divergence, win rate and reward of the best-of-n policy over a finite support.

KL divergences are in nats. Infinities, which JSON lacks, are the strings "Infinity" and "-Infinity". Large vectors go in and out as Arrow IPC
streams (application/vnd.apache.arrow.stream): a column for each vector, and n, ns, fields or ties in the query.`;

export async function addDocs(app: FastifyInstance): Promise<void> {
  const swagger = await importOptional('best-of-n/server', '@fastify/swagger', () => import('@fastify/swagger'));
  const swaggerUi = await importOptional('best-of-n/server', '@fastify/swagger-ui', () => import('@fastify/swagger-ui'));
  await app.register(swagger.default, {
    openapi: {
      openapi: '3.1.0',
      info: { title: 'best-of-n', version, description: DESCRIPTION, license: { name: 'MIT' } },
      components: { securitySchemes: { token: { type: 'http', scheme: 'bearer' } } },
    },
  });
  await app.register(swaggerUi.default, { routePrefix: '/docs', staticCSP: true });
  app.get('/openapi.json', { schema: { hide: true } } as object, async () => app.swagger());
}
