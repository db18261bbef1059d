// An optional bearer token.

import { createHash, timingSafeEqual } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import { sendProblem } from './problems';

/** Asks the token of the routes that compute and of the telemetry. */
export function addAuth(app: FastifyInstance, token: string): void {
  const expected = digest(token);
  app.addHook('onRequest', async (request, reply) => {
    const path = request.routeOptions.url ?? '';
    if (!/\/(v1\/[a-z]+|metrics)$/.test(path)) return;
    const [, given] = /^Bearer (.+)$/i.exec(request.headers.authorization ?? '') ?? [];
    // of equal length, so that the time of the comparison tells nothing
    if (given !== undefined && timingSafeEqual(digest(given), expected)) return;
    reply.header('www-authenticate', 'Bearer');
    return sendProblem(reply, 401, given === undefined ? 'a bearer token is needed' : 'the bearer token is wrong');
  });
}

function digest(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}
