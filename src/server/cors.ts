// Lets pages of other origins ask, where they are allowed: Cross-Origin Resource Sharing.

import type { FastifyReply, FastifyRequest } from 'fastify';

const ALLOWED_METHODS = 'GET, POST';
const ALLOWED_HEADERS = 'accept, authorization, content-type, x-request-id';
const EXPOSED_HEADERS = 'retry-after, x-request-id';

/** How long a browser may remember the answer to a preflight, in seconds. */
const MAX_AGE_SECONDS = 600;

/** A function that gives answers to allowed origins the headers they need; true if it was a preflight, which has then been answered. */
export function cors(origins: readonly string[]): (request: FastifyRequest, reply: FastifyReply) => boolean {
  const allowed = new Set(origins);
  return ({ method, headers: { origin, ...headers } }, reply) => {
    reply.header('vary', 'Origin');
    if (origin === undefined || !allowed.has(origin)) return false;
    reply.header('access-control-allow-origin', origin).header('access-control-expose-headers', EXPOSED_HEADERS);
    if (method !== 'OPTIONS' || headers['access-control-request-method'] === undefined) return false;
    reply
      .header('access-control-allow-methods', ALLOWED_METHODS)
      .header('access-control-allow-headers', ALLOWED_HEADERS)
      .header('access-control-max-age', MAX_AGE_SECONDS)
      .code(204)
      .send();
    return true;
  };
}
