// Adds the OpenAPI document and the page that shows it.

import type { FastifyInstance, FastifyPluginAsync, FastifyPluginCallback } from 'fastify';
import { version } from '../../package.json';
import { coded } from '../errors';
import { importOptional, type OptionalPackage, versionOf } from '../node/optional-packages';

const DESCRIPTION = `The exact distribution, KL divergence, win rate and reward of the best-of-n policy over a finite support, unbiased estimates of them
and of votes from scored samples, and comparisons of two runs.

KL divergences are in nats. Infinities, which JSON lacks, are the strings "Infinity" and "-Infinity". Large vectors go in and out as Arrow IPC
streams (application/vnd.apache.arrow.stream): a column for each vector, and all else, such as n, ns, fields or ties, in the query.`;

export async function addDocs(app: FastifyInstance): Promise<void> {
  const swagger = await importOptional('best-of-n/server', '@fastify/swagger', () => import('@fastify/swagger'));
  const swaggerUi = await importOptional('best-of-n/server', '@fastify/swagger-ui', () => import('@fastify/swagger-ui'));
  await register(app, '@fastify/swagger', swagger.default, {
    openapi: {
      openapi: '3.1.0',
      info: { title: 'best-of-n', version, description: DESCRIPTION, license: { name: 'MIT' } },
      components: { securitySchemes: { token: { type: 'http', scheme: 'bearer' } } },
    },
  });
  await register(app, '@fastify/swagger-ui', swaggerUi.default, { routePrefix: '/docs', staticCSP: true });
  app.get('/openapi.json', { schema: { hide: true } } as object, async () => app.swagger());
}

/**
 * Registers a plugin of Fastify's, and waits until it is loaded.
 *
 * @throws Error (`WRONG_VERSION`) if it is made for another Fastify than that of the application.
 */
async function register<O extends object>(
  app: FastifyInstance,
  name: OptionalPackage,
  plugin: FastifyPluginAsync<O> | FastifyPluginCallback<O>,
  options: O
): Promise<void> {
  try {
    await app.register(plugin as FastifyPluginCallback<object>, options);
  } catch (error) {
    const { code, message } = error as Error & { code?: string };
    if (code !== 'FST_ERR_PLUGIN_VERSION_MISMATCH') throw error;
    const [, expected = 'another'] = /expected '([^']+)'/.exec(message) ?? [];
    const needed = `version ${versionOf(name)} of ${name} needs the package fastify in version ${expected}, and version ${app.version} is used`;
    const advice = `npm install a version of ${name} for this fastify, or fastify@latest ${name}@latest`;
    throw coded(Error, 'WRONG_VERSION', `${needed}: ${advice}`, undefined, { cause: error });
  }
}
